// In whose name operations are sent: tokens, connected accounts, and what they lack.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allow, answer, asksForPlan, context, desktop, execute, fill, forgive, open, page, picture, run, runOwn, settings, tabNamed, url } from './browser.js';

const pick = (option) => page.getByLabel('Ask as').selectOption(option);

const notices = (text) => page.locator('.notices').getByText(text);

/** The headers of the next operation, which what is done sends. */
async function headersOf(action) {
  const sent = page.waitForRequest((request) => request.url().endsWith('/graphql') && request.method() === 'POST' && !asksForPlan(request) && !request.postData().includes('viewer'));
  await action();
  return (await sent).headers();
}

test('one choice of token holds for all tabs', async () => {
  await open(desktop);
  await pick('EAAdemometricsaurus');
  for (const tab of ['Feed', 'Album']) {
    const { authorization } = await headersOf(() => run(tab));
    assert.equal(authorization, 'Bearer EAAdemometricsaurus');
  }
  await fill('headers', '{"Authorization": "Bearer IGAAdemobasic"}');
  assert.equal((await headersOf(execute)).authorization, 'Bearer IGAAdemobasic', "a tab's own header goes first");
});

test('a token of my own is in no storage, and is forgotten with the page', async () => {
  await open(desktop);
  await pick('own');
  await page.getByLabel('Access token').fill('IGAAdemobasic');
  await run('Feed');
  assert.equal((await answer()).data.me.username, 'metricsaurus');
  await fill('headers', '{"Authorization": "Bearer my-own-token"}');
  await tabNamed('Album').click();
  // GraphiQL stores its tabs a moment after they change.
  await page.waitForFunction(() => JSON.parse(localStorage.getItem('graphiql:tabState')).activeTabIndex === 1);
  const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href]));
  assert.doesNotMatch(stored, /IGAAdemobasic|my-own-token/);
  await page.reload();
  await page.locator('.graphiql-query-editor .CodeMirror-line').first().waitFor();
  await pick('own');
  assert.equal(await page.getByLabel('Access token').inputValue(), '');
});

test('a placeholder is no token, and is not sent', async () => {
  const json = { endpoint: new URL('graphql', url).pathname, token: '', graph: '', tokens: [], mediaHosts: [], explain: true, logins: [] };
  await open(desktop, { answers: { '**/playground.json': (route) => route.fulfill({ json }) } });
  assert.equal(await tabNamed('LookUp').count(), 0, 'its ids exist in the demo world only');
  await page.getByLabel('Access token').waitFor();
  for (const placeholder of ['', 'Bearer ', 'Bearer <access token>', 'Bearer ...']) {
    await fill('headers', JSON.stringify({ Authorization: placeholder }));
    assert.equal((await headersOf(execute)).authorization, undefined, `«${placeholder}» was sent`);
    await notices('No account is asked for').waitFor();
  }
  await page.getByLabel('Access token').fill('<access token>');
  assert.equal((await headersOf(execute)).authorization, undefined);
  await page.getByLabel('Access token').fill('IGAAdemobasic');
  assert.equal((await headersOf(execute)).authorization, 'Bearer IGAAdemobasic');
});

test('what stands between the page and the server is told', async () => {
  await open(desktop);
  await pick('own');
  await page.getByLabel('Access token').fill('a token that is\u2026 cut');
  await tabNamed('Feed').click();
  await execute();
  await notices(/The header Authorization cannot be sent/).waitFor();

  await pick(settings.token);
  await page.route('**/graphql', (route) => route.fulfill({ status: 502, contentType: 'text/html', body: '<h1>Bad gateway</h1>' }));
  await execute();
  await notices(/The answer is no GraphQL, but HTTP 502 with text\/html/).waitFor();

  await page.route('**/graphql', (route) => route.abort('connectionrefused'));
  await execute();
  await notices(`No answer from ${url.origin}`).waitFor();

  await page.route('**/graphql', (route) => route.fulfill({ json: { data: { me: null } } }));
  await execute();
  await page.getByText('it was started with -explain=off').waitFor();
  forgive(/^console: Failed to load resource|^failed: .*graphql$/);
});

test('an operation that could not be sent shows nothing of the one before', async () => {
  await open(desktop);
  await run('Feed');
  await page.getByRole('button', { name: /^Gallery/ }).click();
  await page.locator('.gallery figure').first().waitFor();
  await fill('headers', '{ "Authorization": ');
  await execute();
  await notices('Headers are invalid JSON').waitFor();
  assert.equal(await page.locator('.gallery figure').count(), 0);
  await page.locator('.calls').getByText('Without an answer there are no calls').waitFor();
  await fill('headers', '');
  await execute();
  await page.locator('.gallery figure').first().waitFor();
  assert.equal(await page.locator('.notices').count(), 0);
});

