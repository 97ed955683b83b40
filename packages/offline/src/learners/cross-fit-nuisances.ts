import { Fault } from '@causeway/contract';
import { take, takeRows } from '../maths/index.ts';
import {
  boostRegressor,
  type Folds,
  groupFolds,
  logisticRegressor,
  type Prediction,
  type Regressor,
  stackedRegressor,
  timeFolds,
} from '../nuisance/index.ts';
import { checkEffectRows, type EffectRows } from './effect-rows.ts';

/** Cross-fitted e_a(x) and μ_a(x), n x A; NaN in rows of no fold. `outcome` are the models of all rows. */
export type Nuisances = {
  readonly folds: Folds;
  readonly means: Float64Array;
  readonly propensities: Float64Array;
  readonly outcome: readonly Prediction[];
  /** By fold and arm: the outcome models that did not see the fold. */
  readonly foldOutcome: readonly (readonly Prediction[])[];
  readonly propensity: (x: Float64Array, m: number) => Float64Array;
  readonly known: boolean;
};

export type NuisanceOptions = {
  /** 5. */
  readonly folds?: number;
  readonly outcome?: Regressor;
  readonly propensity?: Regressor;
  /** Estimated propensities are kept this far from 0 and 1; 0.01. */
  readonly least?: number;
  /** Draws of the folds whose predictions are averaged, so that the answer hangs less on one draw; 1. In time there is one way only. */
  readonly repeats?: number;
  /** ms between the last row trained on and the first predicted, when rows have times; 0. */
  readonly purgeMs?: number;
};

const rowNames = (n: number): string[] => Array.from({ length: n }, (_, i) => String(i));

export const foldsOf = (
  { n, at, group, seed }: EffectRows,
  { folds = 5, purgeMs = 0 }: NuisanceOptions,
): Folds => {
  const own = group ?? rowNames(n);
  return at === undefined ? groupFolds(own, folds, seed) : timeFolds(at, own, folds, purgeMs);
};

/** With fewer rows of an arm than this its outcomes are learned from the rows of all arms. */
const LEAST_OF_ARM = 5;

/** In time the first folds are learned from few rows: without the arms in them, what is learned is no outcome of an arm at all. */
const checkPast = ({ action, arms }: EffectRows, train: Int32Array, j: number): void => {
  const count = new Int32Array(arms);
  for (const i of train) count[action[i] as number] = (count[action[i] as number] as number) + 1;
  const arm = count.findIndex((rows) => rows < LEAST_OF_ARM);
  if (arm >= 0)
    throw new Fault(
      'no-support',
      `effects, fold ${j + 1} in time`,
      `got ${count[arm]} earlier rows of arm ${arm} by other people, at least ${LEAST_OF_ARM} are needed: take fewer folds (--folds), or leave the time out (--time)`,
    );
};

const fitArm = (rows: EffectRows, chosen: ArrayLike<number>, arm: number, learner: Regressor): Prediction => {
  const own = Array.from(chosen).filter((i) => rows.action[i] === arm);
  const used = own.length >= LEAST_OF_ARM ? own : Array.from(chosen);
  return learner.fit({
    x: takeRows(rows.x, rows.d, used),
    n: used.length,
    d: rows.d,
    y: take(rows.y, used),
    seed: rows.seed,
    ...(rows.weight === undefined ? {} : { weight: take(rows.weight, used) }),
  });
};

/** e_a(x) of all arms by one regression an arm on its indicator, made to sum to one; two arms need one. */
const fitPropensity = (rows: EffectRows, chosen: ArrayLike<number>, learner: Regressor, least: number) => {
  const { arms, d } = rows;
  const own = takeRows(rows.x, d, chosen);
  const fits = Array.from({ length: arms === 2 ? 1 : arms }, (_, k) =>
    learner.fit({
      x: own,
      n: chosen.length,
      d,
      y: Float64Array.from({ length: chosen.length }, (__, i) => {
        const a = rows.action[chosen[i] as number];
        return a === (arms === 2 ? 1 : k) ? 1 : 0;
      }),
      seed: rows.seed,
    }),
  );
  return (x: Float64Array, m: number): Float64Array => {
    const shares = fits.map((predict) => predict(x, m));
    const out = new Float64Array(m * arms);
    for (let i = 0; i < m; i++) {
      let sum = 0;
      for (let a = 0; a < arms; a++) {
        const p = arms === 2 ? (a === 1 ? shares[0]?.[i] : 1 - (shares[0]?.[i] as number)) : shares[a]?.[i];
        out[i * arms + a] = Math.min(1 - least, Math.max(least, p as number));
        sum += out[i * arms + a] as number;
      }
      for (let a = 0; a < arms; a++) out[i * arms + a] = (out[i * arms + a] as number) / sum;
    }
    return out;
  };
};

