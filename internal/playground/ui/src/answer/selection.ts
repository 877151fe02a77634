import { Kind, type DocumentNode, type FragmentDefinitionNode, getOperationAST, type SelectionSetNode } from 'graphql';
import type { Outcome } from '../run';

/** An object of an answer, with the selections that its fields were asked by. */
export interface Selected {
  object: Record<string, unknown>;
  selections: SelectionSetNode[];
  fragments: Map<string, FragmentDefinitionNode>;
  /** Where in the answer the object is: response keys and indices. */
  path: (string | number)[];
}

/** A field of an object: its key is its alias where it has one, its name is the schema's. */
export interface Member {
  key: string;
  name: string;
  value: unknown;
  selections: SelectionSetNode[];
}

/** The data of an answer, as the object that its operation asked for; nothing if there is none. */
export function selectedData({ answer, document, operationName }: Outcome): Selected | undefined {
  if (!isObject(answer?.data)) return undefined;
  const operation = document && getOperationAST(document, operationName);
  return {
    object: answer.data,
    selections: operation ? [operation.selectionSet] : [],
    fragments: fragmentsOf(document),
    path: [],
  };
}

function fragmentsOf(document?: DocumentNode): Map<string, FragmentDefinitionNode> {
  const fragments = (document?.definitions ?? []).filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  return new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
}

/** The fields of an object in the order of the answer. A field that no selection names keeps its key as name. */
export function membersOf({ object, selections, fragments }: Selected): Member[] {
  const asked = new Map<string, { name: string; selections: SelectionSetNode[] }>();
  const collect = (set: SelectionSetNode) => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        const key = (selection.alias ?? selection.name).value;
        const field = asked.get(key) ?? { name: selection.name.value, selections: [] };
        if (selection.selectionSet) field.selections.push(selection.selectionSet);
        asked.set(key, field);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        collect(selection.selectionSet);
      } else {
        const fragment = fragments.get(selection.name.value);
        if (fragment) collect(fragment.selectionSet);
      }
    }
  };
  selections.forEach(collect);
  return Object.entries(object).map(([key, value]) => ({ key, value, name: key, selections: [], ...asked.get(key) }));
}

/** The objects that a field holds: one, those of a list, or none. */
export function objectsIn(parent: Selected, { key, value, selections }: Member): Selected[] {
  const path = [...parent.path, key];
  const selected = (object: Record<string, unknown>, at: (string | number)[]) => ({
    object,
    selections,
    fragments: parent.fragments,
    path: at,
  });
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => (isObject(item) ? [selected(item, [...path, index])] : []));
  }
  return isObject(value) ? [selected(value, path)] : [];
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
