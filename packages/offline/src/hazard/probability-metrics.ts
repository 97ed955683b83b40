import { clamp, Fault, log } from '@causeway/contract';
import { type Interval, meanInterval, studentQuantile } from '../maths/index.ts';

/** -[y ln p + (1 - y) ln(1 - p)] of each row; probabilities are kept 1e-12 away from 0 and 1. */
export const logLosses = (p: ArrayLike<number>, y: ArrayLike<number>): Float64Array =>
  Float64Array.from({ length: p.length }, (_, i) => {
    const q = clamp(p[i] as number, 1e-12, 1 - 1e-12);
    return y[i] === 1 ? -log(q) : -log(1 - q);
  });

/** (p - y)² of each row. */
export const brierScores = (p: ArrayLike<number>, y: ArrayLike<number>): Float64Array =>
  Float64Array.from({ length: p.length }, (_, i) => ((p[i] as number) - (y[i] as number)) ** 2);

/**
 * The area under the ROC curve, ties counted half, with the interval of DeLong's influence values summed by cluster.
 * Throws `bad-input` when all outcomes are equal.
 */
export const auc = (
  p: ArrayLike<number>,
  y: ArrayLike<number>,
  cluster: ArrayLike<string>,
  level = 0.95,
): Interval => {
  const n = p.length;
  const order = Array.from({ length: n }, (_, i) => i).sort((a, b) => (p[a] as number) - (p[b] as number));
  let positives = 0;
  for (let i = 0; i < n; i++) positives += y[i] as number;
  const negatives = n - positives;
  if (positives === 0 || negatives === 0) throw new Fault('bad-input', 'auc', 'all outcomes are equal');
  const placed = new Float64Array(n); // share of the other class that this row is on the right side of
  let seenPositives = 0;
  let seenNegatives = 0;
  for (let from = 0; from < n; ) {
    let to = from;
    let [pos, neg] = [0, 0];
    while (to < n && p[order[to] as number] === p[order[from] as number]) {
      if (y[order[to] as number] === 1) pos++;
      else neg++;
      to++;
    }
    for (let k = from; k < to; k++) {
      const i = order[k] as number;
      placed[i] =
        y[i] === 1
          ? (seenNegatives + neg / 2) / negatives
          : (positives - seenPositives - pos / 2) / positives;
    }
    seenPositives += pos;
    seenNegatives += neg;
    from = to;
  }
  let value = 0;
  for (let i = 0; i < n; i++) if (y[i] === 1) value += (placed[i] as number) / positives;
  const influence = Float64Array.from(
    { length: n },
    (_, i) => value + (((placed[i] as number) - value) * n) / (y[i] === 1 ? positives : negatives),
  );
  const interval = meanInterval(influence, cluster, level);
  const half = studentQuantile(0.5 + level / 2, interval.clusters - 1) * interval.standardError;
  return { ...interval, value, low: Math.max(0, value - half), high: Math.min(1, value + half) };
};
