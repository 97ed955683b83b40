import { normalQuantile } from '../../maths/index.ts';

/**
 * z = Φ⁻¹((rank - 1/2 among the reference) / n): where a value stands in the reference's own order, as a standard normal. Ties take the
 * middle of their ranks. A value beyond the reference takes the outermost score, so that one wild value cannot raise an alarm.
 */
export const normalScorer = (reference: ArrayLike<number>): ((value: number) => number) => {
  const sorted = Float64Array.from(reference).sort();
  const n = sorted.length;
  const below = (value: number, orEqual: boolean): number => {
    let [from, to] = [0, n];
    while (from < to) {
      const middle = (from + to) >> 1;
      const v = sorted[middle] as number;
      if (v < value || (orEqual && v === value)) from = middle + 1;
      else to = middle;
    }
    return from;
  };
  const known = new Map<number, number>();
  const quantile = (u: number): number => {
    const found = known.get(u) ?? normalQuantile(u);
    known.set(u, found);
    return found;
  };
  return (value) => {
    const rank = (below(value, false) + below(value, true)) / 2;
    return quantile(Math.min(1 - 0.5 / n, Math.max(0.5 / n, rank / n)));
  };
};

/** Autocorrelation at a lag, of values about their mean. */
export const autocorrelation = (values: ArrayLike<number>, lag: number): number => {
  const n = values.length;
  let mean = 0;
  for (let i = 0; i < n; i++) mean += (values[i] as number) / n;
  let [top, bottom] = [0, 0];
  for (let i = 0; i < n; i++) {
    const v = (values[i] as number) - mean;
    bottom += v * v;
    if (i >= lag) top += v * ((values[i - lag] as number) - mean);
  }
  return bottom > 0 ? top / bottom : 0;
};
