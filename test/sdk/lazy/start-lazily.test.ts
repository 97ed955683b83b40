// @vitest-environment happy-dom
import type { Shopper } from '@causeway/sdk';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startLazily } from '../../../packages/sdk/src/lazy/start-lazily.ts';

/** The rest, as the package's entry has it: what it was started with and called with, in order. */
const rest = vi.hoisted(() => ({
  loads: 0,
  broken: false,
  wait: Promise.resolve() as Promise<unknown>,
  calls: [] as unknown[][],
}));

vi.mock('../../../packages/sdk/src/index.ts', () => ({
  get start() {
    rest.loads += 1;
    if (rest.broken) throw new Error('no such file');
    return (options: { consent?: string }) => {
      rest.calls.push(['start', options.consent]);
      const told =
        (name: string, answer?: unknown) =>
        (...args: unknown[]) => {
          rest.calls.push([name, ...args.filter((arg) => typeof arg !== 'function')]);
          return answer;
        };
      return {
        on: told('on', () => rest.calls.push(['off'])),
        decide: told('decide', Promise.resolve({ action: 'chat', decision: 'd', propensity: 0.5 })),
        outcome: told('outcome'),
        friction: told('friction'),
        cart: told('cart'),
        stage: told('stage'),
        action: told('action'),
        consent: told('consent'),
        erase: told('erase', Promise.resolve(true)),
        state: () => 'state',
        stop: told('stop'),
      };
    };
  },
}));

const settle = () => vi.advanceTimersByTimeAsync(0);
const press = () => document.dispatchEvent(new Event('pointerdown', { bubbles: true }));
let shopper: Shopper | null = null;
const begin = (...args: Parameters<typeof startLazily>): Shopper => {
  shopper = startLazily(...args);
  return shopper;
};

beforeEach(() => {
  vi.useFakeTimers();
  Object.assign(rest, { loads: 0, broken: false, calls: [] });
  Object.defineProperty(navigator, 'globalPrivacyControl', { value: undefined, configurable: true });
  // A page that still comes in: nothing is idle yet.
  vi.spyOn(document, 'readyState', 'get').mockReturnValue('loading');
});
afterEach(() => {
  shopper?.stop();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('a start that loads the rest later', () => {
  it('loads nothing before consent, and nothing under Global Privacy Control', async () => {
    const shop = begin({});
    shop.cart({ items: 1, cents: 100 });
    shop.outcome('left');
    press();
    expect(await shop.decide('help')).toMatchObject({ action: 'none', reason: 'not-running' });
    Object.defineProperty(navigator, 'globalPrivacyControl', { value: true, configurable: true });
    shop.consent('granted');
    press();
    expect((await shop.decide('help')).reason).toBe('not-running');
    await settle();
    expect(rest.loads).toBe(0);
  });

  it.each<[string, () => void]>([
    ['the first press', press],
    ['the first key', () => document.dispatchEvent(new Event('keydown'))],
    ['the load of the page', () => window.dispatchEvent(new Event('load'))],
    ['what cannot wait', () => shopper?.friction('payment-failed')],
  ])('loads it once at %s', async (_, happen) => {
    vi.stubGlobal('requestIdleCallback', (run: () => void) => run());
    begin({ consent: 'granted' });
    await settle();
    expect(rest.loads).toBe(0);
    happen();
    happen();
    press();
    await settle();
    expect(rest.calls.filter(([name]) => name === 'start')).toEqual([['start', 'granted']]);
    vi.unstubAllGlobals();
  });

  it('loads it at once when told so', async () => {
    begin({ consent: 'granted' }, 'now');
    await settle();
    expect(rest.calls).toEqual([['start', 'granted']]);
  });

  it('gives it the calls in their order, listeners first, at most 200 of them', async () => {
    const shop = begin({ consent: 'granted' });
    shop.stage('cart');
    shop.cart({ items: 1, cents: 100 });
    const off = shop.on('friction', () => {});
    shop.on('step', () => {})();
    for (let k = 0; k < 300; k++) shop.stage('payment');
    const decided = shop.decide('help', ['chat']);
    expect(await decided).toMatchObject({ action: 'chat' });
    expect(rest.calls.slice(0, 4)).toEqual([
      ['start', 'granted'],
      ['on', 'friction'],
      ['stage', 'cart'],
      ['cart', { items: 1, cents: 100 }],
    ]);
    expect(rest.calls.filter(([name]) => name === 'stage')).toHaveLength(199);
    expect(rest.calls.at(-1)).toEqual(['decide', 'help', ['chat']]);
    off();
    expect(rest.calls.at(-1)).toEqual(['off']);
    expect(shop.state()).toBe('state');
  });

  it('says none with a reason where the rest cannot be had, and tries again at the next call', async () => {
    rest.broken = true;
    const shop = begin({ consent: 'granted' });
    expect(await shop.decide('help')).toMatchObject({ action: 'none', decision: null, reason: 'not-loaded' });
    expect(await shop.erase()).toBe(false);
    rest.broken = false;
    shop.consent('granted');
    expect(await shop.decide('help')).toMatchObject({ action: 'chat' });
  });

  it('asks for nothing that would come after the decision was given up', async () => {
    const shop = begin({ consent: 'granted' });
    const decided = shop.decide('help');
    // The clock runs out before the file has come.
    vi.advanceTimersByTime(2000);
    expect(await decided).toMatchObject({ action: 'none', reason: 'timeout' });
    await settle();
    expect(rest.calls).toEqual([['start', 'granted']]);
  });

  it('clears the device when consent is refused or taken back before the rest was there', async () => {
    const shop = begin({ consent: 'granted' });
    shop.cart({ items: 1, cents: 100 });
    shop.consent('denied');
    await settle();
    expect(rest.calls).toEqual([
      ['start', 'denied'],
      ['consent', 'denied'],
    ]);
  });

  it('starts nothing when it was stopped on the way', async () => {
    const shop = begin({ consent: 'granted' });
    shop.outcome('order');
    shop.stop();
    await settle();
    expect(rest.calls).toEqual([['start', undefined]]);
    expect(await shop.erase()).toBe(true);
  });
});