const scope = 'instagram_business_manage_insights';

test('an account is connected, lacks a permission, is asked for it, and signed out', async () => {
  await open(desktop);
  await page.getByRole('link', { name: 'Connect an account' }).click();
  await allow('metricsaurus', { without: [scope] });
  await page.getByLabel('Ask as').locator('option:checked', { hasText: 'metricsaurus' }).waitFor({ state: 'attached' });
  assert.equal(new URL(page.url()).pathname, url.pathname);

  const operation = '{ me { username insights(metrics: [REACH], period: DAY) { name } } }';
  await runOwn(operation);
  const notice = page.getByRole('alert').filter({ hasText: scope });
  assert.match(await notice.innerText(), /me\.insights: metricsaurus has not given instagram_business_manage_insights\./);
  assert.equal((await answer()).errors[0].extensions.code, 'FORBIDDEN');
  await picture('forbidden');

  await notice.getByRole('link', { name: 'Ask metricsaurus for it' }).click();
  await allow('metricsaurus');
  await page.getByLabel('Ask as').locator('option:checked', { hasText: 'metricsaurus' }).waitFor({ state: 'attached' });
  const headers = await headersOf(() => runOwn(operation));
  assert.equal(headers.authorization, undefined);
  assert.equal(headers['x-gramql-csrf'], '1');
  assert.ok(headers['x-gramql-account']);
  await page.locator('.calls-count').waitFor();
  assert.equal((await answer()).errors, undefined);

  await page.getByRole('button', { name: 'Show Accounts' }).click();
  const accounts = page.getByRole('list', { name: 'Connected accounts' });
  assert.match(await accounts.innerText(), /metricsaurus[^]*connected until .*20\d\d[^]*Instagram Login, \d permissions/);
  await picture('accounts');

  const [cookie] = await context.cookies();
  assert.ok(cookie.httpOnly);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await accounts.waitFor({ state: 'detached' });
  assert.equal(await page.getByLabel('Ask as').inputValue(), settings.token);
  const dead = await fetch(new URL('graphql', url), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-GramQL-CSRF': '1', Cookie: `${cookie.name}=${cookie.value}` },
    body: JSON.stringify({ query: '{ viewer { accounts { id } } }' }),
  });
  assert.notEqual((await dead.json()).data?.viewer?.accounts?.length, 1);
});

const said = {
  ACTIVE: /connected until .*2030, unless it is renewed/,
  EXPIRING: /ends soon connected until .*2030, unless it is renewed/,
  NEEDS_REAUTHENTICATION: /has to sign in again its access has ended: connect the account again/,
  REVOKED: /access was taken back connect the account again to go on/,
};

test('each state of an account has words of its own', async () => {
  const accounts = Object.keys(said).map((state, i) => ({ id: `${i}`, graphId: `${i}`, username: state, login: 'INSTAGRAM', state, scopes: [], expiresAt: '2030-06-15T12:00:00Z' }));
  const json = { data: { viewer: { accounts, apiKeys: [], sessions: [] } } };
  const shown = (route) => (route.request().postData()?.includes('viewer') ? route.fulfill({ json }) : route.continue());
  await open(desktop, { answers: { '**/graphql': shown } });
  await page.getByRole('button', { name: 'Show Accounts' }).click();
  for (const [state, words] of Object.entries(said)) {
    const account = page.getByRole('list', { name: 'Connected accounts' }).getByRole('article').filter({ hasText: state });
    assert.match(await account.innerText(), words);
    assert.equal(/2030/.test(await account.innerText()), /2030/.test(words), `${state} has an end ahead`);
    assert.equal(await account.getByRole('link', { name: `Connect ${state} again` }).count(), state === 'ACTIVE' ? 0 : 1);
  }
});

test('one of several accounts is chosen', async () => {
  await open(desktop);
  await page.getByRole('link', { name: 'Connect an account' }).click();
  await allow('metricsaurus');
  await page.getByRole('button', { name: 'Show Accounts' }).click();
  await page.getByRole('link', { name: 'Connect another with Instagram Login' }).click();
  await allow('cretaceouscoffee');
  await page.getByLabel('Ask as').locator('option', { hasText: /^cretaceouscoffee$/ }).waitFor({ state: 'attached' });
  for (const username of ['cretaceouscoffee', 'metricsaurus']) {
    await pick({ label: username });
    await run('Feed');
    assert.equal((await answer()).data.me.username, username);
  }
});

