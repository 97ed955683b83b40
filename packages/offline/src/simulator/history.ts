import { clamp, exp, log, sigmoid } from '@causeway/contract';
import type { Chance } from './chance.ts';
import { chance } from './chance.ts';
import type { Person } from './person.ts';
import type { World } from './world.ts';

/** One dated thing that the shop's own systems know of a customer, before the first visit of the world. */
export type HistoryRow = {
  readonly subject: string;
  readonly at: number;
  readonly kind: 'signup' | 'order' | 'return' | 'email-sent' | 'email-open' | 'support' | 'visit';
  /** value of an order or a return in cents; null for other kinds */
  readonly cents: number | null;
  readonly items: number | null;
  /** 1 when the order used a coupon */
  readonly coupon: number | null;
  /** shipping paid on the order, in cents */
  readonly shippingCents: number | null;
  /** 1 when it came from a mobile device; null when the shop does not know */
  readonly mobile: number | null;
};

export const HISTORY_COLUMNS = [
  'subject',
  'at',
  'kind',
  'cents',
  'items',
  'coupon',
  'shippingCents',
  'mobile',
] as const;
export const DAY_MS = 86_400_000;
const HISTORY_STREAM = 4;
const HISTORY_DAYS = 720;

/** Times of a Poisson process of `rate` events a day on (from, to). */
function* times(c: Chance, rate: number, from: number, to: number): Generator<number> {
  let at = from;
  for (;;) {
    at += (-log(1 - c.uniform()) / rate) * DAY_MS;
    if (at >= to) return;
    yield Math.floor(at);
  }
}

function* rowsOf(c: Chance, { subject, traits, mobileShare }: Person, end: number): Generator<HistoryRow> {
  const { intent, patience, priceSensitivity, trust, fluency } = traits;
  const row = (at: number, kind: HistoryRow['kind'], rest: Partial<HistoryRow> = {}): HistoryRow => ({
    subject,
    at: Math.floor(at),
    kind,
    cents: null,
    items: null,
    coupon: null,
    shippingCents: null,
    mobile: null,
    ...rest,
  });
  // About one in twelve does not let the shop see the device.
  const seesDevice = !c.flip(0.08);
  const device = () => (seesDevice ? (c.flip(mobileShare) ? 1 : 0) : null);
  const signup = end - (20 + c.uniform() * (HISTORY_DAYS - 20)) * DAY_MS;
  yield row(signup, 'signup');

  for (const at of times(c, 0.01 * exp(0.45 * intent + 0.1 * trust), signup, end)) {
    const coupon = c.flip(sigmoid(-1.2 + 1.3 * priceSensitivity)) ? 1 : 0;
    const cents = Math.round(clamp(8000 * exp(0.5 * c.normal() - 0.15 * priceSensitivity), 900, 60_000));
    const shippingCents = c.flip(sigmoid(0.4 - 0.9 * priceSensitivity)) ? 490 : 0;
    const items = 1 + Math.floor(c.uniform() * 3 + 0.4 * Math.max(0, intent));
    yield row(at, 'order', { cents, items, coupon, shippingCents, mobile: device() });
    const back = at + (3 + 14 * c.uniform()) * DAY_MS;
    if (back < end && c.flip(sigmoid(-2 - 0.9 * trust))) yield row(back, 'return', { cents, items });
    const call = at + 2 * DAY_MS * c.uniform();
    if (call < end && c.flip(sigmoid(-2.1 - 1.1 * fluency + 0.4 * patience))) yield row(call, 'support');
  }
  for (const at of times(c, 0.03 * exp(0.3 * intent - 0.25 * trust), signup, end)) {
    yield row(at, 'visit', { mobile: device() });
  }
  // A quarter has not subscribed to the letters: what they would open is missing, not zero.
  if (c.flip(0.25)) return;
  for (const at of times(c, 0.06, signup, end)) {
    yield row(at, 'email-sent');
    const open = at + DAY_MS * c.uniform();
    if (open < end && c.flip(sigmoid(-0.9 + 0.7 * priceSensitivity + 0.5 * patience)))
      yield row(open, 'email-open');
  }
}

/** The shop's history of every customer, up to the world's first visit: noisy functions of traits, with gaps. */
export function* customerHistory(world: World): Generator<HistoryRow> {
  const { seed, people, startAt } = world.options;
  for (let k = 0; k < people; k++) yield* rowsOf(chance(seed, HISTORY_STREAM, k), world.person(k), startAt);
}

/** The same as CSV text, a line at a time, header first; what is missing is empty. */
export function* historyCsv(world: World): Generator<string> {
  yield HISTORY_COLUMNS.join(',');
  for (const row of customerHistory(world)) yield HISTORY_COLUMNS.map((name) => row[name] ?? '').join(',');
}
