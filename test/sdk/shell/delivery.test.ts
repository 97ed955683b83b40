import { describe, expect, it, vi } from 'vitest';
import { createOutbox } from '../../../packages/sdk/src/core/outbox.ts';
import { createDelivery } from '../../../packages/sdk/src/shell/create-delivery.ts';
import { handOver, KEEPALIVE_BYTES } from '../../../packages/sdk/src/shell/hand-over.ts';
import {
  LOOK_MS,
  MOST_BODIES,
  STALE_MS,
  type Unsent,
  unsentQueue,
} from '../../../packages/sdk/src/shell/unsent-queue.ts';
import { until } from '../../support/until.ts';

const URL_ = 'https://edge.example/v1/log';
type View = Window & typeof globalThis;
const nothing = () => undefined;

describe('handing a body over to the platform', () => {
  const over = (parts: object) => handOver({ navigator: {}, ...parts } as unknown as View, URL_);

  it('prefers fetchLater, falls back to sendBeacon over its quota, and says when no one promises', () => {
    const fetchLater = vi.fn((_: string, { body }: { body: string }) => {
      if (body !== 'a') throw new Error('quota');
    });
    const sendBeacon = vi.fn((_: string, body: string) => body !== '' && sendBeacon.mock.calls.length < 2);
    const fetch = vi.fn(() => Promise.reject(new TypeError('gone')));
    const hand = over({ fetchLater, fetch, navigator: { sendBeacon } });
    expect(['a', 'b', 'c'].map((body) => hand(body, nothing))).toEqual([true, true, false]);
    expect(fetchLater.mock.calls.map(([to]) => to)).toEqual([URL_, URL_, URL_]);
    expect(fetch).toHaveBeenCalledExactlyOnceWith(
      URL_,
      expect.objectContaining({ keepalive: true, body: 'c' }),
    );
  });

  it('counts its keepalive bytes in flight, and asks for no more than its share', async () => {
    const answers: (() => void)[] = [];
    const fetch = vi.fn(() => new Promise((answer) => answers.push(() => answer({ ok: true } as Response))));
    const hand = over({ fetch });
    const body = 'x'.repeat(16_000);
    const sent = vi.fn();
    for (let k = 0; k < 5; k++) expect(hand(body, sent)).toBe(false);
    expect(fetch).toHaveBeenCalledTimes(Math.floor(KEEPALIVE_BYTES / body.length));
    for (const answer of answers.splice(0)) answer();
    await until(() => expect(sent).toHaveBeenCalledTimes(3));
    hand(body, sent);
    expect(fetch).toHaveBeenCalledTimes(4);
  });

  it('promises nothing without a connection', () => {
    const sendBeacon = vi.fn(() => true);
    expect(over({ navigator: { onLine: false, sendBeacon } })('a', nothing)).toBe(false);
    expect(sendBeacon).not.toHaveBeenCalled();
  });

  it('costs nothing where the platform has none of it', () => {
    expect(over({})('a', nothing)).toBe(false);
  });
});

const setting = (statuses: readonly (number | { status: number; retryAfterMs: number })[] = []) => {
  const stored = new Map<string, unknown>();
  let now = 1_000_000;
  const sent: string[] = [];
  const drops: Record<string, number> = {};
  const count = (reason: string, n = 1) => {
    if (n > 0) drops[reason] = (drops[reason] ?? 0) + n;
  };
  const queueOf = (page: string, locks?: LockManager) => {
    // Each page has pauses of its own, and a way to post: those of its visit.
    const { post } = createOutbox({
      request: async (_path, _deadline, body = '') => {
        sent.push(body);
        const answer = statuses[sent.length - 1] ?? 200;
        return { body: '', ...(typeof answer === 'number' ? { status: answer } : answer) };
      },
      clock: () => now,
      chance: () => 0,
      deadlineMs: 10_000,
      mostEntries: 500,
      session: async () => null,
      onUnauthorised: nothing,
      count,
    });
    const store = {
      get: async (key: string) => stored.get(key),
      all: async () => [...stored.values()],
      put: async (key: string, value?: unknown) => {
        if (value === undefined) stored.delete(key);
        else stored.set(key, value);
      },
    };
    return unsentQueue({ page, store, post, locks, clock: () => now, count });
  };
  const bodies = (...texts: string[]) => texts.map((body) => ({ body, entries: 2 }));
  return {
    queueOf,
    bodies,
    sent,
    drops,
    left: () =>
      [...stored.values()].flatMap((value) => ((value as Unsent).bodies ?? []).map(({ body }) => body)),
    pass: (ms: number) => {
      now += ms;
    },
  };
};

