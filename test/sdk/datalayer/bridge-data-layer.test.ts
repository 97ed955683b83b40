// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bridgeDataLayer, cartOf } from '../../../packages/sdk/src/datalayer/index.ts';

const page = window as unknown as { dataLayer?: unknown[] };
let calls: unknown[][] = [];
let listeners: Record<string, (value: never) => void> = {};
const shopper = {
  on: (event: string, listener: (value: never) => void) => {
    listeners[event] = listener;
    return () => delete listeners[event];
  },
  stage: (stage: string) => calls.push(['stage', stage]),
  cart: (cart: unknown) => calls.push(['cart', cart]),
  outcome: (how: string) => calls.push(['outcome', how]),
} as never;

beforeEach(() => {
  vi.useFakeTimers();
  calls = [];
  listeners = {};
  page.dataLayer = [];
});
afterEach(() => vi.useRealTimers());

describe('the dataLayer bridge', () => {
  it('reads GA4’s e-commerce events, as objects and as gtag calls', () => {
    page.dataLayer = [
      { event: 'view_cart', ecommerce: { value: 19.98, items: [{ item_name: 'Ann’s pan', quantity: 2 }] } },
      ['event', 'begin_checkout', { value: '20', items: [{}, { quantity: '3' }] }],
      { event: 'purchase', ecommerce: { value: 20, items: [{}] } },
      { event: 'toString' },
      { event: 'scroll' },
      ['event'],
    ];
    const stop = bridgeDataLayer(shopper);
    expect(calls).toEqual([
      ['cart', { items: 2, cents: 1998 }],
      ['stage', 'cart'],
      ['cart', { items: 4, cents: 2000 }],
      ['stage', 'shipping'],
      ['stage', 'done'],
      ['outcome', 'order'],
    ]);
    stop();
  });

  it('writes friction and decisions, and takes its own events for none of the shop’s', () => {
    const stop = bridgeDataLayer(shopper);
    const fact = { kind: 'dead-click', at: 5, stage: 'cart', role: 'submit', value: 1, unit: 'count' };
    listeners['friction']?.(fact as never);
    listeners['decision']?.({ point: 'help', decided: { action: 'none', decision: 'secret' } } as never);
    expect(page.dataLayer).toEqual([
      {
        event: 'causeway_friction',
        kind: 'dead-click',
        stage: 'cart',
        role: 'submit',
        value: 1,
        unit: 'count',
      },
      { event: 'causeway_decision', point: 'help', action: 'none' },
    ]);
    vi.advanceTimersByTime(1000);
    expect(calls).toEqual([]);
    stop();
    expect(listeners).toEqual({});
  });

  it('does one direction alone when asked', () => {
    bridgeDataLayer(shopper, { read: false });
    expect(Object.keys(listeners)).toEqual(['friction', 'decision']);
    listeners = {};
    bridgeDataLayer(shopper, { write: false });
    expect(listeners).toEqual({});
  });

  it.each([
    ['view_cart', { items: 'x', value: 1 }, null],
    ['view_cart', { items: [], value: -4 }, { items: 0, cents: 0 }],
    ['view_cart', { items: [null], value: 'much' }, { items: 1, cents: 0 }],
    ['add_to_cart', { items: [{}], value: 1 }, null],
  ])('%s %j is the basket %j', (event, entry, cart) => expect(cartOf(event, entry as never)).toEqual(cart));
});
