import { Fault } from '@causeway/contract';
import type { Interval } from '../maths/index.ts';
import { allEstimators } from './all-estimators.ts';
import { bernsteinBound } from './bernstein-bound.ts';
import { bootstrap, bootstrapInterval } from './bootstrap.ts';
import { estimateValue } from './estimate-value.ts';
import type { Estimator } from './estimator.ts';
import { meanOf, type OpeTable, weightsOf } from './ope-table.ts';
import { measureSupport, requireSupport, type Support } from './support.ts';

export type Estimated = Interval & {
  readonly name: string;
  readonly bootstrap?: { readonly low: number; readonly high: number };
  /** Holds at any sample size, for rounds within the range seen. */
  readonly bernstein: { readonly low: number; readonly high: number };
};

export type OpeReport = {
  readonly rows: number;
  readonly clusters: number;
  readonly support: Support;
  /** Null when the log cannot answer: then `refusal` says why. */
  readonly automatic: Estimated | null;
  readonly refusal: string | null;
  readonly estimates: readonly Estimated[];
  /** The same values by the names that Open Bandit Pipeline gives them. */
  readonly values: Readonly<Record<string, number>>;
};

export type OpeOptions = {
  readonly level?: number;
  readonly grid?: readonly number[];
  /** 0 leaves the bootstrap out. */
  readonly samples?: number;
  readonly seed?: number;
  readonly at?: ArrayLike<number>;
};

const spanOf = (rounds: ArrayLike<number>): number => {
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < rounds.length; i++) {
    low = Math.min(low, rounds[i] as number);
    high = Math.max(high, rounds[i] as number);
  }
  return Math.max(high - low, 1e-300);
};

/** A biased estimator is told with its unbiased sibling's range, stretched to hold it. */
const stretch = ({ low, high }: { low: number; high: number }, value: number) => ({
  low: Math.min(low, value),
  high: Math.max(high, value),
});

/** The refusal's sentence, or null when the table has support. */
const refusalOf = (support: Support): string | null => {
  try {
    requireSupport(support, 'the candidate on this log');
    return null;
  } catch (error) {
    if (error instanceof Fault) return error.message;
    throw error;
  }
};

/**
 * Every estimator on one table: value, interval, bootstrap and bound. Without support the values are still told, as arithmetic, but no
 * automatic answer is given.
 */
export const opeReport = (table: OpeTable, options: OpeOptions = {}): OpeReport => {
  const { level = 0.95, samples = 0, seed = 1 } = options;
  const withModel = table.policyMean !== undefined && table.shownMean !== undefined;
  const used = allEstimators(options.grid).filter((e) => withModel || !e.needsModel);
  const support = measureSupport(weightsOf(table), table.cluster);
  const refusal = refusalOf(support);
  const possible = used.filter((e) => support.effectiveSampleSize > 0 || !/^sn/.test(e.name));
  const at = options.at === undefined ? {} : { at: options.at };
  const drawn = samples > 0 ? bootstrap(table, possible, { samples, seed, ...at }) : null;
  const estimates = possible.map((e: Estimator, k): Estimated => {
    const honest = (e.unbiased ?? e).rounds(table);
    const interval = estimateValue(e, table, level);
    const sibling =
      e.unbiased === undefined ? k : possible.findIndex(({ name }) => name === e.unbiased?.name);
    const resampled =
      drawn === null ? null : bootstrapInterval(drawn.draws[sibling] as Float64Array, meanOf(honest), level);
    return {
      name: e.name,
      ...interval,
      bernstein: stretch(bernsteinBound(honest, table.cluster, spanOf(honest), level), interval.value),
      ...(resampled === null ? {} : { bootstrap: stretch(resampled, interval.value) }),
    };
  });
  const values: Record<string, number> = {};
  possible.forEach((e, k) => {
    if (e.peer !== null) values[e.peer] = (estimates[k] as Estimated).value;
  });
  return {
    rows: table.n,
    clusters: (estimates[0] as Estimated).clusters,
    support,
    automatic: refusal === null ? (estimates[0] as Estimated) : null,
    refusal,
    estimates,
    values,
  };
};