/** Knows only the probability of the arm that was got: the other arms share what is left by their frequency; exact for two arms. */
const spread = (rows: EffectRows, p: Float64Array): Float64Array => {
  const { n, arms, action } = rows;
  const share = new Float64Array(arms);
  for (let i = 0; i < n; i++) share[action[i] as number] = (share[action[i] as number] as number) + 1 / n;
  const out = new Float64Array(n * arms);
  for (let i = 0; i < n; i++) {
    const own = action[i] as number;
    for (let a = 0; a < arms; a++)
      out[i * arms + a] =
        a === own
          ? (p[i] as number)
          : ((1 - (p[i] as number)) * (share[a] as number)) / (1 - (share[own] as number));
  }
  return out;
};

type Drawn = Pick<Nuisances, 'folds' | 'means' | 'propensities' | 'foldOutcome'>;

/** μ̂ and ê of every row by models of the other folds, for one draw of the folds. */
const crossFitOnce = (
  rows: EffectRows,
  folds: Folds,
  outcome: Regressor,
  propensity: Regressor,
  least: number,
): Drawn => {
  const { n, d, arms, x } = rows;
  const means = new Float64Array(n * arms).fill(Number.NaN);
  const known = rows.propensity !== undefined;
  const propensities =
    rows.propensity === undefined
      ? new Float64Array(n * arms).fill(Number.NaN)
      : spread(rows, rows.propensity);
  const foldOutcome: Prediction[][] = [];
  for (let j = 0; j < folds.count; j++) {
    const test = folds.test(j);
    const train = folds.train(j);
    if (rows.at !== undefined) checkPast(rows, train, j);
    const held = takeRows(x, d, test);
    const fits = Array.from({ length: arms }, (_, a) => fitArm(rows, train, a, outcome));
    foldOutcome.push(fits);
    fits.forEach((predict, a) => {
      predict(held, test.length).forEach((v, k) => (means[(test[k] as number) * arms + a] = v));
    });
    if (!known) {
      const shares = fitPropensity(rows, train, propensity, least)(held, test.length);
      test.forEach((i, k) => propensities.set(shares.subarray(k * arms, (k + 1) * arms), i * arms));
    }
  }
  return { folds, means, propensities, foldOutcome };
};

const MOST_REPEATS = 50;

const averaged = (draws: readonly Drawn[], key: 'means' | 'propensities'): Float64Array =>
  (draws[0] as Drawn)[key].map(
    (_, i) => draws.reduce((sum, own) => sum + (own[key][i] as number), 0) / draws.length,
  );

/**
 * μ̂ and ê of every row by models of the other folds (A6-A8), and models of all rows for rows that come later. With `repeats` the
 * predictions are averaged over as many draws of the folds; `folds` and `foldOutcome` are the first draw's.
 * Throws `bad-input` for a number of repeats outside 1 to 50.
 */
export const crossFitNuisances = (rows: EffectRows, options: NuisanceOptions = {}): Nuisances => {
  checkEffectRows(rows);
  const { n, arms } = rows;
  const outcome = options.outcome ?? stackedRegressor();
  const propensity =
    options.propensity ?? stackedRegressor([logisticRegressor, boostRegressor({ trees: 60 })]);
  const { least = 0.01, repeats = 1 } = options;
  if (!(Number.isInteger(repeats) && repeats >= 1 && repeats <= MOST_REPEATS))
    throw new Fault('bad-input', 'effects, repeats', `got ${repeats}, allowed is 1 to ${MOST_REPEATS}`);
  const draws = Array.from({ length: rows.at === undefined ? repeats : 1 }, (_, r) =>
    crossFitOnce(rows, foldsOf({ ...rows, seed: rows.seed + 7919 * r }, options), outcome, propensity, least),
  );
  const { folds, foldOutcome } = draws[0] as Drawn;
  const all = Int32Array.from({ length: n }, (_, i) => i);
  let own: ((of: Float64Array, m: number) => Float64Array) | undefined;
  return {
    folds,
    foldOutcome,
    means: averaged(draws, 'means'),
    propensities: averaged(draws, 'propensities'),
    known: rows.propensity !== undefined,
    outcome: Array.from({ length: arms }, (_, a) => fitArm(rows, all, a, outcome)),
    propensity: (of, m) => (own ??= fitPropensity(rows, all, propensity, least))(of, m),
  };
};