describe('the queue on the device', () => {
  it('sends what gone pages left once, oldest first; what the edge refuses for good is counted in lines', async () => {
    const { queueOf, bodies, sent, drops, left } = setting([200, 400, 200]);
    await queueOf('first').hold(bodies('a', 'b'), true);
    await queueOf('second').hold(bodies('c'), true);
    const queue = queueOf('third');
    await queue.drain();
    await queue.drain();
    await queue.drain(true);
    expect([sent, left(), drops]).toEqual([['a', 'b', 'c'], [], { 'log-status-400': 2 }]);
  });

  it('leaves a living page its own, until it has been silent for long', async () => {
    const { queueOf, bodies, sent, pass } = setting();
    await queueOf('alive').hold(bodies('a'), false);
    const other = queueOf('other');
    await other.hold(bodies('b'), true);
    await other.drain();
    expect(sent).toEqual([]);
    pass(STALE_MS + 1);
    await other.drain();
    expect(sent).toEqual(['a']);
  });

  it('holds a page’s last word, and nothing once its lines have arrived', async () => {
    const { queueOf, bodies, left } = setting();
    const first = queueOf('first');
    await first.hold(bodies('a'), false);
    await queueOf('second').hold(bodies('b'), false);
    await first.hold(bodies('a and more'), false);
    expect(left()).toEqual(['a and more', 'b']);
    await first.hold([], true);
    expect(left()).toEqual(['b']);
  });

  it.each([429, 408, 500, 503, 0])('stops at %i, keeps the rest, and tries again later', async (status) => {
    const { queueOf, bodies, sent, left, pass } = setting([200, status]);
    await queueOf('first').hold(bodies('a', 'b', 'c'), true);
    const queue = queueOf('second');
    await queue.drain();
    expect(left()).toEqual(['b', 'c']);
    await queue.drain();
    expect(sent, 'the pause holds').toEqual(['a', 'b']);
    pass(1000);
    await queue.drain();
    expect([sent, left()]).toEqual([['a', 'b', 'b', 'c'], []]);
  });

  it('honours Retry-After on the whole device, in pages to come as well', async () => {
    const { queueOf, bodies, sent, pass } = setting([{ status: 429, retryAfterMs: 120_000 }]);
    await queueOf('first').hold(bodies('a'), true);
    await queueOf('second').drain();
    pass(60_000);
    const third = queueOf('third');
    await third.drain();
    await third.drain(true);
    expect(sent).toEqual(['a']);
    pass(60_000);
    await third.drain();
    expect(sent).toEqual(['a', 'a']);
  });

  it('is drained by one tab at a time, and looked at again by one that came second', async () => {
    const { queueOf, bodies, sent, pass } = setting();
    await queueOf('first').hold(bodies('a'), true);
    let lock: object | null = null;
    const request = vi.fn(async (_: string, __: unknown, run: (lock: unknown) => Promise<void>) => run(lock));
    const second = queueOf('second', { request } as unknown as LockManager);
    await second.drain();
    pass(LOOK_MS - 1);
    await second.drain();
    expect([request.mock.calls.length, sent]).toEqual([1, []]);
    lock = {};
    pass(1);
    await second.drain();
    expect([request.mock.calls.length, sent]).toEqual([2, ['a']]);
  });

  it('is bounded: the oldest go, counted in lines', async () => {
    const { queueOf, bodies, drops, left } = setting();
    await queueOf('first').hold(bodies(...Array.from({ length: MOST_BODIES + 3 }, (_, k) => `${k}`)), true);
    expect([left().length, left()[0], drops]).toEqual([MOST_BODIES, '3', { 'unsent-full': 6 }]);
  });
});

