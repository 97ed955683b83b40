import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchChromium } from '../support/chromium.ts';
import { ROOT } from '../support/root.ts';

type Told = { ours: number[]; theirs: number[] };

let browser: Browser;
let ours: string;
beforeAll(async () => {
  const built = await build({
    entryPoints: [join(ROOT, 'packages/sdk/src/platform/inp.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'lean',
  });
  [browser, ours] = [await launchChromium(), built.outputFiles[0]?.text ?? ''];
});
afterAll(() => browser?.close());

const theirs = readFileSync(join(ROOT, 'node_modules/web-vitals/dist/web-vitals.iife.js'), 'utf8');
/** Each press keeps the page busy for as long as its button says, ms. */
const BUTTONS = [80, 60, 120, 300, 40, 180];
const SHOP = `<!doctype html><title>shop</title>${BUTTONS.map((ms) => `<button id="b${ms}">${ms}</button>`).join('')}
<script>
  for (const button of document.querySelectorAll('button')) button.onclick = () => {
    const end = performance.now() + Number(button.textContent);
    while (performance.now() < end);
  };
</script>`;

it('reports the interaction that web-vitals reports, forgiveness for many included', async () => {
  const page = await browser.newPage();
  await page.setContent(SHOP);
  await page.addScriptTag({ content: ours });
  await page.addScriptTag({ content: theirs });
  await page.evaluate(() => {
    const told: Told = { ours: [], theirs: [] };
    const all = globalThis as unknown as Record<
      'lean' | 'webVitals',
      { onINP: (report: (metric: { value: number }) => void, options: object) => void }
    > & { told: Told };
    all.told = told;
    all.lean.onINP(({ value }) => told.ours.push(value), { reportAllChanges: true });
    all.webVitals.onINP(({ value }) => told.theirs.push(value), { reportAllChanges: true });
  });
  /** Waits until both say the same: web-vitals works its entries up when the page is idle. */
  const agree = async (after: string): Promise<number | undefined> => {
    const last = () =>
      page.evaluate(() => {
        const { told } = globalThis as unknown as { told: Told };
        return [told.ours.at(-1), told.theirs.at(-1)];
      });
    await expect.poll(async () => new Set(await last()).size, { message: after, timeout: 20_000 }).toBe(1);
    return (await last())[0];
  };
  for (const ms of BUTTONS) {
    await page.click(`#b${ms}`);
    await agree(`after ${ms} ms`);
  }
  const longest = await agree('after all');
  expect(longest).toBeGreaterThanOrEqual(300);
  for (let k = 0; k < 55; k++) await page.click('#b40');
  // one of more than fifty is forgiven: the second longest is told
  const forgiven = await agree('after fifty more');
  expect(forgiven).toBeGreaterThanOrEqual(180);
  expect(forgiven).toBeLessThanOrEqual(longest ?? 0);
  await page.close();
});
