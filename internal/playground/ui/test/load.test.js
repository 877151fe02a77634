// What a first visit takes: bytes and requests, until an operation can be typed.
// SECONDS=yes prints how long that is on a line of 1.6 Mbit/s.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { context, desktop, open, page } from './browser.js';

test('a first visit loads little', async () => {
  const loaded = [];
  await open(desktop, {
    before: async () => {
      const devtools = await context.newCDPSession(page);
      await devtools.send('Network.enable');
      const addresses = new Map();
      devtools.on('Network.requestWillBeSent', ({ requestId, request }) => addresses.set(requestId, request.url));
      devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => loaded.push({ url: addresses.get(requestId), bytes: encodedDataLength }));
      if (!process.env.SECONDS) return;
      await devtools.send('Network.emulateNetworkConditions', { offline: false, latency: 40, downloadThroughput: 200_000, uploadThroughput: 93_750 });
    },
  });
  if (process.env.SECONDS) console.log(`usable after ${await page.evaluate(() => Math.round(performance.now()))} ms`);
  await page.waitForLoadState('networkidle');
  const total = loaded.reduce((sum, { bytes }) => sum + bytes, 0);
  const list = loaded.map(({ url, bytes }) => `${bytes} ${url}`).join('\n');
  assert.ok(total < 450_000, `${total} bytes:\n${list}`);
  assert.ok(loaded.length <= 12, `${loaded.length} requests:\n${list}`);
  if (process.env.SECONDS) console.log(`${total} bytes\n${list}`);
});
