// The playground in a real browser, against a running server. Each test file imports
// this one; a test opens the page, and whatever goes wrong on it fails the test.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, afterEach, before, beforeEach } from 'node:test';
import { chromium } from 'playwright-core';

export const url = new URL(process.env.PLAYGROUND_URL ?? 'http://127.0.0.1:8080/');
const screenshots = process.env.SCREENSHOTS;
export const desktop = { viewport: { width: 1440, height: 900 } };
export const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };

/** The page of the running test, and the server's settings for it. */
export let page, context, settings;
let browser;
let faults = [];

before(async () => {
  settings = await (await fetch(new URL('playground.json', url))).json();
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
});

after(() => browser?.close());

beforeEach(() => {
  faults = [];
});

afterEach(async () => {
  await context.close();
  assert.deepEqual(faults, [], 'the page met console errors, policy violations, failed or foreign requests');
});

/** Takes what the test has caused on purpose out of what went wrong on the page. */
export function forgive(expected) {
  faults = faults.filter((fault) => !expected.test(fault));
}

/**
 * Opens the page in a fresh profile. `answers` says for patterns of addresses what is
 * answered in the server's place.
 */
export async function open(options, { answers = {}, at = '' } = {}) {
  context = await browser.newContext(options);
  for (const [pattern, answer] of Object.entries(answers)) await context.route(pattern, answer);
  context.setDefaultTimeout(10_000);
  page = await context.newPage();
  page.on('console', (message) => message.type() === 'error' && faults.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => faults.push(`uncaught: ${error.message}`));
  page.on('requestfailed', (request) => {
    // A stream is left once it has told the last, and so is what loads when the page is.
    const mayEnd = request.headers().accept === 'text/event-stream' || request.url().includes('/assets/');
    if (!mayEnd || request.failure()?.errorText !== 'net::ERR_ABORTED') faults.push(`failed: ${request.url()}`);
  });
  context.on('request', (request) => {
    const { origin } = new URL(request.url());
    const isMedia = ['image', 'media'].includes(request.resourceType()) && settings.mediaHosts.includes(origin);
    const isWindow = request.isNavigationRequest() && origin === new URL(settings.graph).origin; // where people log in
    if (origin !== url.origin && !isMedia && !isWindow) faults.push(`foreign: ${request.url()}`);
  });
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) => {
      console.error(`policy: ${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
    });
  });
  await page.goto(url.href + at);
  await page.locator('.graphiql-query-editor .view-line').first().waitFor();
}

/** The named tab; the active one has its close button's name in its own. */
export const tabNamed = (name) => page.getByRole('tab', { name: new RegExp(`^${name}`) });

export const execute = () => page.getByRole('button', { name: /^Execute query/ }).click();

/** Runs the operation of the named tab and waits until the calls pane has counted its calls. */
export async function run(tab) {
  await tabNamed(tab).click();
  await execute();
  await page.locator('.calls-count').waitFor();
}

/** Runs an operation in a tab of its own; the answer's bar counts it. */
export async function runOwn(operation) {
  await page.getByRole('button', { name: 'New tab' }).click();
  await fill('operation.graphql', operation);
  await page.locator('.graphiql-query-editor .monaco-editor').click();
  await page.keyboard.press('ControlOrMeta+Enter');
}

/** The model behind one of GraphiQL's editors, which on screen draw only the lines in view. */
export const editor = (file) =>
  page.evaluateHandle(
    (end) => globalThis.__MONACO.editor.getModels().find((model) => model.uri.path.endsWith(end)),
    file,
  );

export async function answer() {
  const response = await editor('response.json');
  return JSON.parse(await response.evaluate((model) => model.getValue()));
}

/** Puts text into an editor at once; typed in, Monaco would close brackets by itself. */
export async function fill(file, text) {
  const model = await editor(file);
  await model.evaluate((target, value) => target.setValue(value), text);
}

/** Keeps a picture of the view in the folder SCREENSHOTS, if there is one. */
export async function picture(name) {
  if (screenshots) await page.screenshot({ path: path.join(screenshots, `${name}.png`) });
}
