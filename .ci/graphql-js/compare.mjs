// Compares what the cases of testdata/graphql-js say with what graphql-js says of
// them: which documents and variables it takes, where its errors are, and what it
// makes of variables. `go test` holds this program to the same cases.
//
//   npm test                        compares
//   npm run record                  writes what graphql-js says into the cases
//   SCHEMA=… GRAPHQL_URL=… npm test also takes the server's own schema, and asks the server
//
// A case whose `differs` gives a reason is one where this program is another
// opinion on purpose; its `errors` and `values` are this program's.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  Kind, buildClientSchema, buildSchema, getIntrospectionQuery, getVariableValues, graphqlSync, lexicographicSortSchema, parse, printSchema,
  validate, valueFromASTUntyped,
} from 'graphql';
import { parseDocument } from 'yaml';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const suites = [
  { cases: 'internal/validation/testdata/graphql-js', schema: 'internal/validation/testdata/graphql-js/schema.graphqls' },
  {
    cases: 'graph/testdata/graphql-js', answers: 'graph/testdata/introspection.yml',
    schema: process.env.SCHEMA, server: process.env.GRAPHQL_URL,
  },
];
const recording = process.argv.includes('--record');

// The server's own scalars, which a schema cannot describe: the kinds of literals that
// each is written as, and what it takes.
const scalars = {
  DateTime: [Kind.STRING, (value) => {
    if (typeof value === 'string' && !Number.isNaN(Date.parse(value))) return value;
    throw new Error('not a point in time');
  }],
  Long: [Kind.INT, (value) => {
    if (Number.isInteger(value) && Math.abs(value) < 2 ** 63) return value;
    throw new Error('not a whole number');
  }],
  URL: [Kind.STRING, (value) => {
    if (typeof value === 'string' && URL.canParse(value)) return value;
    throw new Error('not a URL');
  }],
};

function build(file) {
  const schema = buildSchema(readFileSync(file, 'utf8'));
  for (const [name, [kind, coerce]] of Object.entries(scalars)) {
    const scalar = schema.getType(name);
    if (scalar) {
      const literal = (node) => coerce(node.kind === kind ? valueFromASTUntyped(node) : undefined);
      Object.assign(scalar, { parseValue: coerce, coerceInputValue: coerce, coerceInputLiteral: literal });
    }
  }
  return schema;
}

const placesOf = (errors) =>
  errors.map((error) => (error.locations ?? []).map((at) => `${at.line}:${at.column}`).join(' ')).sort();

// what graphql-js says of a case.
function judge(schema, { document: text, variables = '{}', operation }) {
  let document;
  try {
    document = parse(text, { allowEmptySelectionSets: false }); // as the specification has it
  } catch (error) {
    return { errors: placesOf([error]) };
  }
  const errors = validate(schema, document, undefined, { maxErrors: 10_000 });
  if (errors.length > 0) {
    return { errors: placesOf(errors) };
  }
  const operations = document.definitions.filter((d) => d.kind === 'OperationDefinition');
  const chosen = operation ? operations.find((d) => d.name?.value === operation) : operations[0];
  if (!chosen || (!operation && operations.length > 1)) {
    return { errors: [''] };
  }
  const coerced = getVariableValues(schema, chosen.variableDefinitions ?? [], JSON.parse(variables));
  if (coerced.errors) {
    return { errors: placesOf(coerced.errors) };
  }
  return { errors: [], values: { ...coerced.variableValues.coerced } };
}

async function post(url, body) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
    body,
  });
  return response.json();
}

// where the server has errors in a case that it does not execute.
async function ask(url, { document, variables = '{}', operation = null }) {
  const answer = await post(url, `{"query":${JSON.stringify(document)},"operationName":${JSON.stringify(operation)},"variables":${variables}}`);
  return answer.data === undefined ? placesOf(answer.errors) : [];
}

// what the server says of its own schema is what its SDL says.
async function compareIntrospection(url, schema) {
  const everything = { specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true, inputValueDeprecation: true, oneOf: true };
  const answer = await post(url, JSON.stringify({ query: getIntrospectionQuery(everything) }));
  assert.deepEqual(answer.errors, undefined);
  const told = printSchema(lexicographicSortSchema(buildClientSchema(answer.data)));
  assert.equal(told, printSchema(lexicographicSortSchema(schema)));
}

// graphql-js says of the server's schema what the cases of the file say.
function compareAnswers(file, schema) {
  for (const { document, variables = '{}', data, errors = [] } of parseDocument(readFileSync(join(root, file), 'utf8')).toJS()) {
    const said = graphqlSync({ schema, source: document, variableValues: JSON.parse(variables) });
    compared++;
    try {
      assert.deepEqual(sorted(JSON.parse(JSON.stringify(said.data))), sorted(JSON.parse(data)));
      assert.deepEqual((said.errors ?? []).map(({ path }) => path.join('.').replaceAll(/\.(\d+)/g, '[$1]')).sort(), errors);
    } catch (error) {
      wrong.push(`${file}: ${document}\n  ${error.message.replaceAll('\n', '\n  ')}`);
    }
  }
}

// sorted gives the lists of an answer, whose order says nothing, one order.
function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, v]) => [name, sorted(v)]));
}

let compared = 0;
const wrong = [];
for (const suite of suites) {
  if (!suite.schema) continue;
  const schema = build(resolve(root, suite.schema));
  if (suite.answers) compareAnswers(suite.answers, schema);
  if (suite.server) await compareIntrospection(suite.server, schema);
  for (const file of readdirSync(join(root, suite.cases)).filter((name) => name.endsWith('.yml'))) {
    const path = join(root, suite.cases, file);
    const yaml = parseDocument(readFileSync(path, 'utf8'));
    for (const node of yaml.contents.items) {
      const given = node.toJS(yaml);
      const said = judge(schema, given);
      compared++;
      if (given.differs) continue;
      if (recording) {
        node.set('errors', yaml.createNode(said.errors, { flow: true }));
        if (said.values && Object.keys(said.values).length > 0) {
          node.set('values', yaml.createNode(said.values, { flow: true }));
        } else {
          node.delete('values');
        }
        continue;
      }
      try {
        assert.deepEqual(JSON.parse(JSON.stringify(said)), { errors: given.errors, ...(said.values && { values: given.values ?? {} }) });
        if (suite.server) {
          assert.deepEqual(await ask(suite.server, given), given.errors, 'the server');
        }
      } catch (error) {
        wrong.push(`${file}: ${given.document}\n  ${error.message.replaceAll('\n', '\n  ')}`);
      }
    }
    if (recording) {
      writeFileSync(path, yaml.toString({ lineWidth: 0, defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN', doubleQuotedMinMultiLineLength: Infinity }));
    }
  }
}
if (wrong.length > 0) {
  console.error(wrong.join('\n\n'));
  process.exit(1);
}
console.log(`graphql-js says of ${compared} cases what they say`);
