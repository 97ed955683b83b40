import type { StoredLine } from '@causeway/contract';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Shops, startShops } from '../../examples/house/start-shops.ts';
import { recipes } from '../../examples/recipes.ts';
import { launchChromium } from '../support/chromium.ts';
import { until } from '../support/until.ts';
import { linesOf, loggedNow } from './logged-now.ts';

let browser: Browser;
let shops: Shops<keyof typeof recipes>;
beforeAll(async () => {
  [shops, browser] = await Promise.all([startShops(recipes), launchChromium()]);
});
afterAll(async () => {
  await browser?.close();
  await shops?.stop();
});

/** Visitors that it takes at most to see both answers of an even draw: the odds against are one in 2^38. */
const MOST = 40;
type Visit = { readonly page: Page; readonly context: BrowserContext; readonly wrong: string[] };

const visit = async (url: string, init?: () => void): Promise<Visit> => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const wrong: string[] = [];
  page.on('pageerror', ({ message }) => wrong.push(message));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()) && !/favicon/.test(message.location().url))
      wrong.push(message.text());
  });
  if (init !== undefined) await page.addInitScript(init);
  await page.goto(url);
  return { page, context, wrong };
};

/** New visitors, until each of the answers was given once. What one visitor lived through, by the answer. */
const untilBoth = async (
  actions: readonly string[],
  live: () => Promise<{ readonly action: string; readonly end: () => Promise<void> }>,
): Promise<void> => {
  const left = new Set(actions);
  for (let k = 0; k < MOST && left.size > 0; k++) {
    const { action, end } = await live();
    left.delete(action);
    await end();
  }
  expect([...left], `not drawn by ${MOST} visitors`).toEqual([]);
};

const sessionOf = (page: Page): Promise<string> =>
  page
    .waitForFunction(() => {
      const kept = JSON.parse(sessionStorage.getItem('causeway.visit') ?? 'null');
      return kept?.snapshot.session as string | undefined;
    })
    .then((handle) => handle.jsonValue() as Promise<string>);

/** The log of a visit once it holds such a line: beacons come when they come. */
const loggedWith = (session: string, met: (line: StoredLine['line']) => boolean) =>
  until(async () => {
    const lines = await loggedNow(shops.edge, session);
    expect(lines.some(({ line }) => met(line))).toBe(true);
    return lines;
  });
const eventsOf = (lines: readonly StoredLine[]) => linesOf(lines, 'action').map(({ event }) => event);
/** Stages before the order, in the order of the journey's steps. */
const stagesOf = (lines: readonly StoredLine[]) => [
  ...new Set(linesOf(lines, 'step').flatMap(({ stage }) => (stage === 'done' ? [] : stage))),
];
const ordered = (line: StoredLine['line']) => line.kind === 'end' && line.end === 'order';

const fillIn = async (page: Page): Promise<void> => {
  await page.fill('[name=street]', 'Herb Lane 7');
  await page.fill('[name=postcode]', '1012 AB');
  await page.click('text=Order');
  await page.waitForSelector('text=Thank you');
};

/** Sends an empty form, and waits for what was decided about it; why nothing was, on a machine that is too slow. */
const turnedBack = async (page: Page): Promise<string> => {
  await page.click('text=Order');
  const handle = await page.waitForFunction(`(() => {
    const decided = causeway('start')?.state()?.lastDecision?.decided;
    return decided && (decided.reason ?? decided.action);
  })()`);
  return (await handle.jsonValue()) as string;
};

