import type { GraphiQLProvider } from '@graphiql/react';
import type { ComponentProps } from 'react';
import type { Run } from './explain';

type Fetcher = ComponentProps<typeof GraphiQLProvider>['fetcher'];
type Params = Parameters<Fetcher>[0];

/**
 * Posts operations and asks for their Graph API calls, which go to the calls pane
 * and are taken out of the answer: the answer stays what any client would get.
 * `begin` is called for each operation and returns the function that reports its runs.
 */
export function explainingFetcher(endpoint: string, begin: () => (run: Run) => void): Fetcher {
  return async (params, options) => {
    const introspects = params.operationName === 'IntrospectionQuery';
    const report = introspects ? () => {} : begin();
    const operationName = namesOperation(params) ? params.operationName : undefined;
    const request = introspects ? params : { ...params, operationName, extensions: { explain: true } };

    report({ running: true });
    let explanation;
    try {
      const response = await fetch(endpoint, {
        method: 'POST',
        headers: {
          Accept: 'application/graphql-response+json, application/json',
          'Content-Type': 'application/json',
          ...options?.headers,
        },
        body: JSON.stringify(request),
      });
      const { extensions, ...answer } = await response.json();
      const { explain, ...others } = extensions ?? {};
      explanation = explain;
      return Object.keys(others).length > 0 ? { ...answer, extensions: others } : answer;
    } finally {
      report({ running: false, explanation });
    }
  };
}

/** GraphiQL reads the operation's name a moment late: right after a change of tabs it still has the other tab's. */
function namesOperation({ query, operationName }: Params): boolean {
  return Boolean(operationName) && new RegExp(`\\b${operationName}\\b`).test(query);
}
