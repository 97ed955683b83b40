import { column, meanOf, type OpeTable, policyMeanOf, residualOf, weightsOf } from './ope-table.ts';
import type { WeightMap } from './weight-maps.ts';

/**
 * An off-policy estimator is a function of means of columns. `rounds` gives one number a round whose mean is the estimate and whose
 * spread is that of its influence function: mean, interval and bounds are written once, over rounds. `columns` and `value`
 * say the same for a resample, so that whatever it normalises or tunes is normalised and tuned again there.
 */
export type Estimator = {
  readonly name: string;
  /** its name in Open Bandit Pipeline, under which reference values are kept; null where that has none */
  readonly peer: string | null;
  readonly needsModel: boolean;
  rounds(table: OpeTable): Float64Array;
  columns(table: OpeTable): Float64Array[];
  /** the estimate from the columns' means over n rounds */
  value(means: ArrayLike<number>, n: number): number;
  /** The unbiased estimator beside a biased one: their intervals are told together (see `estimateValue`). */
  readonly unbiased?: Estimator;
};

/** An estimator that is a plain mean of its rounds. */
export const plainMean = (
  name: string,
  peer: string | null,
  needsModel: boolean,
  rounds: (table: OpeTable) => Float64Array,
  unbiased?: Estimator,
): Estimator => ({
  name,
  peer,
  needsModel,
  rounds,
  columns: (table) => [rounds(table)],
  value: (means) => means[0] as number,
  ...(unbiased === undefined ? {} : { unbiased }),
});

const largest = (table: OpeTable): number => {
  const top = column(table, 'largest', () => {
    const w = weightsOf(table);
    let most = 0;
    for (const v of w) most = Math.max(most, v);
    return Float64Array.of(most);
  });
  return top[0] as number;
};

/** ŵ r of every row; ŵ = w when no map is given or none of the weights is changed by it. */
export const weightedReward = (table: OpeTable, map?: WeightMap): Float64Array => {
  if (map !== undefined && map.from >= largest(table)) return weightedReward(table);
  return column(table, `wr ${map?.name ?? ''}`, () =>
    weightsOf(table).map((w, i) => (map === undefined ? w : map.map(w)) * (table.reward[i] as number)),
  );
};

/** v + ŵ (r - q) of every row (A16). */
export const corrected = (table: OpeTable, map?: WeightMap): Float64Array => {
  if (map !== undefined && map.from >= largest(table)) return corrected(table);
  return column(table, `dr ${map?.name ?? ''}`, () => {
    const [v, residual] = [policyMeanOf(table), residualOf(table)];
    return weightsOf(table).map(
      (w, i) => (v[i] as number) + (map === undefined ? w : map.map(w)) * (residual[i] as number),
    );
  });
};

const squared = new WeakMap<Float64Array, Float64Array>();

/** Squares of a column, made once. */
export const squares = (of: Float64Array): Float64Array => {
  const found = squared.get(of) ?? of.map((x) => x * x);
  squared.set(of, found);
  return found;
};

/**
 * What a self-normalised sum x̄/w̄ = R varies by: rounds base_i + R + (x_i - R w_i)/w̄ / (1 - w_i/Σw), moved to the exact mean. The last
 * factor is the leave-one-out residual's: a heavy row pulls R towards itself, and would else hide its own error.
 */
export const ratioRounds = (x: Float64Array, w: Float64Array, base?: Float64Array): Float64Array => {
  const n = x.length;
  const mean = meanOf(w);
  const ratio = meanOf(x) / mean;
  const rounds = x.map((v, i) => {
    const share = (w[i] as number) / (mean * n);
    return (v - ratio * (w[i] as number)) / mean / Math.max(0.05, 1 - share);
  });
  const shift = ratio - meanOf(rounds);
  return rounds.map((v, i) => (base?.[i] ?? 0) + v + shift);
};
