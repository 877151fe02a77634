// The ways to look at an answer: its pictures, and its lists as tables.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answer, desktop, execute, open, page, picture, run, runOwn, settings, tabNamed } from './browser.js';

const view = (name) => page.getByRole('group', { name: 'Show the answer as' }).getByRole('button', { name: new RegExp(`^${name}`) });
const cards = () => page.locator('.gallery figure');

/** Waits until every picture in view has been read. */
const loaded = () => page.waitForFunction(() => [...document.querySelectorAll('.gallery img')].every((img) => img.complete && img.naturalWidth > 0));

for (const colorScheme of ['light', 'dark']) {
  test(`the gallery shows each picture with its words and counts, in ${colorScheme} colours`, async () => {
    await open({ ...desktop, colorScheme });
    await run('Feed');
    await view('Gallery').click();
    await page.locator('.gallery img').evaluateAll((all) => all.forEach((img) => (img.loading = 'eager')));
    await loaded();
    const { nodes } = (await answer()).data.me.media;
    assert.equal(await cards().count(), nodes.length);
    const first = cards().first();
    assert.match(await first.innerText(), new RegExp(`${nodes[0].commentsCount} comments`));
    assert.equal(await first.getByRole('link', { name: 'On Instagram' }).getAttribute('href'), nodes[0].permalink);
    assert.ok((await first.innerText()).includes(nodes[0].caption.split('\n')[0].slice(0, 40)));
    assert.ok(await page.getByRole('button', { name: 'Headers' }).isVisible(), 'the gallery pushes the editors away');
    await picture(`gallery-${colorScheme}`);
  });
}

test('pictures are found under aliases, in fragments and in albums, each once', async () => {
  await open(desktop);
  await runOwn(`
    { me { face: profilePictureUrl ...Posts again: profilePictureUrl } }
    fragment Posts on User {
      posts: media(first: 6) { edges { node { said: caption hearts: likeCount still: thumbnailUrl shown: mediaUrl link: permalink
        children { nodes { piece: mediaUrl } } } } }
    }`);
  await view('Gallery').click();
  await cards().first().waitFor();
  const { me } = (await answer()).data;
  const posts = me.posts.edges.map(({ node }) => node);
  const pieces = posts.flatMap(({ children }) => children.nodes.map(({ piece }) => piece)).filter(Boolean);
  assert.ok(pieces.length > 1);
  const addresses = new Set([me.face, ...posts.map(({ shown, still }) => shown ?? still), ...pieces].filter(Boolean));
  assert.equal(await cards().count(), addresses.size);
  const ofAlbum = cards().filter({ has: page.locator(`[src="${pieces[0]}"]`) });
  assert.equal(await ofAlbum.getByRole('link').getAttribute('href'), posts.find(({ children }) => children.nodes.length).link);
});

test('a video plays', async () => {
  let video;
  await open(desktop, { answers: { '**/media/*.mp4*': (route) => route.fulfill({ contentType: 'video/webm', body: video }) } });
  // A second of a canvas, as the browser itself records it.
  video = Buffer.from(
    await page.evaluate(async () => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 64, height: 64 });
      const paint = canvas.getContext('2d');
      const recorder = new MediaRecorder(canvas.captureStream(20), { mimeType: 'video/webm' });
      const parts = [];
      recorder.ondataavailable = ({ data }) => parts.push(data);
      const ended = new Promise((resolve) => (recorder.onstop = resolve));
      recorder.start();
      for (let frame = 0; frame < 20; frame++) {
        paint.fillStyle = `hsl(${frame * 18} 80% 50%)`;
        paint.fillRect(0, 0, 64, 64);
        await new Promise(requestAnimationFrame);
      }
      recorder.stop();
      await ended;
      return [...new Uint8Array(await new Blob(parts).arrayBuffer())];
    }),
  );
  await page.route('**/graphql', (route) =>
    route.fulfill({ json: { data: { me: { media: { nodes: [{ mediaType: 'VIDEO', mediaUrl: `${settings.graph}/media/reel.mp4` }] } } } } }),
  );
  await tabNamed('Feed').click();
  await execute();
  await view('Gallery').click();
  const player = page.locator('.gallery video');
  await player.evaluate((element) => element.play());
  await page.waitForFunction(() => document.querySelector('.gallery video').currentTime > 0);
  assert.equal(await player.getAttribute('controls'), '');
});

test('a picture that has expired, is gone, or is elsewhere says so', async () => {
  const media = [
    { mediaUrl: `${settings.graph}/media/metricsaurus.jpg?oe=5f000000` },
    { mediaUrl: `${settings.graph}/media/gone.jpg` },
    { mediaUrl: 'https://elsewhere.example/picture.jpg' },
  ];
  await open(desktop, { answers: { '**/media/gone*': (route) => route.fulfill({ status: 200, contentType: 'text/html', body: '' }) } });
  await page.route('**/graphql', (route) => route.fulfill({ json: { data: { me: { media: { nodes: media } } } } }));
  await tabNamed('Feed').click();
  await execute();
  await view('Gallery').click();
  await cards().nth(0).getByText('Expired on').waitFor();
  await cards().nth(1).getByText('has expired, or it is gone').waitFor();
  await cards().nth(2).getByText('may not load from elsewhere.example').waitFor();
});

test('a connection is a table that can be sorted', async () => {
  await open(desktop);
  await run('Feed');
  await view('Table').click();
  const { media } = (await answer()).data.me;
  assert.match(await page.locator('.table-view').innerText(), new RegExp(`me.media\\s+10 rows of ${media.totalCount}, and there are more`));
  assert.equal(await page.locator('.table-view tbody tr').count(), 10);
  const counts = async () => (await page.locator('.table-view td.number').allInnerTexts()).map(Number);
  assert.deepEqual(await counts(), media.nodes.map(({ commentsCount }) => commentsCount));
  await page.getByRole('button', { name: 'commentsCount' }).click();
  assert.deepEqual(await counts(), media.nodes.map(({ commentsCount }) => commentsCount).sort((a, b) => a - b));
  assert.equal(await page.getByRole('columnheader', { name: 'commentsCount' }).getAttribute('aria-sort'), 'ascending');
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), desktop.viewport.width, 'the table widens the page');
  await picture('table');

  await run('Comments');
  await page.getByLabel('List to show').waitFor();
});

test('insights are a chart', async () => {
  await open(desktop);
  await run('Insights');
  await view('Chart').click();
  const [{ title, values }] = (await answer()).data.me.insights;
  assert.ok(values.length > 20);
  await page.getByRole('img', { name: `${title}: ${values.length} values` }).waitFor();
  const heights = await page.locator('.charts rect').evaluateAll((bars) => bars.map((bar) => bar.height.baseVal.value));
  const most = Math.max(...values.map(({ value }) => value));
  assert.deepEqual(heights.map(Math.round), values.map(({ value }) => Math.round((value / most) * 100)));
  await picture('chart');
});

test('an answer without pictures or lists says what to ask for', async () => {
  await open(desktop);
  await view('Gallery').click();
  await page.getByText('Run an operation to see its pictures here').waitFor();
  await runOwn('{ __typename }');
  await page.getByText('There are no pictures in this answer').waitFor();
  await view('Table').click();
  await page.getByText('There are no lists in this answer').waitFor();
});
