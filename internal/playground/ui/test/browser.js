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

const settingsAt = async (page) => (await fetch(new URL('playground.json', page))).json();

before(async () => {
  settings = await settingsAt(url);
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

/** Whether a request is for the plan of what is typed. */
export const asksForPlan = (request) => Boolean(request.postData()?.includes('"explain":"plan"'));

/** Takes what the test has caused on purpose out of what went wrong on the page. */
export function forgive(expected) {
  faults = faults.filter((fault) => !expected.test(fault));
}

/**
 * Opens the page in a fresh profile. `answers` says for patterns of addresses what is
 * answered in the server's place; `at` is a fragment, or another page than that of `url`; `before` is done before anything is loaded.
 */
export async function open(options, { answers = {}, at = '', before = () => {} } = {}) {
  const home = new URL(at, url);
  settings = await settingsAt(home);
  context = await browser.newContext(options);
  for (const [pattern, answer] of Object.entries(answers)) await context.route(pattern, answer);
  context.setDefaultTimeout(10_000);
  page = await context.newPage();
  page.on('console', (message) => message.type() === 'error' && faults.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => faults.push(`uncaught: ${error.message}`));
  page.on('requestfailed', (request) => {
    // A stream is left once it has told the last, and so is what loads when the page is closed or left.
    const mayEnd = request.headers().accept === 'text/event-stream' || /\/assets\/|IntrospectionQuery/.test(request.url()) || asksForPlan(request);
    if (!mayEnd || request.failure()?.errorText !== 'net::ERR_ABORTED') faults.push(`failed: ${request.url()}`);
  });
  context.on('request', (request) => {
    const { origin } = new URL(request.url());
    const isMedia = ['image', 'media'].includes(request.resourceType()) && settings.mediaHosts.includes(origin);
    const isWindow = request.isNavigationRequest() && origin === new URL(settings.graph).origin; // where people log in
    if (origin !== home.origin && !isMedia && !isWindow) faults.push(`foreign: ${request.url()}`);
  });
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) => {
      console.error(`policy: ${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
    });
  });
  await before();
  await page.goto(home.href);
  await page.locator('.graphiql-query-editor .CodeMirror-line').first().waitFor();
}

/** The named tab; the active one has its close button's name in its own. */
export const tabNamed = (name) => page.getByRole('tab', { name: new RegExp(`^${name}`) });

export const execute = () => page.getByRole('button', { name: /^Execute query/ }).click();

/** In Meta's window, as the local graph plays it: takes an account, without some of the permissions. */
export async function allow(account, { without = [] } = {}) {
  await page.getByRole('radio', { name: account }).check();
  for (const scope of without) await page.locator(`input[name=scope][value=${scope}]`).uncheck();
  await page.locator('button[name=action][value=allow]').click();
  await page.locator('.graphiql-query-editor .CodeMirror-line').first().waitFor();
}

/** Runs the operation of the named tab and waits until the calls pane has counted its calls. */
export async function run(tab) {
  await tabNamed(tab).click();
  await execute();
  await page.locator('.calls-count').waitFor();
}

/** Runs an operation in a tab of its own; the answer's bar counts it. */
export async function runOwn(operation) {
  const tabs = page.locator('.graphiql-tab');
  const before = await tabs.count();
  await page.getByRole('button', { name: 'New tab' }).click();
  await tabs.nth(before).waitFor(); // with it the editor is emptied
  await fill('operation', operation);
  await page.locator('.graphiql-query-editor .CodeMirror').click();
  await page.keyboard.press('ControlOrMeta+Enter');
}

/** GraphiQL's editors, by what they hold. */
const editors = {
  operation: '.graphiql-query-editor .CodeMirror',
  variables: '.graphiql-editor-tool .graphiql-editor:nth-child(1) .CodeMirror',
  headers: '.graphiql-editor-tool .graphiql-editor:nth-child(2) .CodeMirror',
  answer: '.result-window .CodeMirror',
};

/** The whole text of an editor, which on screen draws only the lines in view. */
export const textOf = (editor) => page.locator(editors[editor]).evaluate(({ CodeMirror }) => CodeMirror.getValue());

export async function answer() {
  return JSON.parse(await textOf('answer'));
}

/** Puts text into an editor at once; typed in, the editor would close brackets by itself. */
export async function fill(editor, text) {
  await page.locator(editors[editor]).evaluate(({ CodeMirror }, value) => CodeMirror.setValue(value), text);
}

/** The pictures that README.md shows. */
const inDocs = { 'feed-light': 'playground', 'feed-dark': 'playground-dark', 'gallery-light': 'gallery', 'gallery-dark': 'gallery-dark' };

/** Keeps a picture of the view in the folder SCREENSHOTS, if there is one; those of README.md in the folder PICTURES. */
export async function picture(name) {
  const { PICTURES } = process.env;
  if (PICTURES && inDocs[name]) await page.screenshot({ path: path.join(PICTURES, `${inDocs[name]}.png`) });
  if (screenshots) await page.screenshot({ path: path.join(screenshots, `${name}.png`) });
}
