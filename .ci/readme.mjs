// Runs every ```sh block of some documents, one after the other, and compares what
// it prints with the ```text or ```json block right behind it, if there is one.
// Blocks of another kind (```console) are for the reader alone. The addresses that the
// documents name are replaced by those of a running GramQL and its local graph.
//
//   GRAPHQL_URL=http://127.0.0.1:8080/graphql GRAPH_URL=http://127.0.0.1:8081 node .ci/readme.mjs README.md
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const running = process.env.GRAPHQL_URL;
assert.ok(running, 'set GRAPHQL_URL to the address of a running GramQL');
const here = (script) => script
  .replaceAll('http://127.0.0.1:8080', running.replace(/\/graphql$/, ''))
  .replaceAll('http://127.0.0.1:8081', process.env.GRAPH_URL ?? 'http://127.0.0.1:8081');

// Figures that differ from run to run: the time, the length of links by that of the port in them, and how much others
// asked before (which is also the name of a list, calls).
const unsteady = new Set(['durationMs', 'bytes', 'lastHour', 'lastDay', 'calls', 'time', 'cpuTime']);
const steady = (name, value) => (unsteady.has(name) && typeof value === 'number' ? 0 : value);

const blocks = /```sh\n([^]*?)```(?:\n+```(text|json)\n([^]*?)```)?/g;
for (const name of process.argv.slice(2)) {
  let count = 0;
  for (const [, script, kind, expected] of readFileSync(name, 'utf8').matchAll(blocks)) {
    console.log(script.replace(/^/gm, '  ').trimEnd());
    const output = execFileSync('bash', ['-euo', 'pipefail', '-c', here(script)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    if (kind === 'json') {
      assert.deepEqual(JSON.parse(output, steady), JSON.parse(expected, steady));
    } else if (kind === 'text') {
      assert.equal(output.trim(), expected.trim());
    }
    count++;
  }
  assert.ok(count > 0, `no block of ${name} was run`);
  console.log(`${count} blocks of ${name} do what they say`);
}
