import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../support/chromium.ts';
import { faultScript } from './sdk-shell-faults.ts';
import { type Site, serveSite } from './sdk-shell-site.ts';

/** A shop with work of its own: what it does is written down in `log`, and must not depend on us. */
const shop = (
  query: URLSearchParams,
  { start }: Pick<Site, 'start'>,
): string => `<!doctype html><meta charset="utf-8"><title>Shop</title>
<script>
  window.log = [];
  window.addEventListener('error', (event) => log.push('error ' + event.message));
  window.addEventListener('unhandledrejection', (event) => log.push('rejection ' + event.reason));
</script>
<script>${query.has('break') ? faultScript('causeway.js', query.get('break') ?? '') : ''}</script>
${query.has('plain') ? '<script>window.causeway = () => undefined</script>' : '<script src="/causeway.js"></script>'}
<button id="buy" type="button">Buy</button><output id="out"></output>
<form id="form"><input id="name" required autocomplete="name"><button id="send">Send</button></form>
<p data-causeway-role="cost">Total</p><a id="on" href="#next">On</a>
<script>
  try {
    causeway('start', ${JSON.stringify(start)});
    causeway('cart', { items: 1, cents: 500 });
    causeway('friction', 'payment-failed', 'pay');
    causeway('decide', 'help', { actions: ['help'] }, () => undefined);
    causeway('stage', 'payment');
  } catch (error) { log.push('thrown ' + error.message); }
  buy.onclick = () => { out.textContent = 'bought'; log.push('bought'); };
  form.onsubmit = (event) => { event.preventDefault(); log.push('sent'); };
  const field = document.getElementById('name');
  field.oninput = () => log.push('typed');
  window.addEventListener('hashchange', () => log.push('went to ' + location.hash));
  setTimeout(() => { buy.click(); send.click(); field.focus(); field.value = 'Ann'; }, 150);
  setTimeout(() => { field.dispatchEvent(new InputEvent('input', { bubbles: true })); send.click(); on.click(); }, 300);
  setTimeout(() => document.dispatchEvent(new Event('visibilitychange')), 900);
  const whole = () => !${query.get('break') === ''} || causeway('start').state()?.signed === true;
  setTimeout(function stop() {
    if (!whole()) return setTimeout(stop, 100);
    try { causeway('stop'); } catch (error) { log.push('thrown ' + error.message); }
    window.over = true;
  }, 1100);
</script>`;

let browser: Browser;
let site: Site;
beforeAll(async () => {
  [browser, site] = await Promise.all([launchChromium(), serveSite((_, of, query) => shop(query, of))]);
});
afterAll(async () => {
  await browser?.close();
  site?.stop();
});

type Seen = { readonly log: string[]; readonly called: string[] };
/** Opens the shop in frames, so many at a time, each with another part of the platform broken. */
const visitAll = async (queries: readonly string[]): Promise<{ seen: Seen[]; spoken: string[] }> => {
  const page = await browser.newPage();
  const spoken: string[] = [];
  page.on('console', (message) => spoken.push(message.text()));
  page.on('pageerror', (error) => spoken.push(error.message));
  await page.goto(`${site.url}/host`);
  const seen: Seen[] = await page.evaluate(async (all) => {
    const visit = async (query: string) => {
      const frame = document.createElement('iframe');
      const loaded = new Promise((done) => frame.addEventListener('load', done));
      frame.src = `/shop?${query}`;
      document.body.append(frame);
      await loaded;
      type Shop = { log?: string[]; over?: boolean; faults?: { called: string[] } };
      const view = frame.contentWindow as Window & Shop;
      // Until the shop has done its own four things, on however slow a machine, and has stopped ours; and a moment more.
      for (let k = 0; k < 600 && ((view.log?.length ?? 0) < 4 || view.over !== true); k++)
        await new Promise((done) => setTimeout(done, 100));
      await new Promise((done) => setTimeout(done, 200));
      const result = { log: [...(view.log ?? [])].sort(), called: view.faults?.called ?? [] };
      frame.remove();
      return result;
    };
    const results: { log: string[]; called: string[] }[] = [];
    const rest = all.map((query, k) => ({ query, k }));
    const worker = async () => {
      for (let next = rest.shift(); next !== undefined; next = rest.shift())
        results[next.k] = await visit(next.query);
    };
    await Promise.all(Array.from({ length: 16 }, worker));
    return results;
  }, queries);
  await page.close();
  return { seen, spoken };
};

describe('a page whose browser fails our script', () => {
  it('goes on as it would without us, whatever one of the APIs that we touch throws', async () => {
    const {
      seen: [plain, found],
      spoken,
    } = await visitAll(['plain', 'break=']);
    expect(plain?.log).toEqual(['bought', 'sent', 'typed', 'went to #next']);
    expect([found?.log, spoken]).toEqual([plain?.log, []]);
    // The list is found, not written: a visit that uses less of the platform than this has not run.
    const called = found?.called ?? [];
    expect(called.length).toBeGreaterThan(40);
    expect(called).toEqual(
      expect.arrayContaining([
        'EventTarget.addEventListener',
        'fetch',
        'SubtleCrypto.verify',
        'IDBFactory.open',
        'new MutationObserver',
      ]),
    );
    const broken = await visitAll(called.map((name) => `break=${encodeURIComponent(name)}`));
    const harmed = broken.seen.flatMap(({ log }, k) => {
      const more = log.filter((entry) => !plain?.log.includes(entry));
      return JSON.stringify(log) === JSON.stringify(plain?.log)
        ? []
        : [`${called[k]}: ${more.join(' | ') || log.join()}`];
    });
    expect([harmed, broken.spoken]).toEqual([[], []]);
  }, 240_000);
});
