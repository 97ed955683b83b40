import type { EffectRows, Nuisances } from '../../learners/index.ts';
import { take, takeRows } from '../../maths/index.ts';
import {
  allRows,
  meanRegressor,
  type Prediction,
  type Regressor,
  stackedRegressor,
  usualParts,
} from '../../nuisance/index.ts';
import { amountModel, type OutcomeScale } from './outcome-scale.ts';

/** E(outcome | x) over all arms as logged: cross-fitted, and by a model of all rows. */
export type PooledBase = {
  readonly held: Float64Array;
  readonly predict: Prediction;
  /** amount of those above 0; one where there are none */
  readonly heldAmount: Float64Array;
  readonly amount: Prediction;
  /** by arm: what its amounts are to those expected, shrunken to 1 */
  readonly ratio: Float64Array;
};

/** Whether something was had at all, for a hurdle; else the outcome itself. */
export const firstOutcome = (scale: OutcomeScale, y: Float64Array): Float64Array =>
  scale === 'hurdle' ? y.map((v) => (v > 0 ? 1 : 0)) : y;

/** Fewer rows to learn from than this are none. */
const LEAST_ROWS = 50;

const one: Prediction = (_, m) => new Float64Array(m).fill(1);

export const pooledBase = (rows: EffectRows, nuisances: Nuisances, scale: OutcomeScale): PooledBase => {
  const { x, d, n, y, seed } = rows;
  const { folds } = nuisances;
  const first = firstOutcome(scale, y);
  // As for many rows: a kernel beside them costs more than it tells a base that effects are only measured around.
  const stacked = stackedRegressor(usualParts(first, Infinity));
  const learn = (chosen: Int32Array, learner: Regressor): Prediction =>
    learner.fit({ x: takeRows(x, d, chosen), n: chosen.length, d, y: take(first, chosen), seed });
  const amountOf = (chosen: Int32Array): Prediction =>
    scale === 'hurdle' ? amountModel(x, d, y, chosen, seed) : one;
  const all = allRows(n);
  const held = new Float64Array(n).fill(Number.NaN);
  const heldAmount = new Float64Array(n).fill(Number.NaN);
  for (let j = 0; j < folds.count; j++) {
    const [train, test] = [folds.train(j), folds.test(j)];
    // In folds of time the first may have next to no earlier rows: the plain mean of all, which says nothing of a row, stands in.
    const learner = train.length < LEAST_ROWS ? meanRegressor : stacked;
    const seen = train.length < LEAST_ROWS ? all : train;
    const own = takeRows(x, d, test);
    const [base, amount] = [learn(seen, learner)(own, test.length), amountOf(seen)(own, test.length)];
    test.forEach((i, k) => {
      held[i] = base[k] as number;
      heldAmount[i] = amount[k] as number;
    });
  }
  return {
    held,
    heldAmount,
    predict: learn(all, stacked),
    amount: amountOf(all),
    ratio: amountRatios(rows, heldAmount, scale),
  };
};

/** ρ_a = Σ y / Σ m(x) over the arm's rows above 0, shrunken to 1 by ω²/(ω² + se²), ω² the variance of the ratios beyond their noise. */
const amountRatios = (rows: EffectRows, amount: Float64Array, scale: OutcomeScale): Float64Array => {
  const { n, y, action, arms } = rows;
  const out = new Float64Array(arms).fill(1);
  if (scale !== 'hurdle') return out;
  const gaps = new Float64Array(arms);
  const noise = new Float64Array(arms).fill(Infinity);
  for (let a = 0; a < arms; a++) {
    let [top, bottom, count] = [0, 0, 0];
    for (let i = 0; i < n; i++) {
      if (action[i] !== a || !((y[i] as number) > 0) || !Number.isFinite(amount[i] as number)) continue;
      top += y[i] as number;
      bottom += amount[i] as number;
      count++;
    }
    if (count < 10) continue;
    const ratio = top / bottom;
    let square = 0;
    for (let i = 0; i < n; i++)
      if (action[i] === a && (y[i] as number) > 0 && Number.isFinite(amount[i] as number))
        square += ((y[i] as number) - ratio * (amount[i] as number)) ** 2;
    gaps[a] = ratio - 1;
    noise[a] = square / bottom ** 2;
  }
  const known = Array.from(noise, (_, a) => a).filter((a) => Number.isFinite(noise[a] as number));
  const spread = Math.max(
    0,
    known.reduce((s, a) => s + (gaps[a] as number) ** 2 - (noise[a] as number), 0) /
      Math.max(1, known.length),
  );
  for (const a of known) out[a] = 1 + ((gaps[a] as number) * spread) / (spread + (noise[a] as number) || 1);
  return out;
};
