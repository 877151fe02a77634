// What the page shows of an operation: its answer, and the calls beside it.
//   PLAYGROUND_URL=http://127.0.0.1:8080 GRAMQL=<the program> npm test
// SCREENSHOTS=<folder> keeps a picture of each view, PICTURES=<folder> those of README.md.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answer, context, desktop, execute, forgive, open, page, phone, picture, run, runOwn, tabNamed } from './browser.js';

for (const colorScheme of ['light', 'dark']) {
  test(`the feed is one Graph API call, in ${colorScheme} colours`, async () => {
    await open({ ...desktop, colorScheme });
    assert.equal(await page.title(), 'GramQL playground');
    assert.match(await page.locator('.calls').innerText(), /Run an operation/);
    await picture(`start-${colorScheme}`);

    await run('Feed');
    const { data, errors, extensions } = await answer();
    assert.equal(errors, undefined);
    assert.equal(extensions, undefined, 'the explanation, cost and quota belong beside the answer, not into it');
    assert.match(await page.locator('.figures').innerText(), /HTTP 200\s+[\d.]+ m?s\s+[\d.]+ k?B\s+cost \d+\s+quota \d+ %/);
    assert.equal(data.me.media.nodes.length, 10);
    assert.match(await page.locator('.graphiql-response').innerText(), /"username"/);

    assert.equal(await page.locator('.calls-card').count(), 1);
    assert.match(await page.locator('.calls-count').innerText(), /[01] Graph API calls? \(at most \d+\)/);
    assert.match(await page.locator('.calls-card .path').innerText(), /\/me$/);
    const media = page.locator('.calls-expansion > ul > .edge').filter({ hasText: 'media.limit(10)' });
    assert.equal(await media.locator('.field', { hasText: /^caption$/ }).count(), 1);
    await picture(`feed-${colorScheme}`);
  });
}

test('what the cache answers is no call', async () => {
  await open(desktop);
  await run('Feed');
  await execute();
  await page.getByText('spared by the cache').waitFor();
  assert.match(await page.locator('.calls-count').innerText(), /^0\n+0 Graph API calls/);
  assert.match(await page.locator('.calls-card.spared').first().innerText(), /from the cache/);
  assert.match(await page.getByRole('button', { name: /^Hide calls/ }).innerText(), /0$/);
  await picture('cached');
});

test('each example answers without errors', async () => {
  await open(desktop);
  for (const tab of ['Album', 'Insights', 'Paging', 'Comments', 'Quota', 'Discovery', 'Hashtag', 'LookUp']) {
    await run(tab);
    const { data, errors } = await answer();
    assert.equal(errors, undefined, `${tab} has errors`);
    assert.ok(Object.values(data).every(Boolean), `${tab} has nothing to show`);
    await picture(tab.toLowerCase());
  }
  assert.match(await page.locator('.calls-card .values').first().innerText(), /17895695668004550/);
});

test('a post is published and watched live, and is the first of the feed then', async () => {
  await open(desktop);
  await tabNamed('Publish').click();
  // GraphiQL offers the choice of operations once it has read the tab's text.
  await page.locator('[aria-haspopup="menu"]').and(page.getByRole('button', { name: /^Execute query/ })).click();
  await page.getByRole('menuitem', { name: 'Publish' }).click();
  await page.locator('.graphiql-response').getByText('"PUBLISHED"').waitFor({ timeout: 20_000 });
  const { data, errors } = await answer();
  assert.equal(errors, undefined);
  assert.equal(data.publication.progress, 1);
  assert.equal(data.publication.media.children.nodes.length, 2);
  await picture('published');

  await context.close();
  await open(desktop);
  await run('Feed');
  const feed = await answer();
  assert.match(feed.data.me.media.nodes[0].caption, /Posted from the playground/);

  // Whoever looks next finds the demo world as it was.
  const gone = await page.evaluate(async (mediaId) => {
    const response = await fetch('graphql', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: 'Bearer EAAdemometricsaurus' },
      body: JSON.stringify({ query: 'mutation ($id: ID!) { deleteMedia(input: { mediaId: $id }) { deletedMediaId } }', variables: { id: mediaId } }),
    });
    return response.json();
  }, feed.data.me.media.nodes[0].id);
  assert.equal(gone.errors, undefined);
});

test('a tab keeps the calls of its own operation', async () => {
  await open(desktop);
  await run('Feed');
  await tabNamed('Album').click();
  await page.getByText('Run an operation').waitFor();
  await tabNamed('Feed').click();
  await page.locator('.calls-card').waitFor();
});

