import { describe, expect, it } from 'vitest';
import { makeRandom } from '../../../packages/offline/src/maths/index.ts';
import { detectChanges, makeSeries } from '../../../packages/offline/src/monitor/index.ts';

const HOUR = 3_600_000;
type Draw = (random: ReturnType<typeof makeRandom>, i: number) => number;
const series = (seed: number, n: number, draw: Draw) => {
  const random = makeRandom(seed);
  return makeSeries(
    'm',
    Array.from({ length: n }, (_, i) => i * HOUR),
    Array.from({ length: n }, (_, i) => draw(random, i)),
  );
};
const SEEDS = Array.from({ length: 24 }, (_, k) => k + 1);

describe('detectChanges', () => {
  const quiet: Record<string, Draw> = {
    'a normal': (r) => r.normal(),
    'a heavy tail': (r) => Math.exp(3 * r.normal()),
    'a rare event': (r) => (r.uniform() < 0.01 ? 1 : 0),
    'a coin': (r) => (r.uniform() < 0.4 ? 1 : 0),
    'a day’s season': (r, i) => 4 * Math.sin((i / 12) * Math.PI) + r.normal(),
    'a small count': (r) => Math.floor(3 * r.uniform() * r.uniform()),
  };
  for (const [name, draw] of Object.entries(quiet))
    it(`stays silent on ${name} that does not change, in at least 19 of 20 runs`, () => {
      const false_ = SEEDS.filter((seed) => detectChanges(series(seed, 1000, draw)).changes.length > 0);
      expect(false_.length).toBeLessThanOrEqual(2);
    });

  it('stays silent on a long series that is compared with a short reference', () => {
    const alarmed = Array.from({ length: 120 }, (_, k) => k + 1).filter((seed) => {
      const one = series(seed, 2000, (r) => r.normal());
      return detectChanges(one, { referenceUntil: 40 * HOUR, falseAlarm: 0.05 }).changes.length > 0;
    });
    // What a reference of forty says of the mean is off by a sixth of a deviation, one way or the other.
    expect(alarmed.length).toBeLessThanOrEqual(4);
  });

  const shifts: [string, Draw, number][] = [
    ['a shift of one deviation', (r, i) => r.normal() + (i >= 600 ? 1 : 0), 45],
    ['a fall', (r, i) => r.normal() - (i >= 600 ? 1.5 : 0), 25],
    ['twice the spread', (r, i) => r.normal() * (i >= 600 ? 2 : 1), 60],
    ['an error that never was', (r, i) => (i >= 600 && r.uniform() < 0.5 ? 1 : 0), 12],
    ['a rate from 5 to 30 %', (r, i) => (r.uniform() < (i >= 600 ? 0.3 : 0.05) ? 1 : 0), 70],
  ];
  for (const [name, draw, most] of shifts)
    it(`finds ${name} within ${most} observations, never before it`, () => {
      const alarms = SEEDS.map(
        (seed) => detectChanges(series(seed, 1000, draw)).changes[0]?.alarm ?? Infinity,
      );
      expect(alarms.filter((alarm) => alarm < 600).length).toBeLessThanOrEqual(1);
      const delays = alarms.filter((alarm) => alarm >= 600).map((alarm) => alarm - 599);
      expect(delays.sort((a, b) => a - b)[delays.length >> 1]).toBeLessThanOrEqual(most);
    });

  it('tells when an incident began and ended, and how large it was', () => {
    const [change, ...rest] = detectChanges(
      series(3, 1200, (r, i) => (r.uniform() < (i >= 700 && i < 800 ? 0.6 : 0.02) ? 1 : 0)),
    ).changes;
    expect(rest).toEqual([]);
    expect(Math.abs((change?.onset ?? 0) - 700)).toBeLessThan(6);
    expect(change?.end ?? 0).toBeGreaterThan(800);
    expect(change?.end ?? 0).toBeLessThan(840);
    expect(change?.before).toBeLessThan(0.05);
    expect(change?.after).toBeGreaterThan(0.4);
  });

  it('takes neighbours that are alike for what they are worth', () => {
    const alike = (seed: number) => {
      let x = 0;
      return series(seed, 1000, (r) => {
        x = 0.6 * x + r.normal();
        return x;
      });
    };
    const found = SEEDS.map((seed) => detectChanges(alike(seed)));
    expect(found.filter(({ changes }) => changes.length > 0).length).toBeLessThanOrEqual(3);
    expect(found[0]?.autocorrelation).toBeGreaterThan(0.4);
  });

  it('sorts by time, leaves out what is missing, passes over what never varies, refuses too little', () => {
    const mixed = makeSeries('m', [3, 1, 2], [30, Number.NaN, 20]);
    expect([...mixed.value]).toEqual([20, 30]);
    expect(mixed.missing).toBe(1);
    expect(() => makeSeries('m', [Number.NaN], [1])).toThrow(/got the time NaN/);
    expect(detectChanges(series(1, 100, () => 7))).toMatchObject({ kind: 'constant', changes: [] });
    expect(() => detectChanges(series(1, 15, (r) => r.normal()))).toThrow(/no-support.*at least 20/);
  });
});
