import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../support/chromium.ts';
import { ROOT } from '../support/root.ts';
import { until } from '../support/until.ts';
import { holdTime, START } from './hold-time.ts';
import { type Site, serveSite } from './sdk-shell-site.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
});

let state = 11;
const word = (k: number): string => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return `zq${k}${state.toString(36)}xw`;
};
/** Secrets in every place where a page has words: each is a word of its own, so that a leak names its place. */
const PLACES =
  'title heading label text value placeholder id class name aria alt href query hash data option error toast comment message stage-path'.split(
    ' ',
  );
const SECRETS = Object.fromEntries(PLACES.map((place, k) => [place, word(k)])) as Record<string, string>;
const s = (place: string): string => SECRETS[place] ?? 'missing';

const page = (
  _: string,
  { start }: Pick<Site, 'start'>,
): string => `<!doctype html><meta charset="utf-8"><title>${s('title')}</title>
<script src="/causeway.js"></script><!-- ${s('comment')} -->
<h1>${s('heading')}</h1><p>${s('text')}</p><img alt="${s('alt')}">
<form id="form"><label for="${s('id')}">${s('label')}</label>
<input id="${s('id')}" name="${s('name')}" class="${s('class')}" placeholder="${s('placeholder')}" aria-label="${s('aria')}" required>
<select id="pick"><option>${s('option')}</option></select><button id="pay" aria-label="${s('aria')}" data-x="${s('data')}">${s('label')}</button></form>
<button id="dead" type="button" class="${s('class')}">${s('text')}</button><a id="link" href="/x-${s('href')}?q=${s('query')}" onclick="return false">${s('text')}</a>
<script>
  const shopper = causeway.start(${JSON.stringify({ ...start, stages: { cart: '/*' } })});
  form.onsubmit = (event) => { event.preventDefault(); };
  dead.onclick = () => { throw new Error(${JSON.stringify(s('message'))}); };
  addEventListener('invalid', () => form.insertAdjacentHTML('beforeend', '<p role=alert>${s('error')}</p>'), true);
</script>`;

describe('what leaves the page', () => {
  it('holds no word of its content, whatever the shopper does with it, and no header of ours', async () => {
    const site = await serveSite(page, {}, () => START);
    const context = await browser.newContext();
    const pass = await holdTime(context);
    try {
      const tab = await context.newPage();
      await tab.goto(`${site.url}/${s('stage-path')}?q=${s('query')}#${s('hash')}`);
      await tab.waitForFunction('shopper.state()?.signed');
      const field = `[name="${s('name')}"]`;
      const acts = [
        ...['#dead', '#dead', '#dead', '#dead', '#pay'].map((what) => () => tab.click(what)),
        ...[s('value'), '', s('value')].map((text) => () => tab.fill(field, text)),
        ...['#pay', '#link'].map((what) => () => tab.click(what)),
      ];
      for (const act of acts) {
        await act();
        await pass(100);
      }
      await tab.evaluate(
        "shopper.stage('payment'); shopper.friction('payment-failed'); shopper.decide('help', ['help'])",
      );
      // Sooner after a press on a link of the shop's own it would not be told as leaving.
      await pass(6000);
      await tab.goto('about:blank');
      await until(() => expect(site.lines().map(({ kind }) => kind)).toContain('end'));
      const facts = site.lines().flatMap((line) => (line.kind === 'step' ? line.facts : []));
      expect(facts.length).toBeGreaterThan(2);
      expect(site.requests.map(({ path }) => path)).toEqual(
        expect.arrayContaining(['/edge/v1/profile', '/edge/v1/decision', '/edge/v1/log']),
      );
      const sent = site.requests.map(
        ({ path, text, headers: { referer, cookie } }) => `${path} ${text} ${referer} ${cookie}`,
      );
      const found = sent.flatMap((all) => PLACES.filter((place) => all.includes(s(place))));
      // A request to the shop's own origin carries the browser's own referrer, the origin alone.
      expect(found).toEqual([]);
      const stored = await tab.evaluate('1').then(() => context.storageState());
      for (const place of PLACES) expect(JSON.stringify(stored)).not.toContain(s(place));
      const agent = 'Mozilla';
      expect(site.requests.filter(({ text }) => text.includes(agent) || text.includes('127.0.0.1'))).toEqual(
        [],
      );
    } finally {
      await context.close();
      site.stop();
    }
  });
});

describe('content policies', () => {
  it.each([
    ["default-src 'self'", ''],
    ["default-src 'self'; script-src 'self' 'wasm-unsafe-eval'", ''],
    ["default-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'", ''],
    ["default-src 'self'", 'integrity'],
  ])('%s %s: runs, and breaks no rule of it', async (policy, more) => {
    const table = JSON.parse(readFileSync(join(ROOT, 'packages/sdk/dist/sri.json'), 'utf8')) as Record<
      string,
      string
    >;
    const attribute = more === '' ? '' : ` integrity="${table['causeway.js']}" crossorigin="anonymous"`;
    const site = await serveSite(
      () =>
        `<!doctype html><meta charset="utf-8"><script src="/causeway.js"${attribute}></script><button id="pay">Pay</button>`,
      { 'content-security-policy': policy },
    );
    const context = await browser.newContext();
    try {
      const tab = await context.newPage();
      const spoken: string[] = [];
      tab.on('console', (message) => spoken.push(message.text()));
      tab.on('pageerror', (error) => spoken.push(error.message));
      await tab.goto(`${site.url}/cart`);
      await tab.evaluate((start) => {
        type Global = { causeway: { start(options: unknown): unknown }; shopper: unknown };
        const page = globalThis as unknown as Global;
        page.shopper = page.causeway.start(start);
      }, site.start);
      // Waiting by a text of script would break the policy itself: it is asked again and again instead.
      await until(async () => expect(await tab.evaluate('shopper.state()?.signed')).toBe(true));
      await tab.click('#pay');
      expect(await tab.evaluate("shopper.decide('help', ['help']).then(({ action }) => action)")).toBe(
        'help',
      );
      await tab.waitForTimeout(800);
      expect(spoken).toEqual([]);
    } finally {
      await context.close();
      site.stop();
    }
  });

  it('takes no altered script for the published one', () => {
    const table = JSON.parse(readFileSync(join(ROOT, 'packages/sdk/dist/sri.json'), 'utf8')) as Record<
      string,
      string
    >;
    expect(Object.keys(table)).toEqual(
      expect.arrayContaining(['causeway.js', 'causeway-friction.js', 'index.js', 'inspector.js']),
    );
    for (const hash of Object.values(table)) expect(hash).toMatch(/^sha384-[A-Za-z0-9+/]{64}$/);
  });
});
