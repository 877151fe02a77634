// The page elsewhere than at the root of its server. GRAMQL is the program.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { allow, answer, desktop, execute, forgive, open, page, run, url } from './browser.js';

const toClose = [];
after(() => toClose.forEach((close) => close()));

/** Starts the program on free ports and returns where its playground is, and what stops it. */
async function start(...flags) {
  const data = mkdtempSync(path.join(tmpdir(), 'playground-'));
  const server = spawn(process.env.GRAMQL, ['-addr', '127.0.0.1:0', '-admin-addr', '', '-local-addr', '127.0.0.1:0', '-data', data, ...flags], { stdio: ['ignore', 'pipe', 'ignore'] });
  const stopped = new Promise((resolve) => server.once('exit', resolve));
  const stop = async () => {
    server.kill();
    await stopped;
    rmSync(data, { recursive: true, force: true });
  };
  toClose.push(stop);
  let said = '';
  for await (const text of server.stdout) {
    said += text;
    if (said.includes('demo token: ')) return { at: /^playground: (.*)$/m.exec(said)[1], stop };
  }
  throw new Error(`the program has ended: ${said}`);
}

test('below a base path the page asks, signs in and out, and says that the server is gone', async () => {
  const { at, stop } = await start('-base-path', '/ig');
  assert.equal(new URL(at).pathname, '/ig/');
  await open(desktop, { at });
  await run('Feed');
  assert.equal((await answer()).data.me.username, 'metricsaurus');
  await page.getByRole('link', { name: 'Connect an account' }).click();
  await allow('cretaceouscoffee');
  assert.equal(page.url(), at);
  await run('Feed');
  assert.equal((await answer()).data.me.username, 'cretaceouscoffee');
  await page.getByRole('button', { name: 'Show Accounts' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('link', { name: 'Connect an account' }).waitFor();

  await stop();
  await execute();
  await page.locator('.notices').getByText(`No answer from ${new URL(at).origin}`).waitFor();
  forgive(/ERR_CONNECTION_REFUSED|^failed: .*graphql/);
});

test('behind a proxy that takes a prefix away, the page finds its server', async () => {
  const prefix = '/tools/gramql';
  const proxy = createServer((asked, answered) => {
    if (!asked.url.startsWith(`${prefix}/`)) return answered.writeHead(404).end();
    const { host, hostname, port } = url;
    const passed = request({ hostname, port, method: asked.method, path: asked.url.slice(prefix.length), headers: { ...asked.headers, host } }, (response) => {
      answered.writeHead(response.statusCode, response.headers);
      response.pipe(answered);
    });
    asked.pipe(passed);
  });
  await new Promise((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  toClose.push(() => proxy.close());
  const at = `http://127.0.0.1:${proxy.address().port}${prefix}/`;
  await open(desktop, { at });
  await run('Feed');
  assert.equal((await answer()).data.me.username, 'metricsaurus');
  await page.getByRole('button', { name: 'Show Share' }).click();
  const curl = page.getByRole('region', { name: 'cURL' }).locator('pre');
  assert.match(await curl.innerText(), new RegExp(`${at}graphql`));
});