test('an API key is made, answers a program, and is revoked', async () => {
  await open({ ...desktop, permissions: ['clipboard-read', 'clipboard-write'] });
  await page.getByRole('button', { name: 'Show API keys' }).click();
  await page.locator('.credentials-pane').getByRole('link', { name: 'Connect an account' }).click();
  await allow('metricsaurus');
  await page.getByRole('button', { name: 'Show API keys' }).click();
  const form = page.getByRole('form', { name: 'New key' });
  await form.getByLabel('Name').fill('A test');
  await form.getByLabel('metricsaurus').check();
  await form.getByLabel('read only').check();
  await form.getByLabel('Operations a minute').fill('30');
  await form.getByLabel('Ends on').fill('2030-01-31');
  await form.getByRole('button', { name: 'Make the key' }).click();
  const secret = page.getByRole('region', { name: 'The new key' });
  await secret.getByRole('button', { name: 'Copy the new key' }).click();
  const key = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(key, /^gq_/);
  await picture('keys');
  const made = page.getByRole('list', { name: 'API keys' }).getByRole('listitem').first();
  assert.match(await made.innerText(), /A test[^]*as metricsaurus · only read · 30 operations a minute · until .*2030 · never used/);
  const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
  assert.ok(!stored.includes(key), 'the key is stored');
  await secret.getByRole('button', { name: 'I have it' }).click();
  assert.ok(!(await page.content()).includes(key), 'the key is shown on');

  const asked = async (query) => {
    const response = await fetch(new URL('graphql', url), { method: 'POST', headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${key}` }, body: JSON.stringify({ query }) });
    return response.json();
  };
  assert.equal((await asked('{ me { username } }')).data.me.username, 'metricsaurus');
  assert.equal((await asked('mutation { deleteComment(input: { commentId: 1 }) { deletedCommentId } }')).errors[0].extensions.code, 'FORBIDDEN');
  await made.getByRole('button', { name: 'Revoke A test' }).click();
  await page.getByRole('list', { name: 'API keys' }).getByText('A test').waitFor({ state: 'detached' });
  await page.waitForFunction(async ([address, token]) => {
    const response = await fetch(address, { method: 'POST', headers: { 'Content-Type': 'application/json', Accept: 'application/json', Authorization: `Bearer ${token}` }, body: '{"query":"{ me { id } }"}' });
    return (await response.json()).errors?.[0].extensions.code === 'UNAUTHENTICATED';
  }, [new URL('graphql', url).href, key]);

  await form.getByLabel('Kept').selectOption('PUBLIC');
  await form.getByLabel('Origins').fill('not an origin');
  await form.getByRole('button', { name: 'Make the key' }).click();
  await page.getByRole('alert').getByText(/origin/).first().waitFor();
  forgive(/^console: Failed to load resource: .* 40[01]/);
});

test('other browsers are signed out, and an account is disconnected', async () => {
  await open(desktop);
  const visitor = context;
  await page.getByRole('link', { name: 'Connect an account' }).click();
  await allow('cretaceouscoffee');
  const theirs = await context.storageState();
  await open(desktop);
  await page.getByRole('link', { name: 'Connect an account' }).click();
  await allow('cretaceouscoffee');
  await page.getByRole('button', { name: 'Show Accounts' }).click();
  const sessions = page.getByRole('list', { name: 'Sessions' });
  await sessions.getByText('this browser').waitFor();
  const others = await sessions.getByRole('button', { name: 'Sign it out' }).count();
  assert.ok(others > 0);
  for (let left = others; left > 0; left--) {
    await sessions.getByRole('button', { name: 'Sign it out' }).first().click();
    await page.waitForFunction((count) => document.querySelectorAll('[aria-label=Sessions] button').length === count, left - 1);
  }
  const [cookie] = theirs.cookies;
  const dead = await fetch(new URL('graphql', url), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-GramQL-CSRF': '1', Cookie: `${cookie.name}=${cookie.value}` },
    body: JSON.stringify({ query: '{ viewer { accounts { id } } }' }),
  });
  assert.notEqual((await dead.json()).data?.viewer?.accounts?.length, 1);

  await page.getByRole('button', { name: 'Disconnect cretaceouscoffee' }).click();
  await page.getByRole('list', { name: 'Connected accounts' }).getByText('cretaceouscoffee').waitFor({ state: 'detached' });
  await page.getByLabel('Ask as').locator('option', { hasText: /^cretaceouscoffee$/ }).waitFor({ state: 'detached' });
  await visitor.close();
});
