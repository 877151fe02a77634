// Runs every ```sh block of a document, one after the other, and compares what
// it prints with the ```text or ```json block right behind it, if there is one.
// Blocks of another kind (```console) are for the reader alone.
//
//   GRAPHQL_URL=http://127.0.0.1:8080/graphql node .ci/readme.mjs README.md
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const document = readFileSync(process.argv[2], 'utf8');
const shown = 'http://127.0.0.1:8080/graphql';
const running = process.env.GRAPHQL_URL;
assert.ok(running, 'set GRAPHQL_URL to the address of a running GramQL');

// Figures that differ from run to run: the time, the length of links by that of the port in them, and how much others
// asked before (which is also the name of a list, calls).
const unsteady = new Set(['durationMs', 'bytes', 'lastHour', 'lastDay', 'calls', 'time', 'cpuTime']);
const steady = (name, value) => (unsteady.has(name) && typeof value === 'number' ? 0 : value);

const blocks = /```sh\n([^]*?)```(?:\n+```(text|json)\n([^]*?)```)?/g;
let count = 0;
for (const [, script, kind, expected] of document.matchAll(blocks)) {
  console.log(script.replace(/^/gm, '  ').trimEnd());
  const output = execFileSync('bash', ['-euo', 'pipefail', '-c', script.replaceAll(shown, running)], {
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
assert.ok(count > 0, 'no block was run');
console.log(`${count} blocks of ${process.argv[2]} do what they say`);
