import { makeRandom, takeRows } from '../maths/index.ts';
import { allRows, fitStandard, nystrom } from '../nuisance/index.ts';

/** What a surface of effects is made of: a constant, a line, steps along each column, and a smooth of all columns together. */
export type SurfaceFeatures = {
  /** Where each of the four parts begins, and where the last ends. */
  readonly parts: readonly number[];
  readonly size: number;
  /** Rows of x (m x d) to m x size. */
  apply(x: Float64Array, m: number): Float64Array;
};

/** Rows that the smooth part is pinned to, and its width in root mean squared distances of standardised columns. */
const LANDMARKS = 50;
const WIDTH = 1;
/** Steps of all columns together, and of one at most. */
const MOST_STEPS = 120;
const STEPS = 8;

/** The places of a column where it is cut into about equal parts, each once. */
const cutsOf = (z: Float64Array, n: number, p: number, k: number, steps: number): number[] => {
  const sorted = Float64Array.from({ length: n }, (_, i) => z[i * p + k] as number).sort();
  const cuts = Array.from(
    { length: steps },
    (_, j) => sorted[Math.floor(((j + 1) * n) / (steps + 1))] as number,
  );
  return [...new Set(cuts)].filter((cut) => cut > (sorted[0] as number));
};

/**
 * Features of standardised columns z: 1; z/√p; 1{z_k >= cut}/√(number of a column's cuts, times columns), whose sums are steps and,
 * with many cuts, random walks along a column; φ(z) with φ(z)ᵀφ(z') the Gaussian kernel. Each part has a mean square of about one.
 */
export const surfaceFeatures = (
  x: Float64Array,
  d: number,
  rows: Int32Array,
  seed: number,
): SurfaceFeatures => {
  const standard = fitStandard(x, d, rows);
  const p = standard.p;
  const n = rows.length;
  const z = standard.apply(x, d, rows);
  const steps = Math.min(STEPS, Math.floor(MOST_STEPS / Math.max(1, p - 1)));
  const cuts: { k: number; cut: number; scale: number }[] = [];
  for (let k = 1; k < p; k++) {
    const own = cutsOf(z, n, p, k, steps);
    for (const cut of own) cuts.push({ k, cut, scale: 2 / Math.sqrt(own.length * (p - 1)) });
  }
  const chosen = makeRandom(seed ^ 0x3c6ef35f)
    .permutation(n)
    .subarray(0, p > 2 ? Math.min(LANDMARKS, n) : 0);
  const m = chosen.length;
  const smooth = m === 0 ? null : nystrom(takeRows(z, p, chosen), m, p, WIDTH);
  const parts = [0, 1, p, p + cuts.length, p + cuts.length + m];
  const size = parts[4] as number;
  const line = 1 / Math.sqrt(Math.max(1, p - 1));
  return {
    parts,
    size,
    apply: (of, count) => {
      const zs = standard.apply(of, d, allRows(count));
      const kernel = smooth?.(zs, count);
      const out = new Float64Array(count * size);
      for (let i = 0; i < count; i++) {
        const at = i * size;
        out[at] = 1;
        for (let k = 1; k < p; k++) out[at + k] = line * (zs[i * p + k] as number);
        cuts.forEach(({ k, cut, scale }, j) => {
          if ((zs[i * p + k] as number) >= cut) out[at + p + j] = scale;
        });
        if (kernel !== undefined) out.set(kernel.subarray(i * m, (i + 1) * m), at + (parts[3] as number));
      }
      return out;
    },
  };
};
