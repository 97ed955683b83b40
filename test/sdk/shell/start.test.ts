// @vitest-environment happy-dom
import { FACT_KINDS, type PageLine } from '@causeway/contract';
import { type Shopper, type StartOptions, start } from '@causeway/sdk';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { until } from '../../support/until.ts';
import { createFakeEdge, type FakeEdge, ORIGIN } from '../core/fake-edge.ts';

let edge: FakeEdge;
let shopper: Shopper | null = null;
const calls = { listen: 0, unlisten: 0, fetch: 0 };
const stopped = () => calls.listen === calls.unlisten;

beforeEach(async () => {
  Object.assign(calls, { listen: 0, unlisten: 0, fetch: 0 });
  sessionStorage.clear();
  edge = await createFakeEdge();
  edge.signedAt = Date.now();
  for (const target of [window, document] as EventTarget[]) {
    const add = target.addEventListener.bind(target);
    const remove = target.removeEventListener.bind(target);
    vi.spyOn(target, 'addEventListener').mockImplementation((...args) => {
      calls.listen += 1;
      add(...args);
    });
    vi.spyOn(target, 'removeEventListener').mockImplementation((...args) => {
      calls.unlisten += 1;
      remove(...args);
    });
  }
  vi.spyOn(window, 'fetch').mockImplementation(async (url, init) => {
    calls.fetch += 1;
    const path = new URL(String(url)).pathname;
    const answer = await edge.send(
      { method: (init?.method ?? 'GET') as 'GET', path, body: String(init?.body ?? ''), contentType: '' },
      1000,
    );
    return new Response(answer.body, { status: answer.status });
  });
  vi.spyOn(navigator, 'sendBeacon').mockReturnValue(true);
  Object.defineProperty(navigator, 'globalPrivacyControl', { value: undefined, configurable: true });
});
afterEach(() => {
  shopper?.stop();
  shopper = null;
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const begin = (more: StartOptions = {}): Shopper => {
  shopper = start({ edge: 'https://edge.example', keys: edge.options.keys, deadlineMs: 10_000, ...more });
  return shopper;
};
const settle = (ms = 60) => new Promise((resolve) => setTimeout(resolve, ms));
const running = async (more: StartOptions = {}): Promise<{ shop: Shopper; lines: PageLine[] }> => {
  const shop = begin({ consent: 'granted', ...more });
  const lines: PageLine[] = [];
  shop.on('line', (line) => lines.push(line));
  await until(() => expect(shop.state()).not.toBeNull());
  return { shop, lines };
};
const setGpc = (value: boolean) =>
  Object.defineProperty(navigator, 'globalPrivacyControl', { value, configurable: true });

describe('before consent', () => {
  it.each<[string, StartOptions, boolean]>([
    ['no word of it', {}, false],
    ['denied', { consent: 'denied' }, false],
    ['Global Privacy Control', { consent: 'granted' }, true],
    ['a consent that is no consent', { consent: 'yes' as never }, false],
  ])('%s: nothing is listened to, stored or sent', async (_, options, gpc) => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    if (gpc) setGpc(true);
    const set = vi.spyOn(Storage.prototype, 'setItem');
    const get = vi.spyOn(Storage.prototype, 'getItem');
    const shop = begin(options);
    shop.friction('payment-failed');
    shop.cart({ items: 1, cents: 100 });
    shop.stage('cart');
    await expect(shop.decide('help')).resolves.toMatchObject({ action: 'none', reason: 'not-running' });
    await settle();
    expect([calls.listen, calls.fetch, shop.state()]).toEqual([0, 0, null]);
    expect([set, get].map((spy) => spy.mock.calls.length)).toEqual([0, 0]);
  });

  it('a shop may choose not to honour Global Privacy Control', async () => {
    setGpc(true);
    await running({ honourGpc: false });
    expect(calls.listen).toBeGreaterThan(0);
  });

  it('starts when consent comes, and stops and forgets when it is taken back', async () => {
    const shop = begin();
    shop.consent('granted');
    await until(() => expect(shop.state()).not.toBeNull());
    shop.stage('cart');
    expect(sessionStorage.length).toBe(1);
    shop.consent('denied');
    expect(shop.state()).toBeNull();
    expect(sessionStorage.length).toBe(0);
    expect(stopped()).toBe(true);
    const before = calls.fetch;
    await settle(700);
    expect(calls.fetch).toBe(before);
  });
});

describe('consent that is taken back', () => {
  it('sends nothing more, not even what was felt before', async () => {
    const { shop } = await running();
    await until(() => expect(calls.fetch).toBeGreaterThan(0));
    await settle();
    const beacons = vi.spyOn(navigator, 'sendBeacon');
    const before = calls.fetch;
    shop.stage('payment');
    shop.friction('payment-failed');
    shop.consent('denied');
    await settle(700);
    expect([calls.fetch - before, beacons.mock.calls.length]).toEqual([0, 0]);
  });

  it('asks nothing more once the answer comes that was on its way', async () => {
    vi.spyOn(window.location, 'origin', 'get').mockReturnValue(ORIGIN);
    let answer = () => {};
    const held = new Promise<void>((done) => {
      answer = done;
    });
    const { send } = edge;
    edge.send = (request, ms) => held.then(() => send(request, ms));
    const shop = begin({ consent: 'granted' });
    await until(() => expect(calls.fetch).toBe(1));
    shop.consent('denied');
    answer();
    await until(() => expect(edge.requests).toHaveLength(1));
    await settle(700);
    expect(calls.fetch).toBe(1);
  });

  it('shows nothing by an answer that was on its way', async () => {
    vi.spyOn(window.location, 'origin', 'get').mockReturnValue(ORIGIN);
    const shown = vi.fn();
    const { shop } = await running({ actions: { 'form-help': shown } });
    await until(() => expect(shop.state()?.signed).toBe(true));
    const { send } = edge;
    let answer = () => {};
    const held = new Promise<void>((done) => {
      answer = done;
    });
    edge.send = (request, ms) =>
      request.path === '/v1/decision' ? held.then(() => send(request, ms)) : send(request, ms);
    const before = calls.fetch;
    const decided = shop.decide('help');
    await until(() => expect(calls.fetch).toBe(before + 1));
    shop.consent('denied');
    answer();
    await expect(decided).resolves.toMatchObject({ action: 'none', reason: 'not-running' });
    expect(shown).not.toHaveBeenCalled();
  });

  it('erase clears the device and names the pseudonym to the shop’s own server, which alone may erase the rest', async () => {
    const { shop } = await running({ eraseAt: 'https://shop.example/erase' });
    const subject = shop.state()?.profile.subject;
    const asked: unknown[] = [];
    vi.spyOn(window, 'fetch').mockImplementation(async (url, init) => {
      asked.push([url, init?.body]);
      return new Response(null, { status: 204 });
    });
    await expect(shop.erase()).resolves.toBe(true);
    expect(asked).toEqual([['https://shop.example/erase', JSON.stringify({ subject })]]);
    expect([shop.state(), sessionStorage.length]).toEqual([null, 0]);
  });
});

describe('a running shopper', () => {
  it.each([
    ['asks by itself where it was given actions', { 'form-help': () => undefined }, 1],
    ['leaves it to a shop that renders by itself', {}, 0],
  ])('at a trigger %s', async (_, actions, asked) => {
    vi.spyOn(window.location, 'origin', 'get').mockReturnValue(ORIGIN);
    const { shop } = await running({ actions });
    const points: string[] = [];
    shop.on('trigger', ({ point }) => points.push(point));
    await until(() => expect(shop.state()?.signed).toBe(true));
    for (const stage of ['review', 'payment', 'review', 'payment', 'review'] as const) {
      shop.friction('payment-failed', 'pay', 3);
      shop.stage(stage);
    }
    await until(() => expect(points).toEqual(['help']));
    await settle(300);
    expect(edge.requests.filter(({ path }) => path === '/v1/decision')).toHaveLength(asked);
  });

  it('starts as well without a map of stages as with one that is null', async () => {
    const { shop } = await running({ stages: null as never });
    expect(shop.state()).not.toBeNull();
  });

  it('folds, asks, renders, tells what became of it, and delivers', async () => {
    vi.spyOn(window.location, 'origin', 'get').mockReturnValue(ORIGIN);
    const seen: unknown[] = [];
    const { shop, lines } = await running({
      actions: {
        'form-help': (call) => {
          seen.push(call.action);
          call.acted();
          call.acted();
          call.dismiss();
        },
      },
    });
    await until(() => expect(shop.state()?.signed).toBe(true));
    shop.cart({ items: 2, cents: 4200 });
    shop.friction('payment-failed', 'pay');
    shop.stage('payment');
    await expect(shop.decide('help')).resolves.toMatchObject({ action: 'form-help', propensity: 0.5 });
    await shop.decide('help');
    expect(seen, 'shown once, however often it is asked for').toEqual(['form-help']);
    expect(lines.map(({ kind }) => kind)).toEqual(['step', 'step', 'asked', 'action', 'action', 'action']);
    expect(lines[1]).toMatchObject({
      facts: [{ kind: 'payment-failed', role: 'pay', value: 1, unit: FACT_KINDS['payment-failed'].unit }],
    });
    expect(lines.flatMap((line) => (line.kind === 'action' ? line.event : []))).toEqual([
      'acted',
      'dismissed',
      'rendered',
    ]);
    await until(() =>
      expect(edge.kept.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['step', 'asked', 'action'])),
    );
    expect(edge.receipts).toHaveLength(1);
  });

  it('asks nothing when an address is none and the browser does not tell before', async () => {
    vi.spyOn(URL, 'canParse').mockReturnValue(true);
    const shop = begin({ consent: 'granted', beacons: 'https://[' });
    await settle();
    expect([shop.state(), calls.fetch]).toEqual([null, 0]);
    await expect(shop.decide('help')).resolves.toMatchObject({ reason: 'not-running' });
  });

  it('works without an edge: friction, and no request', async () => {
    shopper = start({ consent: 'granted' });
    const shop = shopper;
    await until(() => expect(shop.state()).not.toBeNull());
    shop.friction('payment-failed');
    expect(shop.state()?.hazard).toBeGreaterThan(0.1);
    await expect(shop.decide('help')).resolves.toMatchObject({ action: 'none', reason: 'no-edge' });
    expect(calls.fetch).toBe(0);
  });

  it('stop removes every listener; later calls do nothing', async () => {
    const { shop } = await running();
    expect(calls.listen).toBeGreaterThan(20);
    shop.stop();
    expect(stopped()).toBe(true);
    shop.friction('payment-failed');
    shop.outcome('order');
    shop.stop();
    expect(shop.state()).toBeNull();
    await expect(shop.decide('help')).resolves.toMatchObject({ reason: 'not-running' });
  });

  it('a start that breaks half way leaves nothing running', async () => {
    const ears = vi.mocked(window.addEventListener);
    const add = ears.getMockImplementation() as typeof window.addEventListener;
    let broke = 0;
    ears.mockImplementation((...heard: Parameters<typeof add>) => {
      if (heard[0] === 'online') {
        broke += 1;
        throw new Error('no such ears here');
      }
      add(...heard);
    });
    const timers = new Set<unknown>();
    const [set, clear] = [window.setInterval, window.clearInterval];
    vi.spyOn(window, 'setInterval').mockImplementation(((...args: Parameters<typeof set>) => {
      const timer = set.apply(window, args);
      timers.add(timer);
      return timer;
    }) as never);
    vi.spyOn(window, 'clearInterval').mockImplementation((timer) => {
      timers.delete(timer);
      clear.call(window, timer as never);
    });
    const shop = begin({ consent: 'granted' });
    await until(() => expect(broke).toBe(1));
    await settle();
    expect(shop.state()).toBeNull();
    expect(timers.size).toBe(0);
    expect(stopped()).toBe(true);
    const asked = calls.fetch;
    await settle(700);
    expect(calls.fetch).toBe(asked);
  });

  it('a stop before the visit is open leaves nothing behind', async () => {
    begin({ consent: 'granted' }).stop();
    await settle(700);
    expect([calls.listen - calls.unlisten, shopper?.state()]).toEqual([0, null]);
  });

  it('never throws: bad options, bad calls, a listener and a handler that throw', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const bad = {
      edge: 'nowhere',
      deadlineMs: -1,
      keys: [],
      stages: { kitchen: '/x' },
      friction: { exclude: '<<<' },
    };
    const { shop } = await running(bad as never);
    expect(warn).toHaveBeenCalledOnce();
    expect(String(warn.mock.calls[0])).toMatch(
      /options\.edge.*options\.deadlineMs.*options\.stages\.kitchen/s,
    );
    shop.on('friction', () => {
      throw new Error('the shop’s own');
    });
    shop.friction('payment-failed');
    shop.friction('nothing' as never);
    shop.cart(undefined as never);
    shop.stage('kitchen' as never);
    shop.action('x', 'acted');
    expect(shop.state()?.drops).toMatchObject({
      'bad-config': 3,
      'listener-failed': 1,
      'bad-fact': 1,
      'bad-cart': 1,
      'bad-stage': 1,
      'bad-decision': 1,
    });
  });

  it('goes on with the visit on the next page, and begins a new one after an order', async () => {
    const first = await running();
    first.shop.friction('payment-failed');
    first.shop.stage('payment');
    const { session, step } = first.shop.state() ?? { session: '', step: 0 };
    first.shop.stop();
    const second = await running();
    expect(second.shop.state()).toMatchObject({ session, step, stage: 'payment' });
    second.shop.outcome('order');
    expect(second.lines).toContainEqual(expect.objectContaining({ kind: 'end', end: 'order' }));
    second.shop.stage('done');
    second.shop.stage('browse');
    await until(() => expect(second.shop.state()?.session).toMatch(/./));
    expect(second.shop.state()?.session).not.toBe(session);
  });
});
