// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest';
import { roleOf } from '../../../packages/sdk/src/senses/role-of.ts';
import { deliverOnHide } from '../../../packages/sdk/src/shell/deliver-on-hide.ts';
import type { Unsent } from '../../../packages/sdk/src/shell/device-store.ts';
import { present } from '../../../packages/sdk/src/shell/present.ts';
import { fitsPath, stageOf } from '../../../packages/sdk/src/shell/stage-of.ts';
import { checkStartOptions } from '../../../packages/sdk/src/shell/start-options.ts';
import { MOST_BODIES, unsentQueue } from '../../../packages/sdk/src/shell/unsent-queue.ts';

const view = window as unknown as Window & typeof globalThis;

describe('stageOf', () => {
  it.each([
    ['/cart', '/cart', true],
    ['/cart', '/cart/2', false],
    ['/cart*', '/cart/2', true],
    ['/product/*', '/product/pan-1', true],
    ['*/pay', '/de/pay', true],
    ['/a.b', '/aXb', false],
  ])('%s on %s: %s', (pattern, path, expected) => expect(fitsPath(pattern, path)).toBe(expected));

  it('takes the furthest stage that fits, by path or by a visible part of the page', () => {
    const stages = { cart: '/cart*', payment: ['.payment'], done: '<<bad' };
    view.location.href = 'https://shop.example/cart/1';
    expect(stageOf(stages, view)).toBe('cart');
    document.body.innerHTML = '<div hidden><p class="payment"></p></div>';
    expect(stageOf(stages, view)).toBe('cart');
    document.body.innerHTML = '<p class="payment"></p>';
    expect(stageOf(stages, view)).toBe('payment');
    expect(stageOf({}, view)).toBeNull();
  });
});

describe('roleOf', () => {
  it.each([
    ['<button>Pay, Ann</button>', 'button'],
    ['<button type="submit" id="ann">Pay</button>', 'submit'],
    ['<input type="email" value="ann@shop.example">', 'field:email'],
    ['<input autocomplete="shipping postal-code" name="ann">', 'field:postal-code'],
    ['<input autocomplete="off">', 'field:text'],
    ['<textarea>secret</textarea>', 'field:textarea'],
    ['<a href="/ann">Ann</a>', 'link'],
    ['<div role="tab" aria-label="Ann">x</div>', 'tab'],
    ['<div data-causeway-role="cta">x</div>', 'cta'],
    ['<div data-causeway-role="Ann Smith" class="ann">x</div>', 'div'],
    ['<input autocomplete="ann@shop.example" type="weird type">', 'other'],
  ])('%s is %s', (html, role) => {
    document.body.innerHTML = html;
    expect(roleOf(document.body.firstElementChild as Element)).toBe(role);
  });
});

describe('options', () => {
  it.each([
    [{ edge: 'ftp://x', keys: [] }, ['options.edge']],
    [{ edge: 'https://x' }, ['options.keys']],
    [{ deadlineMs: 0 }, ['options.deadlineMs']],
    [{ consent: true }, ['options.consent']],
    [{ stages: { nowhere: '/' } }, ['options.stages.nowhere']],
    [{ actions: { help: 'x' } }, ['options.actions']],
    [{ edge: '/edge', keys: [{ kid: 'k' }], deadlineMs: 200, consent: 'granted' }, []],
  ])('%j', (options, places) => {
    const { faults } = checkStartOptions(options as never);
    expect(faults.map(({ at }) => at)).toEqual(places);
    for (const { code } of faults) expect(code).toBe('bad-config');
  });
});

