import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchChromium } from '../support/chromium.ts';
import { until } from '../support/until.ts';
import { type Site, serveSite } from './sdk-shell-site.ts';

const PAGE =
  '<!doctype html><title>Shop</title><script src="/causeway.js"></script><h1>Basket</h1><div id="drawer">2 pans</div>';
/** What a careful shop allows: its own files, and no text that becomes code. */
const STRICT = {
  'content-security-policy':
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; require-trusted-types-for 'script'; trusted-types 'none'",
};

let browser: Browser;
let site: Site;
beforeAll(async () => {
  [site, browser] = await Promise.all([serveSite(() => PAGE, STRICT), launchChromium()]);
});
afterAll(async () => {
  await browser?.close();
  site?.stop();
});

const panel = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const host = [...document.body.children].find(({ shadowRoot }) => shadowRoot !== null);
    return [...(host?.shadowRoot?.children ?? [])].map(({ textContent }) => textContent).join('\n');
  });

it('the inspector comes when asked for, under a strict policy, and shows what the visit is made of', async () => {
  const page = await browser.newPage({ viewport: { width: 900, height: 600 } });
  const files: string[] = [];
  const wrong: string[] = [];
  page.on('request', (request) => files.push(new URL(request.url()).pathname));
  page.on('pageerror', ({ message }) => wrong.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/favicon/.test(message.location().url)) wrong.push(message.text());
  });
  await page.goto(`${site.url}/cart`);
  await page.evaluate(`window.shopper = causeway.start(${JSON.stringify(site.start)})`);
  // A text that the page itself evaluates again and again would break its policy.
  await until(async () => expect(await page.evaluate('shopper.state()?.signed')).toBe(true));
  expect(files).not.toContain('/inspector.js');

  await page.evaluate(`import('/inspector.js').then((m) => { window.closeIt = m.inspect(shopper); })`);
  await page.waitForFunction('window.closeIt !== undefined');
  expect(await panel(page)).toMatch(/stage cart, step 1[\s\S]*none yet[\s\S]*none asked/);
  await page.evaluate(`shopper.friction('payment-failed', 'pay'); shopper.friction('dead-click', 'submit')`);
  await page.evaluate(`shopper.decide('checkout-help', ['form-help'])`);
  const text = await panel(page);
  // timeline, newest first · hazard and friction · what φ is made of · the whole vector of the last decision · queue
  expect(text).toMatch(/dead-click submit 1 count\n\d\d:\d\d:\d\d payment-failed pay 1 count/);
  expect(text).toMatch(/F \d\.\d\d, F̄ \d\.\d\d, λ 0\.\d\d, S 0\.\d\d/);
  // The ask has closed the step, so the friction is that of the steps so far.
  expect(text).toMatch(/payment\.total 0\.25/);
  expect(text).toMatch(/checkout-help: \S+ in \d+ ms\nπ\(none\) 0\.50\nπ\(form-help\) 0\.50/);
  expect(text).toMatch(/\d+ waiting, \d+ acknowledged, 0 failed in a row/);
  const shot = process.env['INSPECTOR_SHOT'];
  if (shot !== undefined) await page.screenshot({ path: shot });

  // It is nobody's friction: presses on it are left alone.
  await page.mouse.click(880, 580);
  const facts = await page.evaluate(`shopper.state().facts.length`);
  await page.waitForTimeout(200);
  expect(await page.evaluate(`shopper.state().facts.length`)).toBe(facts);

  await page.evaluate('closeIt()');
  expect(await panel(page)).toBe('');
  expect(wrong).toEqual([]);
});

it('explainStages says on the page itself which rule decides, and why', async () => {
  const page = await browser.newPage();
  await page.goto(`${site.url}/products/pan`);
  const rows = (await page.evaluate(
    `import('/inspector.js').then((m) => m.explainStages({ product: '/products/*', cart: ['/cart', '#drawer'], payment: '#pay' }))`,
  )) as { stage: string; fits: boolean; chosen: boolean; why: string }[];
  expect(rows.map(({ stage, fits, chosen, why }) => [stage, fits, chosen, why])).toEqual([
    ['product', true, false, 'the path /products/pan fits /products/*'],
    ['cart', false, false, 'the path /products/pan does not fit /cart'],
    ['cart', true, true, 'an element fits #drawer, and is not in a hidden part'],
    ['payment', false, false, 'no element fits #pay'],
  ]);
  await page.close();
});
