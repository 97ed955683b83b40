import {
  checkFeatureDefinition,
  checkFeatureSet,
  checkShopEvent,
  compareText,
  featuresAt,
  foldEvent,
  startFeatures,
  startOfDay,
} from '@causeway/contract';
import { describe, expect, it } from 'vitest';

const plain = {
  name: 'spend',
  about: 'x',
  owner: 'x',
  sensitivity: 'open',
  events: ['order'],
  where: [],
  aggregate: 'sum',
  of: 'cents',
  window: null,
  default: null,
};
const check = (change: object) => checkFeatureDefinition({ ...plain, ...change }, 'feature');
const utc = () => 0;

describe('checkFeatureDefinition refuses', () => {
  it.each([
    ['an aggregate of no name', { aggregate: 'median' }, /aggregate/],
    ['a sum of a text', { of: 'category' }, /a number for sum/],
    ['a sum of nothing', { of: undefined }, /something for sum/],
    ['a count of a column', { aggregate: 'count' }, /nothing for count/],
    ['an affinity to a number', { aggregate: 'affinity', value: 'x' }, /a text column/],
    ['an affinity to nothing', { aggregate: 'affinity', of: 'brand' }, /value/],
    ['a rate over nothing', { aggregate: 'rate', of: undefined }, /over/],
    ['a price sensitivity without a prior', { aggregate: 'price-sensitivity', of: 'coupon' }, /prior/],
    ['a window of both kinds', { window: { ms: 1, days: 1, zone: 'UTC' } }, /window/],
    ['days without a zone', { window: { days: 1 } }, /zone/],
    ['a window of no length', { window: { ms: 0 } }, /window/],
    ['two conditions in one', { where: [{ column: 'cents', from: 1, below: 2 }] }, /exactly one/],
    ['a text compared by size', { where: [{ column: 'brand', from: 1 }] }, /is for a text column/],
    ['a sensitivity of no name', { sensitivity: 'secret' }, /sensitivity/],
    ['a column that no event has', { of: 'iq' }, /one of cents/],
  ])('%s', (_, change, reason) => expect(() => check(change)).toThrow(reason));

  it('one name for two features', () => {
    const set = { kind: 'features', version: 1, name: 's', features: [plain, plain] };
    expect(() => checkFeatureSet(set, 'set')).toThrow(/used once/);
  });
});

it('checks a shop event', () => {
  expect(checkShopEvent({ id: 'a', kind: 'order', at: 5, cents: 1 }, 'e')).toEqual({
    id: 'a',
    kind: 'order',
    at: 5,
    cents: 1,
  });
  expect(() => checkShopEvent({ id: 'a', kind: 'order', at: 5, cents: '1' }, 'e')).toThrow(/e\.cents/);
  expect(() => checkShopEvent({ id: 'a', kind: 'order', at: 5, email: 'x' }, 'e')).toThrow(/e\.email/);
});

it('orders texts as their UTF-8 bytes do', () => {
  const texts = ['', 'a', 'ab', 'Z', 'é', 'ﬀ', '￿', '😀', '𝒳', '\uD7FF', 'a😀', 'a￿'];
  for (const a of texts) {
    for (const b of texts)
      expect(Math.sign(compareText(a, b)), `${a} ${b}`).toBe(
        Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b))),
      );
  }
});

it('finds the start of a day where midnight is skipped or comes twice', () => {
  const change = Date.UTC(2026, 2, 28, 22);
  const beirut = (at: number) => (at < change ? 2 : 3) * 3_600_000;
  expect(startOfDay(beirut, change + 5 * 3_600_000, 0)).toBe(change);
  const back = Date.UTC(2026, 9, 24, 21);
  const fall = (at: number) => (at < back ? 3 : 2) * 3_600_000;
  expect(startOfDay(fall, back + 2 * 3_600_000, 0)).toBe(back - 0 * 3_600_000 + 1 * 3_600_000);
  expect(startOfDay(fall, back + 40 * 3_600_000, 0) - startOfDay(fall, back + 40 * 3_600_000, 1)).toBe(
    24 * 3_600_000,
  );
});

describe('featuresAt', () => {
  const definitions = [check({}), check({ name: 'recent', window: { ms: 10 } })];
  it('counts a late event in every later reading, and refuses to read the past', () => {
    const fold = startFeatures(definitions);
    foldEvent(fold, { id: 'a', kind: 'order', at: 100, cents: 1 });
    expect(featuresAt(definitions, fold, 100, utc)).toEqual([Number.NaN, Number.NaN]);
    expect(featuresAt(definitions, fold, 101, utc)).toEqual([1, 1]);
    foldEvent(fold, { id: 'b', kind: 'order', at: 95, cents: 2 });
    expect(featuresAt(definitions, fold, 105, utc)).toEqual([3, 3]);
    expect(featuresAt(definitions, fold, 110, utc)).toEqual([3, 1]);
    expect(() => featuresAt(definitions, fold, 109, utc)).toThrow(/allowed is from 110/);
  });
  it('is plain JSON between two readings', () => {
    const fold = startFeatures(definitions);
    foldEvent(fold, { id: 'a', kind: 'order', at: 100, cents: 1 });
    featuresAt(definitions, fold, 104, utc);
    const again = JSON.parse(JSON.stringify(fold));
    expect(featuresAt(definitions, again, 109, utc)).toEqual(featuresAt(definitions, fold, 109, utc));
  });
});
