import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../support/chromium.ts';
import { until } from '../support/until.ts';
import { type Site, serveSite } from './sdk-shell-site.ts';

let browser: Browser;
let site: Site;

/** A page of a shop that imports the lazy start; `?consent=` is what its banner says before. */
const shopPage = (
  start: object,
) => `<!doctype html><meta charset="utf-8"><title>shop</title><link rel="icon" href="data:,">
  <button id="dead">Apply</button>
  <script type="module">
    import { start } from '/lazy.js';
    window.felt = [];
    window.shopper = start(${JSON.stringify(start)});
    shopper.on('friction', ({ kind }) => felt.push(kind));
    shopper.cart({ items: 2, cents: 4200 });
  </script>`;

beforeAll(async () => {
  site = await serveSite((path, { start }, query) =>
    path === '/shop' ? shopPage({ ...start, consent: query.get('consent') ?? undefined }) : undefined,
  );
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
  site.stop();
});

/** A fresh visitor's page, the scripts that it asked for, and what its console said. */
const visit = async (path: string) => {
  const page: Page = await browser.newPage();
  const scripts: string[] = [];
  const said: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.endsWith('.js')) scripts.push(pathname);
  });
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(error.message));
  await page.goto(site.url + path);
  return { page, scripts, said };
};
const run = <T>(page: Page, text: string): Promise<T> => page.evaluate(text) as Promise<T>;

describe('the lazy start', () => {
  it('asks for nothing but itself before consent, then brings the rest, with what was called before', async () => {
    const { page, scripts, said } = await visit('/shop');
    await page.click('#dead');
    await page.waitForTimeout(300);
    expect(scripts).toEqual(['/lazy.js']);
    expect(site.requests).toEqual([]);
    await run(page, "shopper.consent('granted'); shopper.cart({ items: 3, cents: 6300 })");
    await until(async () => expect(await run(page, 'Boolean(shopper.state())')).toBe(true));
    expect(scripts).toContain('/index.js');
    expect(await run(page, 'shopper.state().context.cartItems')).toBe(3);
    expect(said).toEqual([]);
    await page.close();
  });

  it('brings the rest when the page is idle, feels what is pressed then, and decides', async () => {
    const { page, said } = await visit('/shop?consent=granted');
    await until(async () => expect(await run(page, 'Boolean(shopper.state())')).toBe(true));
    expect(await run(page, 'shopper.state().context.cartItems')).toBe(2);
    for (let k = 0; k < 4; k++) await page.click('#dead');
    await until(async () => expect(await run(page, 'felt')).toContain('rage-click'));
    expect(await run(page, "shopper.decide('help', ['chat'])")).toMatchObject({
      action: 'chat',
      propensity: 0.5,
    });
    expect(said).toEqual([]);
    await page.close();
  });

  it('harms nothing where the rest cannot be had', async () => {
    const page = await browser.newPage();
    const said: string[] = [];
    page.on('pageerror', (error) => said.push(error.message));
    await page.route('**/index.js', (route) => route.abort());
    await page.goto(`${site.url}/shop?consent=granted`);
    expect(await run(page, "shopper.decide('help', ['chat'])")).toMatchObject({ reason: 'not-loaded' });
    await page.unroute('**/index.js');
    await until(async () =>
      expect(await run(page, "shopper.decide('help', ['chat'])")).toMatchObject({ action: 'chat' }),
    );
    expect(said).toEqual([]);
    await page.close();
  });
});
