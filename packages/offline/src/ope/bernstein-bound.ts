import { Fault, log } from '@causeway/contract';
import { clusterSums } from './skew-interval.ts';

/**
 * The empirical Bernstein interval (Maurer and Pontil 2009), which holds at every sample size for rounds of a bounded range R:
 *   |v̄ - μ| <= sqrt(2 V ln(4/δ) / G) + 7 R ln(4/δ) / (3 (G - 1)),
 * G clusters, V the variance and R the range of a cluster's sum (times G/n). `range` is what is known of the rounds before they are
 * seen: for IPS the largest possible weight times the range of rewards. Wide, and free of any central limit.
 */
export const bernsteinBound = (
  values: ArrayLike<number>,
  cluster: ArrayLike<string | number>,
  range: number,
  level = 0.95,
): { readonly low: number; readonly high: number } => {
  if (!(range > 0 && Number.isFinite(range)))
    throw new Fault('bad-input', 'range', `got ${range}, a finite positive number is needed`);
  const sums = clusterSums(values, cluster);
  const groups = sums.length;
  if (groups < 2) throw new Fault('bad-input', 'bound', `got ${groups} clusters, at least 2 are needed`);
  const rows = new Map<string | number, number>();
  for (let i = 0; i < values.length; i++) {
    const g = cluster[i] as string | number;
    rows.set(g, (rows.get(g) ?? 0) + 1);
  }
  let most = 1;
  for (const count of rows.values()) most = Math.max(most, count);
  const scale = groups / values.length;
  let [mean, variance] = [0, 0];
  for (let i = 0; i < values.length; i++) mean += (values[i] as number) / values.length;
  for (const s of sums) variance += (s * scale) ** 2 / (groups - 1);
  const depth = log(4 / (1 - level));
  const half =
    Math.sqrt((2 * variance * depth) / groups) + (7 * range * scale * most * depth) / (3 * (groups - 1));
  return { low: mean - half, high: mean + half };
};
