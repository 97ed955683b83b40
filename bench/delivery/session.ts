import { createVisit, type Send, type Visit, type VisitSnapshot } from '../../packages/sdk/src/core/index.ts';
import { createDelivery, type Delivery } from '../../packages/sdk/src/shell/create-delivery.ts';
import { unsentQueue } from '../../packages/sdk/src/shell/unsent-queue.ts';
import type { Edge } from './world.ts';

const TICK_MS = 500;
const HOUR_MS = 3_600_000;
const STAGES = ['cart', 'shipping', 'payment', 'review'] as const;

export type SessionResult = {
  /** ids of every line written */
  readonly written: string[];
  /** how often a page was hidden: each one beacon, of a page that sends one then */
  readonly hidden: number;
  /** by what lost its page: nothing, or a kill; and whether the device came back */
  readonly killed: boolean;
  readonly returned: boolean;
  /** its IndexedDB takes nothing */
  readonly closed: boolean;
  /** lines that a page with one beacon, when it is hidden, would have lost */
  readonly plainLost: number;
  readonly drops: Readonly<Record<string, number>>;
};
type Page = { readonly visit: Visit; readonly delivery: Delivery };
type Ending = 'navigate' | 'kill' | 'bfcache';

/** One device: a visit over some pages with faults, and, mostly, a page some time later. The SDK's own code; time is a number. */
export const playSession = async (k: number, edge: Edge, chance: () => number): Promise<SessionResult> => {
  let now = Math.floor(chance() * HOUR_MS);
  const device = `d${k}`;
  const session = `session-${k}-xx`;
  const stored = new Map<string, unknown>();
  const closed = chance() < 0.03;
  const offlineFrom = chance() < 0.15 ? now + chance() * 60_000 : Infinity;
  const offlineTo = offlineFrom + 5000 + chance() * 60_000;
  const online = () => now < offlineFrom || now > offlineTo;
  const timers: { at: number; task: () => void }[] = [];
  const schedule = (task: () => void, ms: number) => {
    const timer = { at: now + ms, task };
    timers.push(timer);
    return () => void (timers.includes(timer) && timers.splice(timers.indexOf(timer), 1));
  };
  const settle = () => new Promise<void>((done) => setImmediate(done));
  const send: Send = async ({ path, body }) => {
    if (!online()) throw new TypeError('offline');
    if (path !== '/v1/log') return { status: 404, body: '' };
    return { ...edge.take(device, body, now, true), body: '{}' };
  };
  const quota = (): void => {
    if (closed) throw new Error('QuotaExceededError');
  };
  const store = {
    get: async (key: string) => stored.get(key),
    all: async () => (quota(), [...stored.values()]),
    put: async (key: string, value?: unknown) => {
      quota();
      if (value === undefined) stored.delete(key);
      else stored.set(key, value);
    },
  };
  const unsentBodies = () => [...stored.keys()].filter((key) => key !== 'retry').length;
  let locked = false;
  const locks = {
    request: async (_: string, __: unknown, run: (lock: object | null) => Promise<void>) => {
      if (locked) return run(null);
      locked = true;
      try {
        await run({});
      } finally {
        locked = false;
      }
    },
  } as unknown as LockManager;

  const written: string[] = [];
  const drops: Record<string, number> = {};
  const open = (name: string, resume: VisitSnapshot | undefined): Page => {
    const visit = createVisit({
      edge: 'https://edge',
      origin: 'https://shop',
      session,
      clock: () => now,
      chance,
      schedule,
      send,
      subtle: crypto.subtle as never,
      keys: [],
      page: name,
      ...(resume === undefined ? {} : { resume: { ...resume, token: 'aaaa.bbbb.cccc' } }),
    });
    visit.on('line', ({ id }) => written.push(id));
    visit.on('drop', ({ reason, count }) => {
      drops[reason] = (drops[reason] ?? 0) + count;
    });
    const { post, count } = visit;
    const unsent = unsentQueue({ page: name, store, post, locks, clock: () => now, count });
    // A beacon is promised by the platform and may still be lost on the way: in a spell of 5xx, or when the connection, which
    // the page is told of in nine cases of ten, is not there.
    const handOver = (body: string): boolean => {
      if (chance() < 0.02 || (!online() && chance() < 0.9)) return false;
      if (online()) edge.take(device, body, now, false);
      return true;
    };
    const delivery = createDelivery({ visit, unsent, handOver, clock: () => now });
    return { visit, delivery };
  };
  const pass = async (ms: number, pages: readonly Page[], active: boolean): Promise<void> => {
    for (const end = now + ms; now < end; ) {
      now += TICK_MS;
      for (const timer of timers.filter(({ at }) => at <= now)) {
        timers.splice(timers.indexOf(timer), 1);
        timer.task();
      }
      for (const { visit, delivery } of pages) {
        if (active && chance() < 0.1) visit.feel({ kind: 'dead-click', role: 'button', value: 1 });
        if (active && chance() < 0.12) visit.moveTo(STAGES[Math.floor(chance() * 4)] ?? 'cart');
        visit.tick(active);
        delivery.tick();
      }
      await settle();
    }
  };

  let snapshot: VisitSnapshot | undefined = { ...open('seed', undefined).visit.snapshot(), lines: [] };
  let killed = false;
  let plainLost = 0;
  let hidden = 0;
  const pages = 1 + Math.floor(chance() * 3);
  for (let p = 0; p < pages; p++) {
    const page = open(`p${p}`, snapshot);
    // A second tab of the same shop, on the same device.
    let before = written.length;
    const tabs: readonly Page[] = chance() < 0.15 ? [page, open(`q${p}`, snapshot)] : [page];
    await pass(4000 + chance() * 16_000, tabs, true);
    const beaconed = (arrives: boolean): void => {
      if (!arrives || !online() || edge.weather(now) !== 200) plainLost += written.length - before;
      before = written.length;
    };
    const draw = chance();
    const ending: Ending = draw < 0.06 ? 'kill' : draw < 0.16 ? 'bfcache' : 'navigate';
    if (ending === 'bfcache') {
      for (const { delivery } of tabs) delivery.hide();
      beaconed(true);
      hidden += tabs.length;
      await settle();
      now += 20_000;
      await pass(3000, tabs, true);
    }
    if (ending !== 'kill') hidden += tabs.length;
    beaconed(ending !== 'kill');
    for (const { visit, delivery } of tabs) {
      if (ending !== 'kill') delivery.hide();
      snapshot = visit.snapshot();
    }
    await settle();
    killed ||= ending === 'kill';
    timers.length = 0;
    locked = false;
  }
  const returned = chance() < 0.9;
  if (returned) {
    now += HOUR_MS * (1 + chance() * 20);
    const back = open('later', snapshot);
    await pass(2000, [back], false);
    // Whatever the weather is then: a page stays open, or another comes.
    for (let k = 0; k < 40 && unsentBodies() > 0; k++) {
      now += 30_000;
      await pass(TICK_MS, [back], false);
    }
    back.delivery.hide();
    await settle();
  }
  return { written, hidden, killed, returned, closed, plainLost, drops };
};
