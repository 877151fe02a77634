import type { Outcome } from '../run';
import { isObject, type Member, membersOf, objectsIn, type Selected, selectedData } from './selection';

/** A list of an answer as a table: a connection's page, or a plain list of objects. */
export interface Table {
  /** Where in the answer: `me.media`. */
  name: string;
  columns: string[];
  rows: Record<string, Cell>[];
  /** How many there are in all, where the answer says so. */
  totalCount?: number;
  hasNextPage?: boolean;
}

export type Cell = string | number | boolean | null;

/** The lists of an answer, each before those within it. */
export function tablesOf(outcome: Outcome): Table[] {
  const tables: Table[] = [];
  const look = (selected: Selected) => {
    const members = membersOf(selected);
    const nodes = nodesOf(selected, members);
    if (nodes) tables.push(tableOf(selected, members, nodes));
    for (const member of members) {
      const within = objectsIn(selected, member);
      const isList = Array.isArray(member.value) && within.length > 0;
      if (isList && !nodes) tables.push(rowsOf([...selected.path, member.key], within));
      within.forEach(look);
    }
  };
  const data = selectedData(outcome);
  if (data) look(data);
  return tables;
}

/** The nodes of a connection, whichever way they were asked for; nothing for another object. */
function nodesOf(selected: Selected, members: Member[]): Selected[] | undefined {
  const nodes = members.find(({ name, value }) => name === 'nodes' && Array.isArray(value));
  if (nodes && selected.path.length > 0) return objectsIn(selected, nodes);
  const edges = members.find(({ name, value }) => name === 'edges' && Array.isArray(value));
  if (!edges) return undefined;
  return objectsIn(selected, edges).flatMap((edge) =>
    membersOf(edge)
      .filter(({ name }) => name === 'node')
      .flatMap((member) => objectsIn(edge, member)),
  );
}

function tableOf({ path }: Selected, members: Member[], nodes: Selected[]): Table {
  const valueOf = (wanted: string) => members.find(({ name }) => name === wanted)?.value;
  const totalCount = valueOf('totalCount');
  const pageInfo = valueOf('pageInfo');
  return {
    ...rowsOf(path, nodes),
    totalCount: typeof totalCount === 'number' ? totalCount : undefined,
    hasNextPage: isObject(pageInfo) ? pageInfo.hasNextPage === true : undefined,
  };
}

function rowsOf(path: (string | number)[], nodes: Selected[]): Table {
  const rows = nodes.map(({ object }) => cellsOf(object));
  return { name: path.join('.'), columns: [...new Set(rows.flatMap(Object.keys))], rows };
}

/** An object's values in one line: `owner.username` for what lies deeper, how many for a list. */
function cellsOf(object: Record<string, unknown>, before = ''): Record<string, Cell> {
  const cells: Record<string, Cell> = {};
  for (const [key, value] of Object.entries(object)) {
    if (Array.isArray(value)) cells[before + key] = value.some(isObject) ? value.length : value.join(', ');
    else if (isObject(value)) Object.assign(cells, cellsOf(value, `${before}${key}.`));
    else cells[before + key] = value as Cell;
  }
  return cells;
}
