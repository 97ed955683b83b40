import { epochMs } from '../event/fact.ts';
import type { Checked } from '../schema.ts';
import { number, object, optional, text } from '../schema.ts';

/**
 * What an event of the shop's own systems may carry besides its id, kind and time. Money is in cents; a truth is 1 or
 * 0. The names are the columns of the warehouse, so they are plain lower case with underscores.
 */
export const EVENT_NUMBERS = [
  'cents',
  'items',
  'discount_cents',
  'shipping_cents',
  'coupon',
  'mobile',
  'score',
  'eligible',
  'propensity',
] as const;
export const EVENT_TEXTS = [
  'category',
  'brand',
  'payment',
  'channel',
  'device_class',
  'campaign',
  'arm',
  'mechanism',
  'release',
] as const;
export type EventNumber = (typeof EVENT_NUMBERS)[number];
export type EventText = (typeof EVENT_TEXTS)[number];
export const EVENT_COLUMNS: readonly (EventNumber | EventText)[] = /* @__PURE__ */ (() => [
  ...EVENT_NUMBERS,
  ...EVENT_TEXTS,
])();

/** The name of a kind of event: "order", "email-open". */
export const eventKind = text(40, /^[a-z0-9][a-z0-9-]*$/);

const each = <T>(names: readonly string[], check: T): Record<string, T> =>
  Object.fromEntries(names.map((name) => [name, check]));

/** One dated thing that happened to a person. What is absent is unknown, never zero. */
export type ShopEvent = Checked<typeof base> & {
  readonly [K in EventNumber]?: number | null;
} & { readonly [K in EventText]?: string | null };

const base = object({ id: text(200), kind: eventKind, at: epochMs });
const whole = /* @__PURE__ */ (() =>
  object({
    id: text(200),
    kind: eventKind,
    at: epochMs,
    ...each(EVENT_NUMBERS, optional(number(-1e15, 1e15))),
    ...each(EVENT_TEXTS, optional(text(200))),
  }))();

/** Checks an event. Throws `bad-field`. */
export const checkShopEvent = (value: unknown, at: string): ShopEvent => whole(value, at) as ShopEvent;

/** Order of two texts by their code points: that of UTF-8 bytes in every engine, unlike `<` on UTF-16 units. */
export const compareText = (a: string, b: string): number => {
  const least = Math.min(a.length, b.length);
  for (let k = 0; k < least; k++) {
    const [x, y] = [a.charCodeAt(k), b.charCodeAt(k)];
    if (x === y) continue;
    // A surrogate stands for a code point above all of the basic plane.
    const high = (unit: number) => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit);
    return high(x) - high(y);
  }
  return a.length - b.length;
};
