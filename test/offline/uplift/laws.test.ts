import { describe, expect, it } from 'vitest';
import { makeRandom } from '../../../packages/offline/src/maths/index.ts';
import {
  bestLinearProjection,
  calibrateEffects,
  scikitUpliftAreas,
  upliftByPercentile,
  upliftReport,
} from '../../../packages/offline/src/uplift/index.ts';

/** Randomised rows whose effect is `slope` x, ranked by x. */
const trial = (n: number, seed: number, slope: number) => {
  const random = makeRandom(seed);
  const score = Float64Array.from({ length: n }, () => random.normal());
  const t = Float64Array.from({ length: n }, () => (random.uniform() < 0.5 ? 1 : 0));
  const y = Float64Array.from(
    { length: n },
    (_, i) => (t[i] as number) * slope * (score[i] as number) + random.normal(),
  );
  return { n, y, t, score };
};

describe('the areas', () => {
  const random = makeRandom(3);
  const t = Array.from({ length: 400 }, () => (random.uniform() < 0.5 ? 1 : 0));
  const y = Array.from({ length: 400 }, () => (random.uniform() < 0.4 ? 1 : 0));

  it('of the perfect ranking is 1, and its mirror is far below', () => {
    const best = y.map((v, i) => v * (2 * (t[i] as number) - 1));
    expect(scikitUpliftAreas({ n: 400, y, t, score: best }).qini).toBeCloseTo(1, 12);
    expect(scikitUpliftAreas({ n: 400, y, t, score: best.map((v) => -v) }).qini).toBeLessThan(0);
  });

  it('of one score for all is 0', () => {
    expect(scikitUpliftAreas({ n: 400, y, t, score: y.map(() => 1) }).qini).toBeCloseTo(0, 12);
  });

  it('do not change when every row is there twice', () => {
    const score = y.map(() => random.normal());
    const twice = (v: readonly number[]) => [...v, ...v];
    const once = scikitUpliftAreas({ n: 400, y, t, score });
    const again = scikitUpliftAreas({ n: 800, y: twice(y), t: twice(t), score: twice(score) });
    expect(again.qini).toBeCloseTo(once.qini, 12);
    expect(again.uplift).toBeCloseTo(once.uplift, 12);
  });
});

describe('the report', () => {
  const options = { seed: 1, resamples: 20 };
  const tied = (score: (i: number) => number) => {
    const random = makeRandom(8);
    const t = Array.from({ length: 400 }, () => random.integer(2));
    const rows = t.map((own, i) => ({ t: own, y: random.integer(2), score: score(i) }));
    const of = (list: typeof rows) => ({
      n: list.length,
      t: list.map((row) => row.t),
      y: list.map((row) => row.y),
      score: list.map((row) => row.score),
    });
    return [of(rows), of([...rows].sort((a, b) => b.y - a.y)), of([...rows].sort((a, b) => a.y - b.y))];
  };

  it('does not hang on the order of rows of one score', () => {
    const [first, ...others] = tied((i) => i % 3).map((rows) => upliftReport(rows, options));
    for (const other of others) {
      other.upliftAt.forEach(({ uplift }, k) =>
        expect(uplift.value).toBeCloseTo(first?.upliftAt[k]?.uplift.value as number, 12),
      );
      other.curve.forEach(({ gain }, k) => expect(gain).toBeCloseTo(first?.curve[k]?.gain as number, 12));
      other.deciles.forEach(({ uplift }, k) =>
        expect(uplift).toBeCloseTo(first?.deciles[k]?.uplift as number, 12),
      );
    }
  });

  it('says of a score that does not vary that it ranks nobody', () => {
    for (const rows of tied(() => 0.5)) {
      const { verdict, rate, distinctScores } = upliftReport(rows, options);
      expect(verdict).toMatch(/does not vary/);
      expect([rate.autoc.value, rate.autoc.high, distinctScores]).toEqual([0, 0, 1]);
    }
  });

  it('has a curve whose early points are of the first rows, and peers’ deciles where no scores are equal', () => {
    const rows = trial(400, 5, 2);
    const report = upliftReport(rows, options);
    const first = report.upliftAt[0]?.uplift.value as number;
    expect(report.curve[1]?.gain).toBeCloseTo(0.1 * first, 12);
    expect(report.deciles[0]?.uplift).toBeCloseTo(first, 12);
    upliftByPercentile(rows).forEach((bin, k) => {
      expect(report.deciles[k]?.treated).toBe(bin.treated);
      expect(report.deciles[k]?.uplift).toBeCloseTo(bin.uplift, 12);
    });
  });

  it('says how many resamples it took', () => {
    expect(upliftReport(trial(40, 5, 2), { seed: 1 }).resamples).toBe(300);
    expect(upliftReport(trial(40, 5, 2), options).resamples).toBe(20);
  });

  it('covers AUTOC and the average effect, and seldom finds what is not there', () => {
    let [autoc, average, found] = [0, 0, 0];
    const seeds = 60;
    for (let seed = 1; seed <= seeds; seed++) {
      // Of an effect x, x normal, and ranked by x: the integral of φ(z)²/(1 - Φ(z)).
      const AUTOC = 0.9031972855686573;
      const there = upliftReport(trial(500, seed, 1), { seed, resamples: 60 });
      if (there.rate.autoc.low <= AUTOC && AUTOC <= there.rate.autoc.high) autoc++;
      if (there.averageEffect.low <= 0 && 0 <= there.averageEffect.high) average++;
      if (/detected/.test(upliftReport(trial(500, seed + 500, 0), { seed, resamples: 60 }).verdict)) found++;
    }
    expect(autoc).toBeGreaterThanOrEqual(51);
    expect(average).toBeGreaterThanOrEqual(52);
    expect(found).toBeLessThanOrEqual(8);
  });

  it.each([
    ['a treatment of 2', { t: [1, 2, 0, 1] }, /t, row 2/],
    ['one arm alone', { t: [1, 1, 1, 1] }, /both arms/],
    ['a score that is no number', { score: [1, NaN, 0, 2] }, /score, row 2/],
    ['a short column', { y: [1, 0] }, /got 2 numbers for 4 rows/],
  ])('refuses %s', (_, change, reason) => {
    const rows = { n: 4, y: [1, 0, 1, 0], t: [1, 0, 1, 0], score: [4, 3, 2, 1], ...change };
    expect(() => upliftReport(rows, { seed: 1 })).toThrow(reason);
  });
});

