import { Fault, sigmoid } from '@causeway/contract';
import { clusterErrors, fitLogistic, rowDot, take, takeRows } from '../maths/index.ts';
import { rowsAtRisk } from './rows/rows-at-risk.ts';

/** A person-period table of any study: one row a period in which the event could happen. */
export type PeriodTable = {
  readonly n: number;
  readonly names: readonly string[];
  /** n x names.length, row-major. */
  readonly x: Float64Array;
  /** Period number of each row, from 1; each distinct one gets its own α when `baseline` is 'each'. */
  readonly period: ArrayLike<number>;
  /** 1 where the event happened in this period. */
  readonly event: ArrayLike<number>;
  readonly person: ArrayLike<string | number>;
};

export type PeriodHazard = {
  readonly names: readonly string[];
  readonly coefficients: readonly number[];
  readonly standardErrors: readonly number[];
  /** Errors that allow a person's rows to be alike. */
  readonly clusterErrors: readonly number[];
  readonly logLikelihood: number;
  /** Rows fitted: those in which the event could still happen. */
  readonly rows: number;
  readonly events: number;
  /** Rows left out, by reason: behind the event of their person nothing can happen any more. */
  readonly dropped: { readonly afterEvent: number };
};

/**
 * The discrete-time hazard λ_t = σ(α_t + bᵀx) (B24), fitted without a penalty by maximum likelihood.
 * `baseline` 'each' gives every period its own α; 'constant' gives one. Rows behind a person's event are left out and counted.
 * Throws `bad-input` on a table that cannot be fitted, or has a person's period twice.
 */
export const fitPeriodHazard = (table: PeriodTable, baseline: 'each' | 'constant'): PeriodHazard => {
  const { names } = table;
  if (table.x.length !== table.n * names.length) {
    throw new Fault(
      'bad-input',
      'period table',
      `x holds ${table.x.length} numbers, ${table.n} x ${names.length} are needed`,
    );
  }
  const kept = rowsAtRisk(table);
  const n = kept.length;
  const period = take(table.period, kept);
  const event = take(table.event, kept);
  const features = takeRows(table.x, names.length, kept);
  const periods = baseline === 'each' ? [...new Set(period)].sort((a, b) => a - b) : [];
  const alphas = baseline === 'each' ? periods.map((t) => `period.${t}`) : ['one'];
  const p = alphas.length + names.length;
  const x = new Float64Array(n * p);
  for (let i = 0; i < n; i++) {
    x[i * p + (baseline === 'each' ? periods.indexOf(period[i] as number) : 0)] = 1;
    x.set(features.subarray(i * names.length, (i + 1) * names.length), i * p + alphas.length);
  }
  const fit = fitLogistic({ x, n, p, y: event });
  const residuals = Float64Array.from(
    { length: n },
    (_, i) => (event[i] as number) - sigmoid(rowDot(x, i, p, fit.coefficients)),
  );
  const cluster = Array.from(kept, (i) => table.person[i] as string | number);
  const robust = clusterErrors({ x, n, p, residuals, covariance: fit.covariance, cluster });
  return {
    names: [...alphas, ...names],
    coefficients: Array.from(fit.coefficients),
    standardErrors: Array.from(fit.standardErrors),
    clusterErrors: Array.from(robust),
    logLikelihood: fit.logLikelihood,
    rows: n,
    events: event.reduce((sum, y) => sum + y, 0),
    dropped: { afterEvent: table.n - n },
  };
};
