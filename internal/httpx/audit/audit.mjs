// Runs every server audit of graphql-http against the address in GRAPHQL_URL:
//
//   npm ci && GRAPHQL_URL=http://127.0.0.1:8080/graphql npm test
//
// An audit that is anything but ok (a notice or a warning, too) fails.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serverAudits } from 'graphql-http';

const url = process.env.GRAPHQL_URL;
assert.ok(url, 'set GRAPHQL_URL to the address of a running GramQL, such as http://127.0.0.1:8080/graphql');

const audits = serverAudits({ url, fetchFn: fetch });

test('graphql-http 1.23.1 has 61 audits', () => {
  assert.equal(audits.length, 61);
});

for (const { id, name, fn } of audits) {
  test(`${id} ${name}`, async () => {
    const result = await fn();
    assert.equal(result.status, 'ok', result.reason);
  });
}