const piece = (body: string) => ({ body, entries: 1, sent: vi.fn() });
describe('delivery when the page is hidden', () => {
  const setting = (parts: object, failing = false) => {
    const kept: string[] = [];
    const keep = (bodies: readonly string[]) => kept.push(...bodies);
    const options = {
      view: { navigator: {}, ...parts } as unknown as Window,
      base: 'https://edge.example',
      failing,
      keep,
    };
    return { options, kept };
  };
  const url = 'https://edge.example/v1/log';

  it('prefers fetchLater, falls back to sendBeacon over its quota, and to the device', () => {
    const bodies = ['a', 'b', 'c'];
    const fetchLater = vi.fn((_: string, { body }: { body: string }) => {
      if (body !== 'a') throw new Error('quota');
    });
    const sendBeacon = vi.fn((_: string, blob: Blob) => blob.size > 0 && sendBeacon.mock.calls.length < 2);
    const fetch = vi.fn(() => Promise.reject(new TypeError('gone')));
    const { options, kept } = setting({ fetchLater, fetch, navigator: { sendBeacon } });
    const pieces = bodies.map(piece);
    deliverOnHide(pieces, options);
    expect(fetchLater.mock.calls.map(([to]) => to)).toEqual([url, url, url]);
    expect(sendBeacon).toHaveBeenCalledTimes(2);
    expect(fetch).toHaveBeenCalledExactlyOnceWith(
      url,
      expect.objectContaining({ keepalive: true, body: 'c' }),
    );
    expect(kept).toEqual(['c']);
    expect(pieces.map(({ sent }) => sent.mock.calls.length)).toEqual([1, 1, 0]);
  });

  it('keeps everything on the device while the edge does not answer', () => {
    const sendBeacon = vi.fn(() => true);
    const { options, kept } = setting({ navigator: { sendBeacon } }, true);
    deliverOnHide(['a', 'b'].map(piece), options);
    expect([kept, sendBeacon.mock.calls.length]).toEqual([['a', 'b'], 0]);
  });
});

describe('the queue on the device', () => {
  const setting = (statuses: readonly number[]) => {
    let unsent: readonly Unsent[] = [];
    const sent: string[] = [];
    const drops: Record<string, number> = {};
    const queue = unsentQueue({
      store: {
        unsent: async () => unsent,
        changeUnsent: async (change) => {
          unsent = change(unsent);
        },
      },
      send: async ({ body }) => {
        sent.push(body);
        return { status: statuses[sent.length - 1] ?? 200, body: '' };
      },
      locks: undefined,
      count: (reason, n = 1) => {
        if (n > 0) drops[reason] = (drops[reason] ?? 0) + n;
      },
    });
    return { queue, sent, drops, left: () => unsent.map(({ body }) => body) };
  };

  it('sends what waits once, oldest first, and drops what the edge refuses, counted', async () => {
    const { queue, sent, drops, left } = setting([200, 400, 200]);
    await queue.hold('first', ['a', 'b']);
    await queue.hold('second', ['c']);
    await queue.drain();
    await queue.drain();
    expect([sent, left(), drops]).toEqual([['a', 'b', 'c'], [], { 'unsent-status-400': 1 }]);
  });

  it('holds a page’s last word, and nothing once its lines have arrived', async () => {
    const { queue, left } = setting([]);
    await queue.hold('first', ['a']);
    await queue.hold('second', ['b']);
    await queue.hold('first', ['a and more']);
    expect(left()).toEqual(['b', 'a and more']);
    await queue.hold('first', []);
    expect(left()).toEqual(['b']);
  });

  it.each([429, 500, 503])('stops at %i and keeps the rest', async (status) => {
    const { queue, left } = setting([200, status]);
    await queue.hold('first', ['a', 'b', 'c']);
    await queue.drain();
    expect(left()).toEqual(['b', 'c']);
  });

  it('is bounded: the oldest go, counted', async () => {
    const { queue, drops, left } = setting([]);
    await queue.hold(
      'first',
      Array.from({ length: MOST_BODIES + 3 }, (_, k) => `${k}`),
    );
    expect([left().length, left()[0], drops]).toEqual([MOST_BODIES, '3', { 'unsent-full': 3 }]);
  });
});

describe('presenting an action', () => {
  const run = async (handler: Parameters<typeof present>[1]) => {
    const events: string[] = [];
    const counts: string[] = [];
    const write = (decision: string, event: string) => events.push(`${decision}:${event}`);
    await present({ view, write, count: (reason) => counts.push(reason) }, handler, 'form-help', 'd1');
    return { events, counts };
  };

  it('writes rendered, and acted or dismissed once each', async () => {
    const { events } = await run(({ acted, dismiss }) => {
      acted();
      acted();
      dismiss();
    });
    expect(events).toEqual(['d1:acted', 'd1:dismissed', 'd1:rendered']);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('shop');
      },
    ],
    ['rejects', () => Promise.reject(new Error('shop'))],
  ])('a handler that %s is a failed line', async (_, handler) => {
    expect(await run(handler)).toEqual({ events: ['d1:failed'], counts: ['handler-failed'] });
  });
});
