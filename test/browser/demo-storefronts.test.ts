import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Release, releaseDigest, uniformPolicy } from '@causeway/contract';
import { signRelease } from '@causeway/offline';
import { edgeClient } from '@causeway/worker-edge/harness';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Demo, startDemo } from '../../demo-store/stage/start-demo.ts';
import { launchChromium } from '../support/chromium.ts';
import {
  type Base,
  enter,
  fillBasket,
  giveAddress,
  leave,
  logged,
  newVisitor,
  panelOf,
  pay,
  sessionOf,
} from './demo-shopper.ts';
import { linesOf } from './logged-now.ts';

const SLOW_TEST_MS = 240_000;
const dir = mkdtempSync(join(tmpdir(), 'demo-store-'));
let demo: Demo;
let browser: Browser;

beforeAll(async () => {
  [demo, browser] = await Promise.all([
    startDemo({ port: 0, sessions: 400, dir, holdout: 0, patienceMs: 10_000, say: () => undefined }),
    launchChromium(),
  ]);
}, 480_000);
afterAll(async () => {
  await browser?.close();
  await demo?.stop();
  rmSync(dir, { recursive: true, force: true });
});

/** Margin of two santokus before any incentive: 2 × €92.00 at 37 %. */
const MARGIN_CENTS = 6808;

