import { Fault } from '@causeway/contract';
import { type Interval, studentQuantile } from '../maths/index.ts';
import { leastSquares } from './least-squares.ts';

export type InterferenceReport = {
  readonly clusters: number;
  /** Y(1, z̄) - Y(0, z̄) at the mean share z̄ of treated others. */
  readonly direct: Interval;
  /** Y(0, 1) - Y(0, 0): what it does to an untreated row that all others of its cluster are treated. */
  readonly spillover: Interval;
  /** Y(1, 1) - Y(0, 0): all treated against none. */
  readonly total: Interval;
  /** The difference of means that leaves the others out of account. */
  readonly ignoring: Interval;
  readonly meanShare: number;
  readonly summary: string;
};

/**
 * Partial interference (paper A, section 8): Y(t, z) depends on one's own treatment t and the share z of the others of one's cluster who
 * are treated. Least squares of Y on t, z, t (z - z̄) and the columns, with clustered errors and Student's quantile of G - 1. Holds when
 * treatment is random given the columns, and effects are linear in z. Throws `bad-input` for clusters of one row, or a z that
 * does not vary.
 */
export const interferenceEffects = (input: {
  readonly n: number;
  readonly y: ArrayLike<number>;
  readonly t: ArrayLike<number>;
  readonly cluster: ArrayLike<string>;
  readonly x: Float64Array;
  readonly d: number;
}): InterferenceReport => {
  const { n, y, t, cluster, x, d } = input;
  const sums = new Map<string, { n: number; t: number }>();
  for (let i = 0; i < n; i++) {
    const own = sums.get(cluster[i] as string) ?? { n: 0, t: 0 };
    own.n++;
    own.t += t[i] as number;
    sums.set(cluster[i] as string, own);
  }
  const share = Float64Array.from({ length: n }, (_, i) => {
    const own = sums.get(cluster[i] as string) as { n: number; t: number };
    if (own.n < 2)
      throw new Fault(
        'bad-input',
        `cluster ${cluster[i]}`,
        'it has one row; of its others nothing can be said',
      );
    return (own.t - (t[i] as number)) / (own.n - 1);
  });
  const mean = share.reduce((a, b) => a + b, 0) / n;
  if (!(share.reduce((a, b) => a + (b - mean) ** 2, 0) / n > 1e-9))
    throw new Fault(
      'bad-input',
      'clusters',
      'the share of treated others does not vary: spillover cannot be told',
    );
  const p = 4 + d;
  const design = new Float64Array(n * p);
  for (let i = 0; i < n; i++) {
    const gap = (share[i] as number) - mean;
    design.set([1, t[i] as number, gap, (t[i] as number) * gap, ...x.subarray(i * d, (i + 1) * d)], i * p);
  }
  const { coefficients: b, covariance } = leastSquares({ x: design, n, p, y, cluster });
  const quantile = studentQuantile(0.975, sums.size - 1);
  const combine = (weights: readonly number[]): Interval => {
    let [value, variance] = [0, 0];
    weights.forEach((w, k) => {
      value += w * (b[k] as number);
      weights.forEach((v, l) => (variance += w * v * (covariance[k * p + l] as number)));
    });
    const standardError = Math.sqrt(variance);
    return {
      value,
      low: value - quantile * standardError,
      high: value + quantile * standardError,
      standardError,
      clusters: sums.size,
    };
  };
  const direct = combine([0, 1, 0, 0]);
  const spillover = combine([0, 0, 1, 0]);
  const total = combine([0, 1, 1, 1 - mean]);
  const plain = new Float64Array(2 * n);
  for (let i = 0; i < n; i++) plain.set([1, t[i] as number], 2 * i);
  const own = leastSquares({ x: plain, n, p: 2, y, cluster });
  const [value, standardError] = [own.coefficients[1] as number, own.standardErrors[1] as number];
  return {
    clusters: sums.size,
    direct,
    spillover,
    total,
    ignoring: {
      value,
      low: value - quantile * standardError,
      high: value + quantile * standardError,
      standardError,
      clusters: sums.size,
    },
    meanShare: mean,
    summary:
      spillover.low > 0 || spillover.high < 0
        ? 'Spillover is detected: the effect on those treated alone is not what treating everyone would do; use the total effect to decide on everyone.'
        : 'Spillover is not distinguishable from none.',
  };
};
