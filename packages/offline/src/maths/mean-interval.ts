import { Fault } from '@causeway/contract';
import { studentQuantile } from './student.ts';

/** An estimate with its standard error and the ends of its interval. */
export type Interval = {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly standardError: number;
  readonly clusters: number;
};

/**
 * The mean of one number a row, with the interval of its influence function: rows of one cluster (a person) are summed first,
 * se = sqrt(G/(G-1) Σ_g (Σ_{i in g} (v_i - v̄))²) / n, and the quantile is Student's with G - 1 degrees, G the number
 * of clusters. Throws `bad-input` for under two clusters or a value that is not finite.
 */
export const meanInterval = (
  values: ArrayLike<number>,
  cluster: ArrayLike<string | number>,
  level = 0.95,
): Interval => {
  const n = values.length;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i] as number;
  const mean = sum / n;
  if (!Number.isFinite(mean))
    throw new Fault('bad-input', 'mean', `got ${mean} from ${n} rows, a finite number is needed`);
  const sums = new Map<string | number, number>();
  for (let i = 0; i < n; i++) {
    const g = cluster[i] as string | number;
    sums.set(g, (sums.get(g) ?? 0) + ((values[i] as number) - mean));
  }
  const groups = sums.size;
  if (groups < 2)
    throw new Fault('bad-input', 'mean', `got ${groups} clusters, at least 2 are needed for an interval`);
  let squares = 0;
  for (const s of sums.values()) squares += s * s;
  const standardError = Math.sqrt((groups / (groups - 1)) * squares) / n;
  const half = studentQuantile(0.5 + level / 2, groups - 1) * standardError;
  return { value: mean, low: mean - half, high: mean + half, standardError, clusters: groups };
};

/** The same for the ratio Σ v / Σ w (a weighted mean), by its influence values (v_i - R w_i) / w̄. */
export const ratioInterval = (
  values: ArrayLike<number>,
  weights: ArrayLike<number>,
  cluster: ArrayLike<string | number>,
  level = 0.95,
): Interval => {
  const n = values.length;
  let [top, bottom] = [0, 0];
  for (let i = 0; i < n; i++) {
    top += values[i] as number;
    bottom += weights[i] as number;
  }
  if (!(bottom > 0))
    throw new Fault('bad-input', 'ratio', `the weights sum to ${bottom}, a positive sum is needed`);
  const ratio = top / bottom;
  const influence = Float64Array.from(
    { length: n },
    (_, i) => ratio + (((values[i] as number) - ratio * (weights[i] as number)) * n) / bottom,
  );
  return meanInterval(influence, cluster, level);
};

/** The mean, or with weights w_i >= 0 the ratio Σ w v / Σ w. */
export const weightedMean = (
  values: ArrayLike<number>,
  cluster: ArrayLike<string | number>,
  weight: ArrayLike<number> | undefined,
  level = 0.95,
): Interval =>
  weight === undefined
    ? meanInterval(values, cluster, level)
    : ratioInterval(
        Float64Array.from({ length: values.length }, (_, i) => (values[i] as number) * (weight[i] as number)),
        weight,
        cluster,
        level,
      );
