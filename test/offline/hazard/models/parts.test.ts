import { sigmoid } from '@causeway/contract';
import { describe, expect, it } from 'vitest';
import { madePeriods } from '../../../../bench/hazard-models/made-periods.ts';
import { logLosses } from '../../../../packages/offline/src/hazard/index.ts';
import {
  calibrated,
  NO_CALIBRATION,
} from '../../../../packages/offline/src/hazard/models/calibration-map.ts';
import { CALIBRATORS } from '../../../../packages/offline/src/hazard/models/calibrators.ts';
import { chooseCalibration } from '../../../../packages/offline/src/hazard/models/choose-calibration.ts';
import { fitRamps } from '../../../../packages/offline/src/hazard/models/fit-ramps.ts';
import { forwardFolds } from '../../../../packages/offline/src/hazard/models/forward-folds.ts';
import { isotonicPoints } from '../../../../packages/offline/src/hazard/models/isotonic-points.ts';
import { placeRamps } from '../../../../packages/offline/src/hazard/models/place-ramps.ts';
import { rampScores } from '../../../../packages/offline/src/hazard/models/ramp-model.ts';
import { stackScores } from '../../../../packages/offline/src/hazard/models/stack-scores.ts';
import { makeRandom } from '../../../../packages/offline/src/maths/index.ts';

const made = madePeriods(700, 3);
const mean = (v: ArrayLike<number>) => Array.from(v).reduce((a, b) => a + b, 0) / v.length;

/** Scores and outcomes whose true log-odds are a function of the score. */
const drawn = (n: number, seed: number, truth: (s: number) => number) => {
  const random = makeRandom(seed);
  const score = Float64Array.from({ length: n }, () => 1.5 * random.normal() - 1);
  return { score, y: Uint8Array.from(score, (s) => (random.uniform() < sigmoid(truth(s)) ? 1 : 0)) };
};

describe('forwardFolds', () => {
  it('learn from what comes before what they foretell, never divide a session, and end at the last row', () => {
    const folds = forwardFolds(made);
    expect(folds).toHaveLength(4);
    folds.forEach(({ trainEnd, testEnd }, k) => {
      expect(trainEnd).toBe(k === 0 ? trainEnd : folds[k - 1]?.testEnd);
      expect(testEnd).toBeGreaterThan(trainEnd);
      expect(made.session[trainEnd]).not.toBe(made.session[trainEnd - 1]);
    });
    expect(folds[3]?.testEnd).toBe(made.n);
  });

  it('leave out a fold without both outcomes on either side', () => {
    expect(forwardFolds({ ...made, y: new Uint8Array(made.n) })).toEqual([]);
    expect(forwardFolds(madePeriods(6, 1))).toEqual([]);
  });
});

describe('ramps', () => {
  it('give a column of 0 and 1 one ramp, and lie side by side between the knots of a number', () => {
    const ramps = placeRamps(made);
    expect(ramps.filter(({ feature }) => feature === 2)).toEqual([{ feature: 2, from: 0, width: 1 }]);
    const own = ramps.filter(({ feature }) => feature === 1);
    expect(own.length).toBeGreaterThan(5);
    own.slice(1).forEach(({ from }, k) => {
      expect(from).toBeCloseTo((own[k]?.from ?? 0) + (own[k]?.width ?? 0), 12);
    });
  });

  it('are no more than allowed where columns are many, and go to those by which the event differs', () => {
    const [n, d] = [800, 90];
    const random = makeRandom(8);
    const x = Float32Array.from({ length: n * d }, () => random.normal());
    const y = Uint8Array.from({ length: n }, (_, i) => (Math.abs(x[i * d + 77] as number) > 1 ? 1 : 0));
    const ramps = placeRamps({ n, d, x, y, session: Int32Array.from({ length: n }, (_, i) => i) });
    expect(ramps.length).toBeLessThanOrEqual(160);
    expect(ramps.filter(({ feature }) => feature === 77)).toHaveLength(3);
  });

  it('find the bend, and the pair that only counts together', () => {
    const model = fitRamps(made, { slope: 0.4, rise: 4, pairs: 10, seed: 1 });
    const at = (...x: number[]) => rampScores(model, Float32Array.from(x), 1)[0] as number;
    expect(at(0, 1.5, 0, 0, 0) - at(0, 0, 0, 0, 0)).toBeGreaterThan(0.7);
    expect(at(0, -1.5, 0, 0, 0) - at(0, 0, 0, 0, 0)).toBeGreaterThan(0.7);
    const both = at(1, 0, 1, 0, 0) - at(1, 0, 0, 0, 0);
    const alone = at(-1, 0, 1, 0, 0) - at(-1, 0, 0, 0, 0);
    expect(both - alone).toBeGreaterThan(0.7);
    expect(at(0, 50, 0, 0, 0)).toBeLessThan(40);
  });
});

