import { makeRandom, nonNegativeWeights, take, takeRows } from '../maths/index.ts';
import { boostCountRegressor, isCount, poissonRegressor } from './count-regressor.ts';
import { boostHurdleRegressor, hurdleRegressor, isHurdle } from './hurdle-regressor.ts';
import { kernelRegressor } from './kernel-regressor.ts';
import type { RegressionRows, Regressor } from './regressor.ts';
import {
  boostRegressor,
  isBinary,
  logisticRegressor,
  ridgeBoostRegressor,
  ridgeRegressor,
} from './regressors.ts';
import { robustRegressor } from './robust-regressor.ts';

/** Rows up to which each part is tried on every third, so that all rows judge; above, on a quarter held out. */
const FEW = 3000;

/** Kurtosis from which tails are heavy: that of a normal outcome is 3. */
const HEAVY = 15;

const kurtosis = (y: ArrayLike<number>): number => {
  const n = y.length;
  let [mean, second, fourth] = [0, 0, 0];
  for (let i = 0; i < n; i++) mean += (y[i] as number) / n;
  for (let i = 0; i < n; i++) {
    const square = ((y[i] as number) - mean) ** 2;
    second += square / n;
    fourth += (square * square) / n;
  }
  return second > 0 ? fourth / second ** 2 : 0;
};

/**
 * What may be mixed for these outcomes: for 0 and 1 logistic and boosted trees; for counts those of Poisson's loss, a hurdle and a
 * robust line; for revenue, many of them 0, hurdles and a robust line; for others ridge, boosted trees, a robust line where tails are heavy and, on few rows, a kernel.
 */
export const usualParts = (y: ArrayLike<number>, n: number): Regressor[] => {
  const line = ridgeBoostRegressor();
  if (isBinary(y)) return [logisticRegressor, boostRegressor()];
  const robust = robustRegressor(ridgeRegressor);
  if (isCount(y)) return [poissonRegressor, boostCountRegressor, hurdleRegressor(), robust];
  if (isHurdle(y)) return [hurdleRegressor(), boostHurdleRegressor, robust, ridgeRegressor];
  if (kurtosis(y) > HEAVY)
    return [ridgeRegressor, robust, robustRegressor(boostRegressor()), boostRegressor()];
  return n <= FEW
    ? [ridgeRegressor, boostRegressor(), line, kernelRegressor]
    : [ridgeRegressor, boostRegressor(), line];
};

/**
 * A mixture of regressors, its weights (at least 0) by least squares on predictions of rows that the parts did not see; each part is
 * then fitted on all rows.
 */
export const stackedRegressor = (parts?: readonly Regressor[]): Regressor => ({
  name: 'stacked',
  fit: (rows) => {
    const { x, n, d, y, seed, weight } = rows;
    const own = parts ?? usualParts(y, n);
    if (n < 24) return ridgeRegressor.fit(rows);
    const order = makeRandom(seed).permutation(n);
    const few = n <= FEW;
    const fold = new Uint8Array(n);
    order.forEach((i, k) => (fold[i] = few ? k % 3 : k % 4));
    const judged: number[] = [];
    const seen = own.map(() => [] as number[]);
    for (let j = 0; j < (few ? 3 : 1); j++) {
      const test = order.filter((i) => fold[i] === j);
      const train = order.filter((i) => fold[i] !== j);
      const part: RegressionRows = {
        x: takeRows(x, d, train),
        n: train.length,
        d,
        y: take(y, train),
        seed,
        ...(weight === undefined ? {} : { weight: take(weight, train) }),
      };
      const held = takeRows(x, d, test);
      own.forEach((r, k) => seen[k]?.push(...r.fit(part)(held, test.length)));
      judged.push(...test);
    }
    const weights = nonNegativeWeights({
      columns: seen,
      y: take(y, judged),
      ...(weight === undefined ? {} : { weight: take(weight, judged) }),
    });
    const fits = own.map((r, k) => ((weights[k] as number) > 1e-3 ? r.fit(rows) : undefined));
    const total = weights.reduce((sum, w, k) => sum + (fits[k] === undefined ? 0 : w), 0);
    if (!(total > 0)) return (own[0] as Regressor).fit(rows);
    return (of, m) => {
      const out = new Float64Array(m);
      fits.forEach((predict, k) => {
        predict?.(of, m).forEach((v, i) => (out[i] = (out[i] as number) + (weights[k] as number) * v));
      });
      return out;
    };
  },
});
