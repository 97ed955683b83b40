import type { Ramp } from './ramp-model.ts';

/** Fewest rows in which a pair is more than nothing, and most rows and ramps that are looked at. */
const FEWEST_ROWS = 20;
const MOST_ROWS = 20_000;
const MOST_RAMPS = 120;

type Scored = { readonly pair: readonly [number, number]; readonly score: number };

/**
 * The pairs of ramps of different features whose z = max(0, r_i + r_j - 1) has the greatest score statistic
 * (Σ z (y - λ))² / Σ z² λ (1 - λ) under the fitted λ, n rows of p columns, the ramps from column `first` on.
 */
export const choosePairs = (input: {
  readonly n: number;
  readonly p: number;
  readonly x: Float64Array;
  readonly y: ArrayLike<number>;
  readonly mean: Float64Array;
  readonly first: number;
  readonly ramps: readonly Ramp[];
  readonly wanted: number;
}): (readonly [number, number])[] => {
  const { p, x, y, mean, first, ramps, wanted } = input;
  const n = Math.min(input.n, MOST_ROWS);
  const columns = ramps.slice(0, MOST_RAMPS).map((_, j) => {
    const own = new Float32Array(n);
    for (let i = 0; i < n; i++) own[i] = x[i * p + first + j] as number;
    return own;
  });
  const residual = Float64Array.from({ length: n }, (_, i) => (y[i] as number) - (mean[i] as number));
  const weight = mean.map((m) => m * (1 - m));
  const found: Scored[] = [];
  columns.forEach((a, i) => {
    for (let j = i + 1; j < columns.length; j++) {
      if (ramps[i]?.feature === ramps[j]?.feature) continue;
      const b = columns[j] as Float32Array;
      let [top, bottom, rows] = [0, 0, 0];
      for (let k = 0; k < n; k++) {
        const z = (a[k] as number) + (b[k] as number) - 1;
        if (z <= 0) continue;
        rows++;
        top += z * (residual[k] as number);
        bottom += z * z * (weight[k] as number);
      }
      if (rows >= FEWEST_ROWS && bottom > 0) found.push({ pair: [i, j], score: (top * top) / bottom });
    }
  });
  return found
    .sort((a, b) => b.score - a.score)
    .slice(0, wanted)
    .map(({ pair }) => pair);
};
