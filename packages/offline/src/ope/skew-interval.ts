import { type Interval, meanInterval, studentQuantile } from '../maths/index.ts';

/** Σ over the rows of a cluster of v - v̄, in the order in which clusters are first seen. */
export const clusterSums = (values: ArrayLike<number>, cluster: ArrayLike<string | number>): Float64Array => {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] as number;
  const mean = sum / values.length;
  const sums = new Map<string | number, number>();
  for (let i = 0; i < values.length; i++) {
    const g = cluster[i] as string | number;
    sums.set(g, (sums.get(g) ?? 0) + ((values[i] as number) - mean));
  }
  return Float64Array.from(sums.values());
};

/**
 * The interval of a mean of skewed rounds: with T = (v̄ - μ)/s and γ the skewness of the clusters' sums, Hall's (1992) transformation
 * g(T) = T + γT²/3 + γ²T³/27 + γ/(6G) is close to normal where T is not, and is solved for μ. The ends are the wider of
 * Hall's and Student's, both with the degrees of freedom that the kurtosis leaves: heavy weights and heavy-tailed revenue make the plain interval too short on the side of the tail.
 */
export const skewInterval = (
  values: ArrayLike<number>,
  cluster: ArrayLike<string | number>,
  level = 0.95,
): Interval => {
  const plain = meanInterval(values, cluster, level);
  if (plain.standardError === 0) return plain;
  const sums = clusterSums(values, cluster);
  const groups = sums.length;
  let [second, third, fourth] = [0, 0, 0];
  for (const s of sums) {
    second += s * s;
    third += s * s * s;
    fourth += s * s * s * s;
  }
  const gamma = third / groups / Math.sqrt(second / groups) ** 3;
  const root = Math.sqrt(groups);
  // The variance of heavy-tailed rounds is itself known from few of them: about G/(κ - 1), κ their kurtosis.
  const kurtosis = (fourth * groups) / (second * second);
  const known = Math.max(4, Math.min(groups - 1, Math.round(groups / Math.max(1e-9, kurtosis - 1))));
  const quantile = studentQuantile(0.5 + level / 2, known);
  const inverse = (x: number): number => {
    if (Math.abs(gamma) < 1e-9) return x;
    return (3 / gamma) * (Math.cbrt(1 + gamma * (x - gamma / (6 * groups))) - 1);
  };
  // g is in units of s; the standard error is s / √G.
  const end = (q: number) => plain.value - plain.standardError * root * inverse(q / root);
  return {
    ...plain,
    low: Math.min(plain.value - quantile * plain.standardError, end(quantile)),
    high: Math.max(plain.value + quantile * plain.standardError, end(-quantile)),
  };
};
