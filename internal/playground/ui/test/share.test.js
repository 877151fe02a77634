// What leaves the page: links and code. Never a token.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { answer, context, desktop, execute, fill, open, page, picture, run, settings, tabNamed, textOf } from './browser.js';

const part = (name) => page.getByRole('region', { name }).locator('pre');

test('an operation and its variables are shared by a link, which holds no token', async () => {
  await open(desktop);
  await page.getByLabel('Ask as').selectOption('own');
  await page.getByLabel('Access token').fill('IGAAdemobasic');
  await tabNamed('Paging').click();
  const query = 'query Mine($first: Int!) { me { media(first: $first) { nodes { caption } } } } # IGAAsecretsecret, gq_verysecretkey';
  await fill('operation', query);
  await fill('variables', '{"first": 2, "note": "EAAsecretsecret"}');
  await page.getByRole('button', { name: 'Show Share' }).click();
  await page.getByText(/query=query\+Mine.*first%22%3A\+2/).waitFor();
  const link = await part('Link').innerText();
  assert.doesNotMatch(link, /IGAAdemobasic|secret/);
  assert.equal(new URL(link).search, '', 'what is in the query goes to servers');
  await picture('share');

  for (const _ of ['first', 'second']) {
    await context.close();
    await open(desktop, { at: new URL(link).hash });
    assert.equal(new URL(page.url()).hash, '');
    assert.equal(await textOf('operation'), query.replace(/IGAA\w+|gq_\w+/g, '…'));
    await execute();
    await page.locator('.calls-count').waitFor();
    assert.equal((await answer()).data.me.media.nodes.length, 2);
  }

  // Into a page that is open already, and has tabs.
  await page.goto(link);
  await page.locator('.graphiql-query-editor .CodeMirror-line').first().waitFor();
  await page.waitForFunction(() => !location.hash);
  await tabNamed('Mine').first().waitFor();
});

test('an operation is copied as code for other clients', async () => {
  await open({ ...desktop, permissions: ['clipboard-read', 'clipboard-write'] });
  await run('Paging');
  await page.getByRole('button', { name: 'Show Share' }).click();
  await page.getByRole('button', { name: 'Copy cURL' }).click();
  const curl = await page.evaluate(() => navigator.clipboard.readText());
  assert.doesNotMatch(curl, new RegExp(settings.token));
  const said = execFileSync('sh', ['-c', curl], { env: { ...process.env, GRAMQL_TOKEN: settings.token }, stdio: ['ignore', 'pipe', 'ignore'] });
  assert.equal(JSON.parse(said).data.me.media.nodes.length, 5);

  const fetched = await new Function('token', `return (async () => { ${await part('fetch').innerText()}; return { data, errors }; })()`)(settings.token);
  assert.equal(fetched.data.me.media.nodes.length, 5);
  assert.match(await part('Apollo Client').innerText(), /useQuery\(document, \{[^]*errorPolicy: 'all'[^]*"first": 5/);
  assert.match(await part('genqlient').innerText(), /response, err := Paging\(ctx, client, 5, nil\)/);
});
