import { getOperationAST, parse, print, type OperationDefinitionNode } from 'graphql';
import { withoutSecrets } from './link';

interface Operation {
  /** The absolute address of GraphQL. */
  endpoint: string;
  query: string;
  variables: string;
  operationName?: string;
}

/** The ways to send an operation from elsewhere, each with a token from the environment. */
export const snippets: Record<string, (operation: Operation) => string> = {
  cURL: (operation) => `curl ${operation.endpoint} \\
  -H "Authorization: Bearer $GRAMQL_TOKEN" \\
  -H 'Content-Type: application/json' \\
  -d '${JSON.stringify(bodyOf(operation)).replaceAll("'", "'\\''")}'
`,

  fetch: (operation) => `const response = await fetch(${JSON.stringify(operation.endpoint)}, {
  method: 'POST',
  headers: { 'Content-Type': 'application/json', Authorization: \`Bearer \${token}\` },
  body: JSON.stringify(${indented(JSON.stringify(bodyOf(operation), null, 2))}),
});
const { data, errors } = await response.json();
`,

  'Apollo Client': (operation) => {
    const kind = definitionOf(operation)?.operation ?? 'query';
    const variables = bodyOf(operation).variables;
    const text = operation.query.trim().replace(/[\\`]|\$\{/g, '\\$&');
    return `import { gql } from '@apollo/client';
import { ${hooks[kind]} } from '@apollo/client/react';

const document = gql\`
${text}
\`;

const ${kind === 'mutation' ? '[run, { data, error }]' : '{ data, error }'} = ${hooks[kind]}(document, {
  errorPolicy: 'all',${variables ? `\n  variables: ${indented(JSON.stringify(variables, null, 2))},` : ''}
});
`;
  },

  genqlient: (operation) => {
    const definition = definitionOf(operation);
    const name = definition?.name?.value ?? 'Operation';
    const given: Record<string, unknown> = bodyOf(operation).variables ?? {};
    const values = (definition?.variableDefinitions ?? []).map(({ variable }) => goValue(given[variable.name.value]));
    return `// In the .graphql file that genqlient.yaml names; \`go run github.com/Khan/genqlient\` writes ${name}:
//
${named(operation, name).replace(/^/gm, '//   ').replace(/ +$/gm, '')}
client := graphql.NewClient(${JSON.stringify(operation.endpoint)}, httpClient) // which sends the token
response, err := ${[`${name}(ctx`, 'client', ...values].join(', ')})
`;
  },
};

const hooks = { query: 'useQuery', mutation: 'useMutation', subscription: 'useSubscription' };

function bodyOf({ query, variables, operationName }: Operation): { query: string; operationName?: string; variables?: Record<string, unknown> } {
  const body: ReturnType<typeof bodyOf> = { query: withoutSecrets(query).trim() };
  if (operationName) body.operationName = operationName;
  try {
    body.variables = variables.trim() ? JSON.parse(withoutSecrets(variables)) : undefined;
  } catch {
    // what cannot be parsed cannot be sent either
  }
  return body;
}

function definitionOf({ query, operationName }: Operation): OperationDefinitionNode | undefined {
  try {
    return getOperationAST(parse(query), operationName) ?? undefined;
  } catch {
    return undefined;
  }
}

/** The document with a name for its operation, which genqlient wants. */
function named({ query }: Operation, name: string): string {
  try {
    const document = parse(query);
    const definitions = document.definitions.map((definition) =>
      definition.kind === 'OperationDefinition' && !definition.name
        ? { ...definition, name: { kind: 'Name' as const, value: name } }
        : definition,
    );
    return print({ ...document, definitions } as typeof document) + '\n';
  } catch {
    return query;
  }
}

function goValue(value: unknown): string {
  if (value === undefined || value === null) return 'nil';
  return Array.isArray(value) || typeof value === 'object' ? `/* ${JSON.stringify(value)} */` : JSON.stringify(value);
}

function indented(text: string): string {
  return text.replaceAll('\n', '\n  ');
}
