import { Kind, OperationTypeNode, type DocumentNode } from 'graphql';
import { createClient } from 'graphql-sse';

/** A GraphQL answer as it comes. */
export interface Answer {
  data?: Record<string, unknown> | null;
  errors?: unknown;
  extensions?: Record<string, unknown>;
}

interface Request {
  query: string;
  operationName?: string | null;
  variables?: Record<string, unknown> | null;
}

/** The answers of a subscription, by server-sent events, until it completes or is left. */
export function watch(endpoint: string, request: Request, headers?: Record<string, string>): AsyncIterable<Answer> {
  const client = createClient({ url: new URL(endpoint, location.href).href, headers, retryAttempts: 0 });
  const { operationName, ...rest } = request;
  return client.iterate({ ...rest, operationName: operationName ?? undefined, variables: rest.variables ?? undefined }) as AsyncIterable<Answer>;
}

/**
 * The subscription of a mutation's document that takes one id, `$id`, with the id of
 * the publication that the mutation has begun; nothing if there is neither.
 */
export function watchedBy(document: DocumentNode, answer: Answer) {
  const id = Object.values(answer.data ?? {})
    .map((payload) => (payload as { publication?: { id?: string } } | null)?.publication?.id)
    .find(Boolean);
  const subscription = document.definitions.find(
    (definition) =>
      definition.kind === Kind.OPERATION_DEFINITION &&
      definition.operation === OperationTypeNode.SUBSCRIPTION &&
      definition.variableDefinitions?.map(({ variable }) => variable.name.value).join() === 'id',
  );
  if (!id || subscription?.kind !== Kind.OPERATION_DEFINITION || !subscription.name) return undefined;
  return { operationName: subscription.name.value, variables: { id } };
}
