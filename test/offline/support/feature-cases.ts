import type { FeatureDefinition, ShopEvent } from '@causeway/contract';
import { checkFeatureDefinition } from '@causeway/contract';
import type { Ask } from '@causeway/offline';
import { type Chance, chance } from '@causeway/offline/simulator';

const define = (name: string, rest: Partial<FeatureDefinition>): FeatureDefinition =>
  checkFeatureDefinition(
    {
      name,
      about: name,
      owner: 'test',
      sensitivity: 'open',
      events: ['order'],
      where: [],
      window: null,
      default: null,
      ...rest,
    },
    name,
  );

const HOUR = 3_600_000;
/** Every aggregate, with and without windows, conditions and defaults: 22 columns. */
export const FEATURES: FeatureDefinition[] = [
  define('n', { aggregate: 'count' }),
  define('n.two', { aggregate: 'count', events: ['order', 'return'], window: { ms: 48 * HOUR } }),
  define('n.berlin', { aggregate: 'count', window: { days: 2, zone: 'Europe/Berlin' } }),
  define('n.beirut', { aggregate: 'count', window: { days: 1, zone: 'Asia/Beirut' } }),
  define('n.lord-howe', { aggregate: 'count', window: { days: 3, zone: 'Australia/Lord_Howe' } }),
  define('big', {
    aggregate: 'count',
    where: [
      { column: 'cents', from: 5000 },
      { column: 'cents', below: 9000 },
    ],
  }),
  define('with-coupon', {
    aggregate: 'count',
    where: [{ column: 'coupon', equals: 1 }],
    window: { ms: 72 * HOUR },
  }),
  define('any', { aggregate: 'present', events: ['support'] }),
  define('spend', { aggregate: 'sum', of: 'cents', default: 0 }),
  define('spend.recent', { aggregate: 'sum', of: 'cents', window: { ms: HOUR } }),
  define('basket', { aggregate: 'mean', of: 'cents' }),
  define('least', { aggregate: 'min', of: 'cents' }),
  define('most', { aggregate: 'max', of: 'items', default: -1 }),
  define('recency', { aggregate: 'recency' }),
  define('tenure', { aggregate: 'tenure', events: ['order', 'return', 'support', 'email-sent'] }),
  define('latest', { aggregate: 'last', of: 'cents' }),
  define('latest.recent', { aggregate: 'last', of: 'cents', window: { ms: 24 * HOUR } }),
  define('kinds', { aggregate: 'distinct', of: 'category' }),
  define('baskets', { aggregate: 'distinct', of: 'cents', window: { days: 7, zone: 'America/New_York' } }),
  define('shoes', { aggregate: 'affinity', of: 'category', value: "it's 靴" }),
  define('opens', {
    aggregate: 'rate',
    events: ['email-open'],
    over: { events: ['email-sent'], where: [{ column: 'channel', is: 'mail' }] },
    default: 0.25,
  }),
  define('price', { aggregate: 'price-sensitivity', of: 'coupon', prior: { share: 0.3, weight: 4 } }),
];

const ZONE_BORDERS = [
  Date.UTC(2026, 2, 29, 1), // Berlin springs forward
  Date.UTC(2026, 9, 25, 1), // Berlin falls back
  Date.UTC(2026, 2, 28, 22), // Beirut skips midnight
  Date.UTC(2026, 9, 24, 21),
  Date.UTC(2026, 3, 4, 15), // Lord Howe moves by half an hour
  Date.UTC(2026, 10, 1, 6), // New York
];
const CATEGORIES = ["it's 靴", 'robe', '👟', '', 'Ä', 'A\u0308'];
export const ODD_IDS = ['ﬀ', '😀', '￿', '𝒳', 'z', 'é', 'e\u0301', 'Z'];

export type Case = { readonly events: Map<string, ShopEvent[]>; readonly asks: Ask[] };

const pick = <T>(c: Chance, list: readonly T[]): T => list[Math.floor(c.uniform() * list.length)] as T;

/** A random history with every awkward thing in it: ties, borders, changes of clocks, nothing at all, odd names. */
export const randomCase = (seed: number, persons = 12, most = 60): Case => {
  const c = chance(seed, 77, 0);
  const events = new Map<string, ShopEvent[]>();
  const asks: Ask[] = [];
  for (let p = 0; p < persons; p++) {
    const person = `${pick(c, ODD_IDS)}-${p}`;
    const center = pick(c, ZONE_BORDERS);
    const moments = Array.from({ length: 6 }, () => center + Math.floor((c.uniform() - 0.5) * 8 * 24) * HOUR);
    const moment = () => pick(c, moments) + pick(c, [0, 0, 0, 1, -1, HOUR, -HOUR, 24 * HOUR, 48 * HOUR - 1]);
    const known = <T>(value: T): T | null => (c.flip(0.2) ? null : value);
    const own: ShopEvent[] = [];
    const count = p === 0 ? 0 : Math.floor(c.uniform() * most);
    for (let k = 0; k < count; k++) {
      own.push({
        id: `${pick(c, ODD_IDS)}${k}`,
        kind: pick(c, ['order', 'order', 'return', 'support', 'email-sent', 'email-open', 'visit']),
        at: moment(),
        cents: known(Math.floor(c.uniform() * 12) * 1000),
        items: known(Math.floor(c.uniform() * 4)),
        coupon: known(c.flip(0.4) ? 1 : 0),
        category: known(pick(c, CATEGORIES)),
        channel: known(pick(c, ['mail', 'push'])),
      });
    }
    events.set(person, own);
    for (let k = 0; k < 5; k++) asks.push({ row: asks.length, person, at: moment() });
  }
  return { events, asks };
};
