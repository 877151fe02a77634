// What an operation would take, while it is typed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asksForPlan, context, desktop, fill, open, page, picture, settings, tabNamed } from './browser.js';

const plan = (text) => page.locator('.forecast', { hasText: text });

test('the plan is told while an operation is typed, and nothing is carried out', async () => {
  const carriedOut = [];
  await open(desktop, {
    before: () => page.on('request', (request) => request.postData()?.includes('deleteComment') && !asksForPlan(request) && carriedOut.push(request.url())),
  });
  await plan(/^plan: 1 call, at most 1, cost up to \d+$/).waitFor();
  assert.match(await page.locator('.calls').innerText(), /1 call planned \(at most 1\)[^]*\/me[^]*media\.limit\(10\)/);
  await picture('forecast');
  await fill('operation', '{ me { username media(first: 100) { nodes { caption } } } other: media(id: "no id") { caption } }');
  await plan(/^plan: 1 call, at most [1-9]/).waitFor();
  await page.locator('.calls').getByText('other: neither a global id nor a Graph API id').waitFor();
  await fill('operation', 'mutation { deleteComment(input: { commentId: "17873440459141021" }) { deletedCommentId } }');
  await page.locator('.calls').getByText('DELETE').waitFor();
  await fill('operation', '{ me { nothing } }');
  await page.locator('.forecast').waitFor({ state: 'detached' });
  await fill('operation', 'query ($n: Int) { me { a: media(first: $n) { nodes { id comments(first: 50) { nodes { replies(first: 50) { nodes { id } } } } } } } }');
  await fill('variables', '{ "n": 1000 }');
  await plan(/over the limit of/).waitFor();
  assert.deepEqual(carriedOut, []);
});

test('where nothing is explained, no plan is asked for', async () => {
  const asked = [];
  await open(desktop, {
    answers: { '**/playground.json': (route) => route.fulfill({ json: { ...settings, explain: false } }) },
    before: () => page.on('request', (request) => asksForPlan(request) && asked.push(request.url())),
  });
  await page.getByText('it was started with -explain=off').waitFor();
  await tabNamed('Album').click();
  await page.waitForTimeout(600);
  assert.deepEqual(asked, []);
});

test('the schema is read once: then the browser asks whether it has changed', async () => {
  await open(desktop);
  await plan('plan').waitFor();
  await page.waitForLoadState('networkidle'); // the schema is there
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  const schemas = new Set();
  const statuses = new Map(); // may be told of before the request is
  devtools.on('Network.requestWillBeSent', ({ requestId, request }) => request.url.includes('IntrospectionQuery') && schemas.add(requestId));
  devtools.on('Network.responseReceivedExtraInfo', ({ requestId, statusCode }) => statuses.set(requestId, statusCode));
  await page.reload();
  await plan('plan').waitFor();
  await page.waitForLoadState('networkidle');
  assert.deepEqual([...schemas].map((id) => statuses.get(id)), [304]);
});
