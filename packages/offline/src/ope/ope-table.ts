import { Fault } from '@causeway/contract';

/** A logged table and a candidate policy on it, ready to be evaluated. */
export type OpeTable = {
  readonly n: number;
  readonly reward: ArrayLike<number>;
  /** Logged probability of the shown action, and the candidate's probability of the same. */
  readonly propensity: ArrayLike<number>;
  readonly candidate: ArrayLike<number>;
  /** Outcome model: at the shown action, and averaged over the candidate, Σ_a π(a|x) q(x, a). Needed by the model-based estimators. */
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
      throw new Fault('bad-input', `row ${i + 1}`, `logged propensity ${p}, allowed is (0, 1]`);
    // A sum of probabilities may pass one by rounding; what passes it by more is not a probability.
    if (!(q >= 0 && q <= 1 + 1e-9))
      throw new Fault('bad-input', `row ${i + 1}`, `candidate probability ${q}, allowed is [0, 1]`);
    return q / p;
  });

const kept = new WeakMap<OpeTable, Map<string, Float64Array>>();

/** A column of the table by its name, made once: estimators share what they are made of. */
export const column = (table: OpeTable, name: string, make: () => Float64Array): Float64Array => {
  const columns = kept.get(table) ?? new Map<string, Float64Array>();
  kept.set(table, columns);
  const found = columns.get(name);
  if (found !== undefined) return found;
  const made = make();
  columns.set(name, made);
  return made;
};

/** w of every row. */
export const weightsOf = (table: OpeTable): Float64Array =>
  column(table, 'w', () => importanceWeights(table));

const needed = (values: ArrayLike<number> | undefined, name: string): ArrayLike<number> => {
  if (values === undefined)
    throw new Fault('bad-input', name, 'this estimator needs an outcome model, got none');
  return values;
};

/** v_n = Σ_a π(a|x_n) q(x_n, a), and r_n - q(x_n, a_n). Both throw `bad-input` when the table has no outcome model. */
export const policyMeanOf = (table: OpeTable): Float64Array =>
  column(table, 'v', () => Float64Array.from(needed(table.policyMean, 'policyMean')));
export const residualOf = (table: OpeTable): Float64Array =>
  column(table, 'residual', () => {
    const shown = needed(table.shownMean, 'shownMean');
    return Float64Array.from(
      { length: table.n },
      (_, i) => (table.reward[i] as number) - (shown[i] as number),
    );
  });

export const meanOf = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] as number;
  return sum / values.length;
};
