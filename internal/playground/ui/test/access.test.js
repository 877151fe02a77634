// What people who cannot see or point at the page need of it, as axe-core checks it.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { allow, open, page, picture, run } from './browser.js';

const axe = await readFile(new URL(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

/**
 * What axe-core finds, but for GraphiQL's tabs, which have their buttons within, and for
 * CodeMirror's scrolled part, which its hidden text field moves by the keyboard.
 */
async function violations() {
  await page.evaluate(axe);
  const found = await page.evaluate(() => globalThis.axe.run({ exclude: ['.graphiql-tabs'] }));
  const isKnown = (id, { target }) => id === 'scrollable-region-focusable' && target.every((selector) => selector.endsWith('.CodeMirror-scroll'));
  return found.violations
    .map(({ nodes, ...violation }) => ({ ...violation, nodes: nodes.filter((node) => !isKnown(violation.id, node)) }))
    .filter(({ nodes }) => nodes.length > 0)
    .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`).join('; ')}`);
}

async function show(name) {
  const button = page.getByRole('group', { name: 'Show the answer as' }).getByRole('button', { name: new RegExp(`^${name}`) });
  await button.evaluate((element) => element.scrollIntoView({ block: 'center' }));
  await button.click();
}

for (const width of [1280, 390]) {
  for (const colorScheme of ['light', 'dark']) {
    test(`axe-core finds nothing at ${width} px in ${colorScheme} colours`, async () => {
      await open({ viewport: { width, height: 844 }, colorScheme });
      assert.deepEqual(await violations(), [], 'at first');
      await run('Insights');
      await show('Chart');
      assert.deepEqual(await violations(), [], 'with a chart');
      await run('Feed');
      for (const view of ['JSON', 'Gallery', 'Table']) {
        await show(view);
        await page.locator({ JSON: '.result-window', Gallery: '.gallery img', Table: '.table-view td' }[view]).first().waitFor();
        assert.deepEqual(await violations(), [], view);
        await picture(`axe-${view}-${width}-${colorScheme}`);
      }
      for (const pane of ['Accounts', 'Share']) {
        await page.getByRole('button', { name: `Show ${pane}` }).click();
        await page.getByRole('heading', { name: pane, exact: true }).waitFor();
        assert.deepEqual(await violations(), [], pane);
      }
      await page.getByLabel('Ask as').selectOption('own');
      await run('Album');
      await page.locator('.notices').waitFor();
      assert.deepEqual(await violations(), [], 'without a token');
      await page.getByRole('link', { name: 'Connect an account' }).click();
      await allow('metricsaurus');
      for (const [pane, list] of [['Accounts', 'Sessions'], ['API keys', 'API keys']]) {
        const button = page.getByRole('button', { name: `Show ${pane}` });
        if (await button.count()) await button.click(); // GraphiQL opens the last one again
        await page.getByRole('list', { name: list, exact: true }).waitFor({ state: 'attached' });
        assert.deepEqual(await violations(), [], `${pane}, signed in`);
        await picture(`axe-${pane}-${width}-${colorScheme}`);
      }
    });
  }
}