describe('the recipes, each in Chromium against a real edge', () => {
  it('plain: a blocked form asks, help is shown as drawn, seen and used; the next page is the same visit', async () => {
    await untilBoth(['none', 'form-help'], async () => {
      const { page, context, wrong } = await visit(`${shops.urls.plain}/cart`);
      await page.click('text=To the till');
      await page.waitForURL('**/shipping');
      const action = await turnedBack(page);
      const session = await sessionOf(page);
      if (action === 'form-help') await page.click('text=Got it');
      expect(await page.locator('.help').count(), 'nothing unasked').toBe(0);
      await fillIn(page);
      const lines = await loggedWith(session, ordered);
      if (['none', 'form-help'].includes(action))
        expect(linesOf(lines, 'decision')).toMatchObject([{ action, propensity: 0.5 }]);
      if (action === 'form-help')
        expect(eventsOf(lines).sort()).toEqual(['acted', 'dismissed', 'rendered', 'seen']);
      expect(linesOf(lines, 'end').map(({ end }) => end)).toEqual(['order']);
      expect(stagesOf(lines)).toEqual(['cart', 'shipping']);
      expect(wrong).toEqual([]);
      return { action, end: () => context.close() };
    });
  });

  it('react, in StrictMode: asked once, shown once, and gone when dismissed', async () => {
    await untilBoth(['none', 'form-help'], async () => {
      const { page, context, wrong } = await visit(shops.urls.react);
      const session = await sessionOf(page);
      const asked = page.waitForResponse(/\/v1\/decision$/);
      await page.click('text=Order');
      const { action } = (await (await asked).json()) as { action: string };
      const late = await loggedWith(session, ({ kind }) => kind === 'asked');
      const [{ result = '' } = {}] = linesOf(late, 'asked');
      if (action === 'form-help' && result === 'answered') {
        await page.waitForSelector('.help');
        await loggedWith(session, (line) => line.kind === 'action' && line.event === 'seen');
        await page.click('text=Got it');
        expect(await page.locator('.help').count()).toBe(0);
      } else expect(await page.locator('.help').count()).toBe(0);
      await fillIn(page);
      const lines = await loggedWith(session, ordered);
      expect(linesOf(lines, 'asked')).toHaveLength(1);
      if (action === 'form-help' && result === 'answered')
        expect(eventsOf(lines).sort()).toEqual(['acted', 'dismissed', 'rendered', 'seen']);
      expect(wrong).toEqual([]);
      return { action: result === 'answered' ? action : 'late', end: () => context.close() };
    });
  });

  it('server-rendered: the first HTML holds the decision, hydrates without a mismatch and without a flicker', async () => {
    await untilBoth(['none', 'reassurance'], async () => {
      const { page, context, wrong } = await visit(shops.urls['server-rendered'], () => {
        // Every element that leaves or joins the rendered part from the first byte on.
        const moved: string[] = [];
        Object.assign(window, { moved });
        addEventListener('DOMContentLoaded', () => undefined);
        const watch = () => {
          const root = document.getElementById('root');
          if (root === null) return requestAnimationFrame(watch);
          const elements = (nodes: NodeList) => [...nodes].filter(({ nodeType }) => nodeType === 1);
          return new MutationObserver((records) => {
            // The parser may still be at work: what it appends is the first HTML, not a change of it.
            if (document.readyState === 'loading') return;
            for (const { removedNodes, addedNodes } of records)
              for (const node of [...elements(removedNodes), ...elements(addedNodes)])
                moved.push((node as Element).outerHTML);
          }).observe(root, { childList: true, subtree: true, characterData: true });
        };
        watch();
      });
      const first = await (await context.request.get(shops.urls['server-rendered'])).text();
      expect(first).toContain('<h1>Pay</h1>');
      const session = await sessionOf(page);
      const decided = await page.evaluate(() => {
        const text = document.getElementById('causeway-bootstrap')?.textContent ?? '';
        return JSON.parse(text).decisions['checkout-help'] as { action: string; decision: string };
      });
      const shown = decided.action === 'reassurance';
      expect(await page.locator('.help').count()).toBe(shown ? 1 : 0);
      const seen = (line: StoredLine['line']) => line.kind === 'action' && line.event === 'seen';
      if (shown) {
        const lines = await loggedWith(session, seen);
        expect(new Set(linesOf(lines, 'action').map(({ decision }) => decision))).toEqual(
          new Set([decided.decision]),
        );
        expect(new Set(eventsOf(lines))).toEqual(new Set(['rendered', 'seen']));
        const kept = await loggedNow(shops.edge, decided.decision);
        expect(linesOf(kept, 'decision')).toMatchObject([{ action: 'reassurance', propensity: 0.5 }]);
        const subjects = new Set([...lines, ...kept].map(({ subject }) => subject));
        expect([...subjects], 'server and page speak of one person').toHaveLength(1);
      }
      expect(await page.evaluate('moved')).toEqual([]);
      expect(wrong).toEqual([]);
      return { action: decided.decision === null ? 'late' : decided.action, end: () => context.close() };
    });
  });

  it('theme: consent first, a basket drawn anew by AJAX is no dead click, and the steps are the stages', async () => {
    const { page, context, wrong } = await visit(`${shops.urls.theme}/products/pan`);
    expect(
      await page.evaluate(() => [Object.keys(sessionStorage), document.cookie.includes('causeway')]),
    ).toEqual([[], false]);
    await page.click('text=Yes');
    const session = await sessionOf(page);
    await page.click('text=Add to basket');
    await page.waitForSelector('#cart-drawer[open]');
    await page.click('[aria-label="One more"]');
    await page.waitForSelector('output:text("2")');
    await page.click('[aria-label="One more"]');
    await page.waitForSelector('output:text("3")');
    // As long as a press may wait for its answer before it is called dead.
    await page.waitForTimeout(3600);
    await page.click('text=Check out');
    await page.waitForURL('**/information');
    await page.click('text=Continue to shipping');
    await page.fill('[name=email]', 'sage@example.com');
    await page.click('text=Continue to shipping');
    await page.click('text=Continue to payment');
    await page.fill('[name=card]', '4242424242424242');
    await page.click('text=Pay now');
    await page.waitForURL('**/thank-you*');
    const lines = await loggedWith(session, ordered);
    const steps = linesOf(lines, 'step');
    expect(stagesOf(lines)).toEqual(['product', 'cart', 'shipping', 'payment']);
    expect(steps.find(({ stage }) => stage === 'shipping')?.context).toMatchObject({
      cartItems: 3,
      cartCents: 12_000,
    });
    const kinds = new Set(steps.flatMap(({ facts }) => facts.map(({ kind }) => kind)));
    expect(kinds).toContain('submit-blocked');
    for (const kind of ['dead-click', 'rage-click'] as const) expect(kinds).not.toContain(kind);
    expect(linesOf(lines, 'end').map(({ end }) => end)).toEqual(['order']);
    expect(wrong).toEqual([]);
    await context.close();
  });
});