describe.each<{ name: string; base: Base }>([
  { name: 'plain storefront', base: '' },
  { name: 'React storefront', base: '/react' },
])('the $name', ({ base }) => {
  it(
    'logs rejected fields, the decision they lead to, and the order’s money',
    async () => {
      const visitor = await newVisitor(browser);
      const { page, wrong } = visitor;
      await enter(page, `${demo.url}${base}/?trouble=reject`, 'thyme');
      await fillBasket(page);
      const session = await sessionOf(page);
      expect(await giveAddress(page)).toBe(3);
      await panelOf(page)
        .getByText(/was drawn with p = /)
        .waitFor();
      await pay(page);
      await leave(visitor);

      const lines = await logged(demo, session);
      const steps = linesOf(lines, 'step');
      const kinds = new Set(steps.flatMap(({ facts }) => facts.map(({ kind }) => kind)));
      expect(kinds).toContain('validation-error');
      expect(kinds).toContain('submit-blocked');
      const stages = ['landing', 'browse', 'product', 'cart', 'shipping', 'payment'];
      expect([...new Set(steps.map(({ stage }) => stage))].filter((stage) => stages.includes(stage))).toEqual(
        stages,
      );
      expect(steps.map(({ step }) => step)).toEqual(steps.map((_, k) => k + 1));

      const [decision, ...more] = linesOf(lines, 'decision');
      if (decision === undefined) throw new Error('no decision was logged');
      expect(more).toEqual([]);
      expect(decision).toMatchObject({ session, point: 'checkout-help', known: true });
      expect(decision.propensity).toBe(decision.distribution[decision.actions.indexOf(decision.action)]);
      expect(decision.propensity).toBeGreaterThan(0);
      expect(decision.distribution.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
      expect(linesOf(lines, 'asked').map(({ result }) => result)).toEqual(['answered']);

      const [outcome] = linesOf(lines, 'outcome');
      expect(outcome).toMatchObject({
        type: 'order',
        session,
        revenueCents: 18_400,
        marginCents: MARGIN_CENTS,
      });
      expect(outcome?.subject).toBe(decision.subject);
      expect(linesOf(lines, 'end').map(({ end }) => end)).toEqual(['order']);
      expect(wrong).toEqual([]);
    },
    SLOW_TEST_MS,
  );

  it(
    'logs failed payments, as a guest who can get help and no money',
    async () => {
      const visitor = await newVisitor(browser);
      const { page, wrong } = visitor;
      await enter(page, `${demo.url}${base}/?trouble=payment`);
      await fillBasket(page);
      const session = await sessionOf(page);
      await giveAddress(page);
      expect(await pay(page)).toBe(3);
      await leave(visitor);

      const lines = await logged(demo, session);
      const facts = linesOf(lines, 'step').flatMap((step) => step.facts);
      const failed = facts.filter(({ kind }) => kind === 'payment-failed');
      expect(failed.map(({ stage, role }) => `${stage} ${role}`)).toEqual(['payment pay', 'payment pay']);
      for (const { masks, known } of linesOf(lines, 'decision')) {
        expect(known).toBe(false);
        expect(masks).toMatchObject({ 'free-shipping': 'unproven', 'discount-10': 'unproven' });
      }
      const [outcome] = linesOf(lines, 'outcome');
      expect(outcome).toMatchObject({ revenueCents: 18_400, redeemed: null });
      expect(outcome?.subject).toMatch(/^anon:/);
      expect(wrong).toEqual([]);
    },
    SLOW_TEST_MS,
  );

  it(
    'logs how slow the answers were',
    async () => {
      const visitor = await newVisitor(browser);
      const { page, wrong } = visitor;
      await enter(page, `${demo.url}${base}/`);
      await fillBasket(page);
      const session = await sessionOf(page);
      await panelOf(page).getByText('Make trouble').click();
      await panelOf(page).getByLabel('Slow answers').check();
      await panelOf(page).getByText('1 on').waitFor();
      await panelOf(page).getByText('Make trouble').click();
      await giveAddress(page);
      await pay(page);
      await leave(visitor);

      const facts = linesOf(await logged(demo, session), 'step').flatMap((step) => step.facts);
      // The panel stands beside the shop and moves nothing in it.
      expect(facts.filter(({ kind }) => kind === 'layout-shift')).toEqual([]);
      const slow = facts.filter(({ kind, value }) => kind.startsWith('slow-') && value >= 1700);
      expect(slow.length).toBeGreaterThan(0);
      expect(new Set(slow.map(({ unit }) => unit))).toEqual(new Set(['ms']));
      expect(wrong).toEqual([]);
    },
    SLOW_TEST_MS,
  );

  it(
    'sells as ever when the edge is down, and reports the order when it is back',
    async () => {
      const visitor = await newVisitor(browser);
      const { page, wrong, context } = visitor;
      await enter(page, `${demo.url}${base}/?trouble=reject`);
      await fillBasket(page);
      const session = await sessionOf(page);
      const goesDown = page.waitForResponse(/\/api\/trouble$/);
      await panelOf(page).getByText('Make trouble').click();
      await panelOf(page).getByLabel('Edge down').check();
      await goesDown;
      await panelOf(page).getByText('Make trouble').click();
      expect(await giveAddress(page)).toBeGreaterThan(0);
      await pay(page);
      expect(wrong).toEqual([]);
      expect(demo.outbox.pending()).toBe(1);

      const isBack = page.waitForResponse(/\/api\/trouble$/);
      await panelOf(page).getByText('Make trouble').click();
      await panelOf(page).getByLabel('Edge down').uncheck();
      await isBack;
      await expect.poll(() => demo.outbox.pending()).toBe(0);
      await context.close();
      const outcomes = linesOf(await logged(demo, session), 'outcome');
      expect(outcomes.map(({ revenueCents }) => revenueCents)).toEqual([18_400]);
    },
    SLOW_TEST_MS,
  );
});

describe('the panel', () => {
  it(
    'learns once from the log, and makes a new visitor',
    async () => {
      const visitor = await newVisitor(browser);
      const { page, wrong, context } = visitor;
      await enter(page, `${demo.url}/`, 'sorrel');
      const before = demo.learner.state().release;
      const session = await sessionOf(page);
      await panelOf(page).getByRole('button', { name: 'Learn from the log' }).click();
      const next = `Release ${(before?.sequence ?? 0) + 1} ·`;
      await panelOf(page).locator('.result').getByText(next).waitFor();
      const link = await panelOf(page).getByRole('link', { name: 'Read its dossier' }).getAttribute('href');
      const dossier = await page.request.get(`${demo.url}${link}`);
      expect(dossier.status()).toBe(200);
      expect(await dossier.text()).toContain('<svg');
      const health = (await (await fetch(`${demo.edge.url}/v1/health`)).json()) as { release: string };
      expect(health.release).toBe(demo.learner.state().release?.digest);

      const home = page.waitForEvent('load');
      await panelOf(page).getByRole('button', { name: 'New visitor' }).click();
      await home;
      await expect.poll(() => sessionOf(page)).not.toBe(session);
      expect(await panelOf(page).getByLabel('Shop as').inputValue()).toBe('');
      await panelOf(page).getByText('stranger').waitFor();
      expect(wrong).toEqual([]);
      await context.close();
    },
    SLOW_TEST_MS,
  );
});

describe('an incentive', () => {
  /** A release that gives one action to everyone who may have it. */
  const always = async (action: string, sequence: number): Promise<Release> => {
    const client = edgeClient({ url: demo.edge.url, keys: demo.edge.keys });
    const live = demo.learner.live();
    const policy = { ...uniformPolicy(live.actions.length), bounds: { [action]: { low: 1, high: 1 } } };
    const release = { ...live, sequence, policy, budget: { id: `test-${sequence}`, capCents: 50_000 } };
    await client.putRelease(await signRelease(release, demo.edge.keys.releaseSigner, Date.now()));
    return release;
  };

  it.each<{ action: string; base: Base; customer: string; cents: number; title: string }>([
    { action: 'free-shipping', base: '', customer: 'dill', cents: 490, title: 'Shipping is on us today' },
    {
      action: 'discount-10',
      base: '/react',
      customer: 'mint',
      cents: 1840,
      title: 'Ten per cent off this order',
    },
  ])(
    '$action comes off the price after its receipt is checked, and is told with the order',
    async ({ action, base, customer, cents, title }) => {
      const release = await always(action, action === 'free-shipping' ? 100 : 101);
      const health = async () =>
        ((await (await fetch(`${demo.edge.url}/v1/health`)).json()) as { release: string }).release;
      await expect.poll(health).toBe(releaseDigest(release));
      const visitor = await newVisitor(browser);
      const { page, wrong } = visitor;
      await enter(page, `${demo.url}${base}/?trouble=reject`, customer);
      await fillBasket(page);
      const session = await sessionOf(page);
      await giveAddress(page);
      await page.getByRole('heading', { name: title }).waitFor();
      await pay(page);
      await leave(visitor);

      const lines = await logged(demo, session);
      const [decision] = linesOf(lines, 'decision');
      expect(decision).toMatchObject({ action, granted: true, propensity: 1 });
      const [outcome] = linesOf(lines, 'outcome');
      expect(outcome?.redeemed).toEqual({ decision: decision?.id, cents });
      const events = linesOf(lines, 'action').map(({ event }) => event);
      expect(new Set(events)).toEqual(new Set(['acted', 'rendered', 'seen']));
      expect(wrong).toEqual([]);
    },
    SLOW_TEST_MS,
  );
});
