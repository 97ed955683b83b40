import { exp } from '@causeway/contract';
import { fitPoisson, rowDot } from '../maths/index.ts';
import { allRows } from './folds.ts';
import type { Regressor } from './regressor.ts';
import { boostRegressor, meanRegressor } from './regressors.ts';
import { fitStandard } from './standardise.ts';

/** A mean above this, and whole numbers are amounts (cents, points) rather than counts. */
const MOST_MEAN = 30;

/** Whether outcomes are counts: whole numbers of at least 0, more than two of them, small on average. */
export const isCount = (y: ArrayLike<number>): boolean => {
  const seen = new Set<number>();
  let sum = 0;
  for (let i = 0; i < y.length; i++) {
    const v = y[i] as number;
    if (!(Number.isInteger(v) && v >= 0)) return false;
    sum += v;
    if (seen.size < 3) seen.add(v);
  }
  return seen.size > 2 && sum <= MOST_MEAN * y.length;
};

/** Rows to learn a line from. */
const LEAST_ROWS = 8;

/**
 * Ridge Poisson regression on standardised columns, precision 1 each: E(y | x) = e^{xᵀb}, right for any y of at least 0 whose mean has
 * this form. What is foretold stays within what was foretold of the rows learned from, since an exponent beyond them is boundless.
 */
export const poissonRegressor: Regressor = {
  name: 'poisson',
  fit: (rows) => {
    const { x, n, d, y, weight } = rows;
    if (n < LEAST_ROWS || y.every((v) => v === y[0])) return meanRegressor.fit(rows);
    const standard = fitStandard(x, d, allRows(n));
    const { p } = standard;
    const own = standard.apply(x, d, allRows(n));
    const { coefficients } = fitPoisson({
      x: own,
      n,
      p,
      y,
      penalty: Float64Array.from({ length: p }, (_, k) => (k === 0 ? 0 : 1)),
      ...(weight === undefined ? {} : { weights: weight }),
    });
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let i = 0; i < n; i++) {
      const eta = rowDot(own, i, p, coefficients);
      low = Math.min(low, eta);
      high = Math.max(high, eta);
    }
    return (of, m) => {
      const z = standard.apply(of, d, allRows(m));
      return Float64Array.from({ length: m }, (_, i) =>
        exp(Math.min(high, Math.max(low, rowDot(z, i, p, coefficients)))),
      );
    };
  },
};

/** Boosted trees on the log of the mean. */
export const boostCountRegressor: Regressor = {
  name: 'boost poisson',
  fit: (rows) => boostRegressor({ loss: 'poisson' }).fit(rows),
};
