import { Fault } from '@causeway/contract';
import { type Interval, meanInterval } from '../maths/index.ts';

/** A logged table and a candidate policy on it, ready to be evaluated. */
export type OpeTable = {
  readonly n: number;
  readonly reward: ArrayLike<number>;
  /** Logged probability of the shown action, and the candidate's probability of the same. */
  readonly propensity: ArrayLike<number>;
  readonly candidate: ArrayLike<number>;
  /** Outcome model: at the shown action, and averaged over the candidate, Σ_a π(a|x) q(x, a). Needed by dm and dr alone. */
  readonly shownMean?: ArrayLike<number>;
  readonly policyMean?: ArrayLike<number>;
  /** Rows of one cluster (a person) are not independent. */
  readonly cluster: ArrayLike<string | number>;
};

/** w_n = π(a_n|x_n) / μ(a_n|x_n) (B34). Throws `bad-input` for a logged action whose propensity is not in (0, 1]. */
export const importanceWeights = (table: Pick<OpeTable, 'n' | 'candidate' | 'propensity'>): Float64Array =>
  Float64Array.from({ length: table.n }, (_, i) => {
    const p = table.propensity[i] as number;
    const q = table.candidate[i] as number;
    if (!(p > 0 && p <= 1))
      throw new Fault('bad-input', `row ${i}`, `logged propensity ${p}, allowed is (0, 1]`);
    if (!(q >= 0 && q <= 1))
      throw new Fault('bad-input', `row ${i}`, `candidate probability ${q}, allowed is [0, 1]`);
    return q / p;
  });

/** One number a round, whose mean is the estimate. */
export type Estimator = { readonly name: string; rounds(table: OpeTable): Float64Array };

const needed = (values: ArrayLike<number> | undefined, name: string): ArrayLike<number> => {
  if (values === undefined)
    throw new Fault('bad-input', name, 'this estimator needs an outcome model, got none');
  return values;
};

/** Inverse propensity score, mean of r w (A14, B38). Unbiased; its variance grows with the weights. */
export const ips: Estimator = {
  name: 'ips',
  rounds: (table) => importanceWeights(table).map((w, i) => w * (table.reward[i] as number)),
};

/** Self-normalised: Σ r w / Σ w. Its rounds are V + (w/w̄)(r - V): the mean is V and their spread that of the ratio. */
export const snips: Estimator = {
  name: 'snips',
  rounds: (table) => {
    const w = importanceWeights(table);
    let [top, bottom] = [0, 0];
    w.forEach((v, i) => {
      top += v * (table.reward[i] as number);
      bottom += v;
    });
    if (!(bottom > 0))
      throw new Fault(
        'no-support',
        'snips',
        'no logged action has a positive probability under the candidate',
      );
    const value = top / bottom;
    const mean = bottom / table.n;
    return w.map((v, i) => value + (v / mean) * ((table.reward[i] as number) - value));
  },
};

/** Direct method: the outcome model's mean under the candidate. Its interval does not know the model's own error. */
export const dm: Estimator = {
  name: 'dm',
  rounds: (table) => Float64Array.from(needed(table.policyMean, 'dm')),
};

/** Doubly robust (A15, A16): Σ_a π q + w (r - q(x, a)). */
export const dr: Estimator = {
  name: 'dr',
  rounds: (table) => {
    const policyMean = needed(table.policyMean, 'dr');
    const shownMean = needed(table.shownMean, 'dr');
    return importanceWeights(table).map(
      (w, i) => (policyMean[i] as number) + w * ((table.reward[i] as number) - (shownMean[i] as number)),
    );
  },
};

export const ESTIMATORS: readonly Estimator[] = [ips, snips, dm, dr];

/** The estimate of one estimator with its interval, clustered. */
export const estimateValue = (estimator: Estimator, table: OpeTable, level = 0.95): Interval =>
  meanInterval(estimator.rounds(table), table.cluster, level);
