import type { GraphiQLProvider } from '@graphiql/react';
import { getOperationAST, Kind, parse, type DocumentNode } from 'graphql';
import type { ComponentProps } from 'react';
import { type Credential, headersOf } from './credentials/credential';
import type { Run } from './run';
import { send, type Sent, taken } from './send';
import { watch, watchedBy, type Answer } from './watch';

type Fetcher = ComponentProps<typeof GraphiQLProvider>['fetcher'];
type Params = Parameters<Fetcher>[0];
type Report = (run: Run) => void;

/**
 * Sends operations and asks for their Graph API calls, which go to the calls pane
 * and are taken out of the answer: the answer stays what any client would get.
 * They are sent in the name of the credential that is chosen at that moment.
 * `begin` is called for each operation and returns the function that reports its runs.
 * A subscription is watched; and so is what a mutation has begun, by the subscription
 * that stands beside the mutation in its document.
 */
export function explainingFetcher(endpoint: string, credential: () => Credential, begin: () => Report): Fetcher {
  return (params, options) => {
    const headers = headersOf(credential(), options?.headers);
    if (params.operationName === 'IntrospectionQuery') return introspect(endpoint, params);
    const report = begin();
    const document = parsed(params.query);
    const operationName = namesOperation(params) ? params.operationName : firstName(document);
    const sent = { document, operationName: operationName ?? undefined };
    const request = { ...params, operationName, extensions: { explain: true } };
    switch (document && getOperationAST(document, operationName)?.operation) {
      case 'subscription':
        return shown(watch(endpoint, request, headers), sent, report);
      case 'mutation':
        return afterwards(post(endpoint, request, headers, sent, report), document!, (subscription) =>
          shown(watch(endpoint, { ...request, ...subscription }, headers), { ...sent, ...subscription }, report),
        );
    }
    return post(endpoint, request, headers, sent, report);
  };
}

/** The schema, which is everybody's: the browser keeps it, and asks whether it is still the same. */
async function introspect(endpoint: string, { query, operationName }: Params): Promise<Answer> {
  const address = `${endpoint}?${new URLSearchParams({ query: query.replace(/\s+/g, ' '), operationName: operationName ?? '' })}`;
  const response = await fetch(address, { headers: { Accept: 'application/json' }, credentials: 'omit', cache: 'no-cache' });
  return response.json();
}

async function post(endpoint: string, request: Params, headers: Record<string, string>, sent: Sent, report: Report): Promise<Answer> {
  report({ running: true });
  const outcome = { ...sent, ...(await send(endpoint, JSON.stringify(request), headers)) };
  report({ running: false, ...outcome });
  return outcome.answer ?? { errors: [{ message: outcome.problem }] };
}

/** Each answer of a stream, as it comes. */
async function* shown(answers: AsyncIterable<Answer>, sent: Sent, report: Report): AsyncGenerator<Answer> {
  for await (const given of answers) {
    const told = taken(given);
    report({ running: false, ...sent, ...told });
    yield told.answer;
  }
}

/** The answer to a mutation, then what the subscription beside it shows of what the mutation began. */
async function* afterwards(
  answer: Promise<Answer>,
  document: DocumentNode,
  follow: (subscription: { operationName: string; variables: { id: string } }) => AsyncIterable<Answer>,
): AsyncGenerator<Answer> {
  const first = await answer;
  yield first;
  const subscription = watchedBy(document, first);
  if (subscription) yield* follow(subscription);
}

/** A document; nothing for a text that is none, of which the server says what is wrong. */
function parsed(text: string): DocumentNode | undefined {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

/** The name of a document's first operation, which runs where GraphiQL names none. */
function firstName(document?: DocumentNode): string | undefined {
  const first = document?.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  return first?.name?.value;
}

/** GraphiQL reads the operation's name a moment late: right after a change of tabs it still has the other tab's. */
function namesOperation({ query, operationName }: Params): boolean {
  return Boolean(operationName) && new RegExp(`\\b${operationName}\\b`).test(query);
}