describe('stackScores', () => {
  it('gives the likeliest mixture, no weight below 0', () => {
    const random = makeRandom(9);
    const { score, y } = drawn(6000, 2, (s) => s);
    const noise = Float64Array.from(score, () => random.normal());
    const against = score.map((s) => -s);
    const { bias, weights } = stackScores([score, noise, against], y);
    expect(weights[0] as number).toBeGreaterThan(0.85);
    expect(Math.abs(bias)).toBeLessThan(0.15);
    expect(weights[1] as number).toBeLessThan(0.08);
    expect(weights[2]).toBe(0);
  });
});

describe('calibration', () => {
  it.each([
    ['shift', 1, (s: number) => s + 0.8],
    ['platt', 2, (s: number) => 0.5 * s - 0.3],
    ['beta', 3, (s: number) => (s > 0 ? 2 * s : s / 2) - 0.5],
    ['isotonic', 4, (s: number) => (s < -1 ? -2 : s < 0.5 ? 0 : 2)],
  ] as const)('%s mends what it is made for, and does not fall', (method, k, truth) => {
    const { score, y } = drawn(8000, 5 + k, truth);
    const map = (CALIBRATORS[k] as (typeof CALIBRATORS)[number])(score, y);
    expect(map.method).toBe(method);
    const fresh = drawn(8000, 50 + k, truth);
    const loss = (s: Float64Array) => mean(logLosses(s.map(sigmoid), fresh.y));
    const best = loss(fresh.score.map(truth));
    expect(loss(calibrated(map, fresh.score)) - best).toBeLessThan(0.3 * (loss(fresh.score) - best));
    const line = calibrated(
      map,
      Float64Array.from({ length: 200 }, (_, i) => i / 20 - 5),
    );
    line.slice(1).forEach((v, i) => {
      expect(v).toBeGreaterThanOrEqual((line[i] as number) - 1e-9);
    });
  });

  it('is left alone where nothing is wrong, and chosen where much is', () => {
    const session = Int32Array.from({ length: 4000 }, (_, i) => i);
    const fine = drawn(4000, 21, (s) => s);
    expect(chooseCalibration(fine.score, fine.y, session).map).toEqual(NO_CALIBRATION);
    const off = drawn(4000, 22, (s) => 0.4 * s + 1);
    const { map, tried } = chooseCalibration(off.score, off.y, session);
    expect(map.method).toBe('platt');
    expect(tried.map(({ method }) => method)).toEqual(['none', 'shift', 'platt', 'beta', 'isotonic']);
  });

  it('pools adjacent violators as the brute force over all monotone levels does', () => {
    // Six bins of 25 rows with rates that fall twice.
    const rates = [4, 8, 3, 10, 9, 20];
    const score = Float64Array.from({ length: 150 }, (_, i) => Math.floor(i / 25));
    const y = Uint8Array.from({ length: 150 }, (_, i) =>
      i % 25 < (rates[Math.floor(i / 25)] as number) ? 1 : 0,
    );
    const levels = isotonicPoints(score, y).map(([, level]) => sigmoid(level));
    // Weighted least squares over monotone levels: max over starts of the min over ends of the mean (Barlow).
    const average = (a: number, b: number) => mean(rates.slice(a, b + 1)) / 25;
    const brute = rates.map((_, k) =>
      Math.max(
        ...rates.slice(0, k + 1).map((_, a) => Math.min(...rates.slice(k).map((_, b) => average(a, k + b)))),
      ),
    );
    const distinct = [...new Set(brute.map((v) => v.toFixed(6)))].map(Number);
    expect(levels).toHaveLength(distinct.length);
    levels.forEach((level, k) => {
      expect(Math.abs(level - (distinct[k] as number))).toBeLessThan(0.02);
    });
  });
});