test('an operation without calls says so', async () => {
  await open(desktop);
  await runOwn('{ __typename }');
  await page.getByText('without asking the Graph API').waitFor();
  assert.deepEqual((await answer()).data, { __typename: 'Query' });
});

test('the calls pane can be put away and brought back by keyboard', async () => {
  await open(desktop);
  await page.getByRole('button', { name: 'Hide calls' }).focus();
  await page.keyboard.press('Enter');
  await page.locator('#calls').waitFor({ state: 'hidden' });
  await page.keyboard.press('Enter');
  await page.locator('#calls').waitFor({ state: 'visible' });
});

test('an operation that is refused has made no call', async () => {
  await open(desktop);
  await runOwn('{ me { nothing } }');
  await page.getByText('refused the operation before any call').waitFor();
  forgive(/^console: Failed to load resource: .* 400/);
});

test('examples with a demo token of their own have it still when the page is opened again', async () => {
  await open(desktop);
  await run('LookUp');
  await page.waitForFunction(() => JSON.parse(localStorage.getItem('graphiql:tabState')).activeTabIndex > 0);
  await page.reload();
  await page.locator('.graphiql-query-editor .CodeMirror-line').first().waitFor();
  await run('LookUp');
  assert.ok((await answer()).data.photo);
});

test('the editor completes and checks what is typed by the schema, tells what a field is, and tidies up', async () => {
  await open(desktop);
  await page.locator('.graphiql-query-editor .CodeMirror').click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('{ me { usern');
  const hint = page.locator('.CodeMirror-hints').getByText('username');
  await hint.waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.type(' nothing');
  await page.locator('.CodeMirror-lint-mark-error').first().waitFor();
  await picture('lint');
  await page.keyboard.press('Backspace');
  for (let i = 0; i < ' nothin'.length; i++) await page.keyboard.press('Backspace');
  await page.keyboard.press('ControlOrMeta+Shift+p');
  await page.waitForFunction(() => document.querySelector('.CodeMirror').CodeMirror.getValue() === '{\n  me {\n    username\n  }\n}');
  await page.keyboard.press('Escape'); // the P has opened the list of names
  await page.locator('.cm-property', { hasText: 'username' }).hover();
  const info = page.locator('.CodeMirror-info');
  await info.waitFor();
  assert.match(await info.innerText(), /^username\s+String\s+Handle, without @/);
  await info.getByText('username').click();
  await page.locator('.graphiql-doc-explorer').getByText('username').first().waitFor();
  await picture('docs');
  await page.locator('.graphiql-query-editor .CodeMirror').click();
  await page.keyboard.press('ControlOrMeta+Enter');
  await page.locator('.calls-count').waitFor();
  assert.equal((await answer()).data.me.username, 'metricsaurus');
});

test('tabs are put into another order by dragging', async () => {
  await open(desktop);
  await tabNamed('Insights').dragTo(tabNamed('Feed'));
  await page.waitForFunction(() => document.querySelector('[role=tab]').innerText.startsWith('Insights'));
});

test('dialogs open and close', async () => {
  await open(desktop);
  await page.getByRole('button', { name: 'Open settings dialog' }).click();
  await page.getByRole('dialog').getByText('Clear storage').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
});

test('every button has a name', async () => {
  await open(desktop);
  await run('Feed');
  const buttons = await page.getByRole('button').all();
  const names = await Promise.all(buttons.map((button) => button.ariaSnapshot()));
  assert.ok(names.length > 10);
  assert.deepEqual(names.filter((name) => !/^- button "/.test(name)), []);
});

test('a phone shows everything without scrolling sideways', async () => {
  await open(phone);
  await picture('phone-start');
  const inView = (locator) => locator.evaluate((element) => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
  });
  assert.ok(await inView(page.getByRole('button', { name: /^Execute query/ })), 'the run button is out of reach');

  await run('Feed');
  const width = () => page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok((await width()) <= 390, `the page is ${await width()} wide`);
  await page.locator('.graphiql-response').scrollIntoViewIfNeeded();
  await page.locator('.graphiql-response .CodeMirror-line', { hasText: 'username' }).waitFor();
  await picture('phone-answer');
  await page.getByRole('link', { name: /^Calls/ }).click();
  await page.waitForFunction(() => document.querySelector('#calls').getBoundingClientRect().top < innerHeight / 2);
  await picture('phone-calls');
});