describe('calibration', () => {
  it('has slope 1 for true effects and 2 for effects said by half', () => {
    const { n, y, t, score } = trial(4000, 8, 1);
    const psi = Array.from(y, (v, i) => 2 * v * (2 * (t[i] as number) - 1));
    const names = psi.map((_, i) => String(i));
    const whole = calibrateEffects(score, psi, names);
    const half = calibrateEffects(
      score.map((v) => v / 2),
      psi,
      names,
    );
    expect(whole.slope.low < 1 && 1 < whole.slope.high).toBe(true);
    expect(half.slope.value).toBeCloseTo(2 * whole.slope.value, 9);
    expect(calibrateEffects(new Float64Array(n).fill(3), psi, names).p).toBe(1);
  });
});

describe('weights', () => {
  const random = makeRandom(6);
  const n = 300;
  const predicted = Float64Array.from({ length: n }, () => random.normal());
  const psi = predicted.map((v) => v * v + random.normal());
  const times = Array.from({ length: n }, () => 1 + random.integer(3));
  const names = Array.from({ length: n }, (_, i) => `p${i}`);
  const again = times.flatMap((k, i) => Array.from({ length: k }, () => i));
  const copied = <T>(v: ArrayLike<T>): T[] => again.map((i) => v[i] as T);

  it('of whole numbers say what copies of the rows say', () => {
    const weighted = calibrateEffects(predicted, psi, names, { bins: 1, weight: times });
    const copies = calibrateEffects(copied(predicted), copied(psi), copied(names), { bins: 1 });
    expect(weighted.slope.value).toBeCloseTo(copies.slope.value, 10);
    expect(weighted.slope.standardError).toBeCloseTo(copies.slope.standardError, 10);
    expect(weighted.bins[0]?.realised.low).toBeCloseTo(copies.bins[0]?.realised.low as number, 10);
    const [line] = bestLinearProjection(predicted, 1, psi, names, ['x'], times);
    const [twin] = bestLinearProjection(
      Float64Array.from(copied(predicted)),
      1,
      Float64Array.from(copied(psi)),
      copied(names),
      ['x'],
    );
    expect(line?.coefficient).toBeCloseTo(twin?.coefficient as number, 10);
    expect(line?.standardError).toBeCloseTo(twin?.standardError as number, 10);
  });
});
