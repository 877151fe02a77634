// The gallery in Chromium, from an origin other than GramQL's.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';

const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };
let browser, program, folder, graphql, site, origin;

before(async () => {
  site = http.createServer(async (request, response) => {
    const file = request.url === '/' ? '/index.html' : request.url;
    try {
      const content = await readFile(path.join('www', path.normalize(file)));
      response.setHeader('Content-Type', types[path.extname(file)] ?? 'text/plain');
      response.end(content);
    } catch {
      response.writeHead(404).end();
    }
  }).listen(0, '127.0.0.1');
  await once(site, 'listening');
  origin = `http://127.0.0.1:${site.address().port}`;
  folder = await mkdtemp(path.join(tmpdir(), 'gramql-gallery-'));
  program = spawn(process.env.GRAMQL, [
    '-addr', '127.0.0.1:0', '-local-addr', '127.0.0.1:0', '-admin-addr', '', '-data', folder, '-log-level', 'warn', '-cors-origins', origin,
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
  site?.closeAllConnections();
  site?.close();
  if (program && program.exitCode === null) {
    program.kill('SIGTERM');
    await once(program, 'exit');
  }
  if (folder) await rm(folder, { recursive: true });
});

/** Opens the gallery with the credential of an account. */
async function open(credential) {
  const page = await browser.newPage();
  page.on('pageerror', (error) => assert.fail(error));
  await page.route('**/config.js', (route) => route.fulfill({
    contentType: 'text/javascript', body: `window.galleryConfig = ${JSON.stringify({ uri: graphql, credential })};`,
  }));
  await page.goto(origin);
  await page.waitForSelector('h1');
  return page;
}

test('the gallery shows posts with their pictures, and more of them', async () => {
  const page = await open('IGAAdemometricsaurus');
  assert.equal(await page.textContent('h1'), '@metricsaurus');
  await page.waitForFunction(() => document.querySelectorAll('.posts li').length === 12);
  await page.waitForFunction(() => [...document.querySelectorAll('.posts img')].some((image) => image.naturalWidth > 0));
  assert.equal(await page.locator('[role=alert]').count(), 0);
  await page.click('text=More');
  await page.waitForFunction(() => document.querySelectorAll('.posts li').length === 24);
  await page.close();
});

test('a picture that fails is read again alone, and later pages stay', async () => {
  const page = await open('IGAAdemometricsaurus');
  await page.waitForFunction(() => document.querySelectorAll('.posts li').length === 12);
  await page.click('text=More');
  await page.waitForFunction(() => document.querySelectorAll('.posts li').length === 24);
  const asked = [];
  page.on('request', (request) => { if (request.method() === 'POST') asked.push(JSON.parse(request.postData())); });
  const answered = page.waitForResponse((response) => response.request().method() === 'POST');
  await page.locator('.posts img').nth(3).dispatchEvent('error');
  const { data } = await (await answered).json();
  assert.deepEqual(asked.map(({ operationName }) => operationName), ['Picture']);
  assert.equal(data.node.id, asked[0].variables.id);
  assert.ok(data.node.displayUrl);
  await page.waitForFunction(() => document.querySelectorAll('.posts img')[3]?.naturalWidth > 0);
  assert.equal(await page.locator('.posts li').count(), 24);
  await page.locator('.posts img').nth(3).dispatchEvent('error'); // once more is enough
  await page.waitForFunction(() => document.querySelectorAll('.posts li')[3].querySelector('.missing'));
  assert.equal(asked.length, 1);
  await page.close();
});

test('what a token may not read is said, and the rest is shown', async () => {
  const page = await open('IGQVdemoprofileonly');
  assert.equal(await page.textContent('h1'), '@jayposiris');
  assert.match(await page.textContent('[role=alert]'), /me\.media: FORBIDDEN .*lacks a permission/);
  await page.close();
});
