import { exp, log } from '@causeway/contract';
import { take, takeRows } from '../../maths/index.ts';
import { isBinary, type Prediction, ridgeRegressor } from '../../nuisance/index.ts';

/**
 * On which scale an outcome's effects are likely to be simple. `logit`: 0 or 1; `hurdle`: nothing for many rows and an amount
 * above 0 for the others, where what an arm does is done to the share that has an amount; `plain`: any other.
 */
export type OutcomeScale = 'logit' | 'hurdle' | 'plain';

const LEAST_ZEROS = 0.2;

export const outcomeScale = (y: Float64Array): OutcomeScale => {
  if (isBinary(y)) return 'logit';
  let zeros = 0;
  for (const v of y) {
    if (v < 0) return 'plain';
    if (v === 0) zeros++;
  }
  return zeros >= LEAST_ZEROS * y.length ? 'hurdle' : 'plain';
};

/** E(Y | Y > 0, x): ridge on ln Y, and one factor that makes the mean right (Duan's smearing for rows alike). */
export const amountModel = (
  x: Float64Array,
  d: number,
  y: Float64Array,
  rows: Int32Array,
  seed: number,
): Prediction => {
  const paid = rows.filter((i) => (y[i] as number) > 0);
  const own = takeRows(x, d, paid);
  const line = ridgeRegressor.fit({
    x: own,
    n: paid.length,
    d,
    y: take(y, paid).map((v) => log(v)),
    seed,
  });
  const fitted = line(own, paid.length);
  // No amount is told beyond the range of those that were seen.
  let [low, high] = [Infinity, -Infinity];
  for (const i of paid)
    [low, high] = [Math.min(low, log(y[i] as number)), Math.max(high, log(y[i] as number))];
  const amount = (v: number) => exp(Math.min(high, Math.max(low, v)));
  let [top, bottom] = [0, 0];
  paid.forEach((i, k) => {
    top += y[i] as number;
    bottom += amount(fitted[k] as number);
  });
  const factor = bottom > 0 ? top / bottom : 0;
  return (of, m) => line(of, m).map((v) => factor * amount(v));
};

/** Probabilities are kept this far from 0 and 1 before a logit is taken. */
export const EDGE = 1e-4;

export const logit = (p: number): number => {
  const q = Math.min(1 - EDGE, Math.max(EDGE, p));
  return log(q / (1 - q));
};