describe('delivery', () => {
  const parts = (promise: boolean, failures = 0, closed = false) => {
    const held: [string[], boolean][] = [];
    const drops: Record<string, number> = {};
    let now = 0;
    let tell: (line: { kind: string }) => void = nothing;
    let queue = ['a', 'b'];
    const visit = {
      flush: vi.fn(async () => undefined),
      pieces: () =>
        queue.map((body) => ({
          body,
          entries: 3,
          sent: () => {
            queue = queue.filter((other) => other !== body);
          },
        })),
      state: () => ({ failures }),
      count: (reason: string, n = 1) => {
        drops[reason] = (drops[reason] ?? 0) + n;
      },
      on: (_: string, listener: typeof tell) => {
        tell = listener;
        return nothing;
      },
    };
    const hold = (bodies: readonly { body: string }[], left: boolean) => {
      held.push([bodies.map(({ body }) => body), left]);
      return closed ? Promise.reject(new Error('closed')) : Promise.resolve();
    };
    const unsent = { hold, drain: async () => undefined };
    const over = vi.fn(() => promise);
    const delivery = createDelivery({ visit: visit as never, unsent, handOver: over, clock: () => now });
    const tick = async (ms = 500) => {
      now += ms;
      delivery.tick();
      await Promise.resolve();
      await Promise.resolve();
    };
    return {
      delivery,
      visit,
      held,
      drops,
      over,
      tick,
      line: (kind: string) => tell({ kind }),
      empty: () => (queue = []),
    };
  };

  it('writes a line down at the next tick, sends it when it is due, and crosses it out', async () => {
    const { tick, line, held, visit, empty } = parts(true);
    await tick();
    expect(held).toEqual([]);
    line('step');
    await tick();
    expect([held, visit.flush.mock.calls.length]).toEqual([[[['a', 'b'], false]], 0]);
    visit.flush.mockImplementation(async () => void empty());
    await tick(4000);
    expect(held.at(-1)).toEqual([[], false]);
    expect(visit.flush).toHaveBeenCalledOnce();
  });

  it('sends within a second what is not a step', async () => {
    const { tick, line, visit } = parts(true);
    line('asked');
    await tick();
    await tick();
    expect(visit.flush).toHaveBeenCalledOnce();
  });

  it('hands over once what it leaves on the device: no one hears whether a beacon was taken', () => {
    for (const promise of [true, false]) {
      const { delivery, held, over, visit, drops } = parts(promise);
      delivery.hide();
      // A page that goes is told twice: it is hidden as well.
      delivery.hide();
      expect(held).toEqual([
        [['a', 'b'], true],
        [['a', 'b'], true],
      ]);
      expect([over.mock.calls.length, visit.pieces().length, drops]).toEqual([promise ? 2 : 4, 2, {}]);
    }
  });

  it('crosses out on the device, in a page that comes back, what was handed over and then acknowledged', async () => {
    const { delivery, held, tick, visit, empty } = parts(true);
    delivery.hide();
    visit.flush.mockImplementation(async () => void empty());
    await tick(5000);
    expect(held.at(-1)).toEqual([[], false]);
  });

  it('hands over what a closed device cannot keep, and counts nothing of it as lost', async () => {
    const { delivery, drops, over, line, tick } = parts(true, 0, true);
    line('step');
    await tick();
    delivery.hide();
    expect([over.mock.calls.length, drops['unsent-lost'] ?? 0]).toEqual([2, 0]);
  });

  it('asks no beacon while the edge does not answer: it would be lost without a word', () => {
    const { delivery, held, over } = parts(true, 1);
    delivery.hide();
    expect([over.mock.calls.length, held]).toEqual([0, [[['a', 'b'], true]]]);
  });

  it('counts, once it knows the device to be closed, what a page that goes takes with it', async () => {
    const { delivery, drops, tick, line } = parts(false, 1, true);
    line('step');
    await tick();
    await tick();
    expect(drops).toEqual({});
    delivery.hide();
    expect(drops).toEqual({ 'unsent-lost': 6 });
  });
});
