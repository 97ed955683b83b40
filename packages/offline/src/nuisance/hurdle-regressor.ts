import { take, takeRows } from '../maths/index.ts';
import type { Regressor } from './regressor.ts';
import { boostRegressor, logisticRegressor, ridgeRegressor } from './regressors.ts';
import { robustRegressor } from './robust-regressor.ts';

/** Whether outcomes are at least 0 and many are 0, as revenue is: few of those who come also buy. */
export const isHurdle = (y: ArrayLike<number>): boolean => {
  let zeros = 0;
  const positive = new Set<number>();
  for (let i = 0; i < y.length; i++) {
    const v = y[i] as number;
    if (v < 0) return false;
    if (v === 0) zeros++;
    else if (positive.size < 3) positive.add(v);
  }
  return zeros >= 0.2 * y.length && positive.size > 2;
};

/** Fewer rows above 0 than this, and their mean stands for them. */
const FEW = 40;

/**
 * E(y | x) = P(y > 0 | x) E(y | y > 0, x) for outcomes of at least 0: whether there is any by the first regressor, how much by the
 * second, on the rows that have any.
 */
export const hurdleRegressor = (
  any: Regressor = logisticRegressor,
  amount: Regressor = robustRegressor(ridgeRegressor),
): Regressor => ({
  name: `hurdle ${any.name}`,
  fit: (rows) => {
    const { x, n, d, y, weight, seed } = rows;
    const above = Array.from({ length: n }, (_, i) => i).filter((i) => (y[i] as number) > 0);
    const share = any.fit({ ...rows, y: y.map((v) => (v > 0 ? 1 : 0)) });
    const mean = above.reduce((sum, i) => sum + (y[i] as number), 0) / Math.max(1, above.length);
    const size =
      above.length < FEW
        ? (_: Float64Array, m: number) => new Float64Array(m).fill(mean)
        : amount.fit({
            x: takeRows(x, d, above),
            n: above.length,
            d,
            y: take(y, above),
            seed,
            ...(weight === undefined ? {} : { weight: take(weight, above) }),
          });
    return (of, m) => {
      const sizes = size(of, m);
      return share(of, m).map((p, i) => p * Math.max(0, sizes[i] as number));
    };
  },
});

/** The same with boosted trees for both parts. */
export const boostHurdleRegressor: Regressor = {
  name: 'hurdle boost',
  fit: (rows) => hurdleRegressor(boostRegressor(), robustRegressor(boostRegressor())).fit(rows),
};
