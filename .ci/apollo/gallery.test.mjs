// Apollo Client reads a gallery in Chromium from a page of another origin, with the
// headers by which Apollo, OpenTelemetry and Sentry make themselves known, and with
// packed answers.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { after, before, test } from 'node:test';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';

const token = 'IGAAdemometricsaurus';
const appOrigin = 'capacitor://localhost';

let browser, program, folder, graphql, pages, origin;

/** Serves requests on a free port. */
async function listen(handler) {
  const server = http.createServer(handler).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
const originOf = (server) => `http://127.0.0.1:${server.address().port}`;

before(async () => {
  const { outputFiles } = await build({ entryPoints: ['page.js'], bundle: true, write: false, format: 'esm', define: { 'globalThis.__DEV__': 'false' } });
  pages = await listen((request, response) => {
    const script = request.url === '/page.js';
    response.setHeader('Content-Type', script ? 'text/javascript' : 'text/html');
    response.end(script ? outputFiles[0].contents : '<!doctype html><link rel="icon" href="data:,"><body></body><script type="module" src="/page.js"></script>');
  });
  origin = originOf(pages);

  folder = await mkdtemp(path.join(tmpdir(), 'gramql-apollo-'));
  program = spawn(process.env.GRAMQL, [
    '-addr', '127.0.0.1:0', '-local-addr', '127.0.0.1:0', '-admin-addr', '', '-data', folder,
    '-log-level', 'warn', '-cors-origins', `${origin},${appOrigin}`,
  ], { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of readline.createInterface({ input: program.stdout })) {
    if (line.startsWith('graphql: ')) graphql = line.slice('graphql: '.length);
    if (line.startsWith('demo token: ')) break;
  }
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
  });
});

after(async () => {
  await browser?.close();
  pages?.close();
  if (program && program.exitCode === null) {
    program.kill('SIGTERM');
    await once(program, 'exit');
  }
  if (folder) await rm(folder, { recursive: true });
});

/** Opens the page of an origin, and returns what it shows and what it was answered. */
async function gallery(from, uri) {
  const page = await browser.newPage();
  const answered = [];
  page.on('response', async (response) => {
    if (response.url() === uri && response.request().method() === 'POST') answered.push(await response.allHeaders(), await response.request().allHeaders());
  });
  await page.goto(`${from}/#${new URLSearchParams({ uri, token })}`);
  await page.waitForFunction(() => document.body.textContent.startsWith('{'));
  const shown = JSON.parse(await page.evaluate(() => document.body.textContent));
  await page.close();
  return { shown, headers: answered[0], sent: answered[1] };
}

test('a page of another origin reads a gallery, with its name and its trace', async () => {
  const { shown, headers, sent } = await gallery(origin, graphql);
  assert.equal(shown.media, 100, JSON.stringify(shown));
  assert.equal(sent['apollographql-client-name'], 'gallery');
  assert.ok(sent.traceparent && sent.baggage && sent['sentry-trace'], JSON.stringify(sent));
  assert.match(headers['content-encoding'], /^(zstd|gzip)$/);
});

test('a page of an origin that is not allowed reads nothing', async () => {
  const stranger = await listen((request, response) => pages.emit('request', request, response));
  try {
    const { shown } = await gallery(originOf(stranger), graphql);
    assert.match(shown.error, /Failed to fetch/);
  } finally {
    stranger.close();
  }
});

// Chromium opens no capacitor: addresses; in the web views of apps that is the app's
// doing. So a proxy stands between: towards GramQL it says the origin of an app, and
// an answer that lets in that very origin, it gives on as one that lets in the page.
// The preflight, its headers and the rules for both stay Chromium's and GramQL's own.
test('an app from capacitor://localhost reads a gallery', async () => {
  const origins = [];
  const proxy = await listen((request, response) => {
    const headers = { ...request.headers, origin: appOrigin };
    const passed = http.request(graphql, { method: request.method, headers }, (answer) => {
      const allowed = answer.headers['access-control-allow-origin'];
      origins.push(`${request.method} ${allowed}`);
      response.writeHead(answer.statusCode, {
        ...answer.headers,
        'access-control-allow-origin': allowed === appOrigin ? request.headers.origin : 'null',
      });
      answer.pipe(response);
    });
    request.pipe(passed);
  });
  try {
    const { shown } = await gallery(origin, `${originOf(proxy)}/graphql`);
    assert.equal(shown.media, 100, JSON.stringify(shown));
    assert.deepEqual(origins, [`OPTIONS ${appOrigin}`, `POST ${appOrigin}`]);
  } finally {
    proxy.closeAllConnections();
    proxy.close();
  }
});
