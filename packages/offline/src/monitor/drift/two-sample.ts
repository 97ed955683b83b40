import { exp, log } from '@causeway/contract';
import { makeRandom } from '../../maths/index.ts';

/**
 * The distance of two samples' distribution functions D = sup |F_a - F_b| (Kolmogorov and Smirnov), ties included, with the asymptotic
 * p-value Q(λ) = 2 Σ (-1)^{k-1} exp(-2k²λ²), λ = (√m + 0.12 + 0.11/√m) D, m = n_a n_b / (n_a + n_b). With ties p is too large: careful.
 */
export const kolmogorovSmirnov = (
  a: ArrayLike<number>,
  b: ArrayLike<number>,
): { distance: number; p: number } => {
  const [x, y] = [Float64Array.from(a).sort(), Float64Array.from(b).sort()];
  let [i, j, distance] = [0, 0, 0];
  while (i < x.length && j < y.length) {
    const at = Math.min(x[i] as number, y[j] as number);
    while (i < x.length && x[i] === at) i++;
    while (j < y.length && y[j] === at) j++;
    distance = Math.max(distance, Math.abs(i / x.length - j / y.length));
  }
  const root = Math.sqrt((x.length * y.length) / (x.length + y.length));
  const lambda = (root + 0.12 + 0.11 / root) * distance;
  if (lambda < 0.3) return { distance, p: 1 };
  let sum = 0;
  for (let k = 1; k <= 100; k++) sum += (k % 2 === 1 ? 2 : -2) * exp(-2 * k * k * lambda * lambda);
  return { distance, p: Math.min(1, Math.max(0, sum)) };
};

/** Σ (q - p) ln(q/p) over classes, each count raised by a half: the population stability index. 0.1 is some, 0.25 is much. */
export const stabilityIndex = (before: ArrayLike<number>, after: ArrayLike<number>): number => {
  const classes = before.length;
  const total = (counts: ArrayLike<number>) => Array.from(counts).reduce((sum, c) => sum + c + 0.5, 0);
  const [m, n] = [total(before), total(after)];
  let sum = 0;
  for (let k = 0; k < classes; k++) {
    const p = ((before[k] as number) + 0.5) / m;
    const q = ((after[k] as number) + 0.5) / n;
    sum += (q - p) * log(q / p);
  }
  return sum;
};

/** ‖mean embedding of a - that of b‖² under a Gaussian kernel of the median distance: the maximum mean discrepancy, with a permutation p-value. */
export const meanDiscrepancy = (
  a: readonly Float64Array[],
  b: readonly Float64Array[],
  options: { readonly seed: number; readonly permutations?: number; readonly most?: number },
): { distance: number; p: number } => {
  const { seed, permutations = 200, most = 150 } = options;
  const random = makeRandom(seed);
  const some = (rows: readonly Float64Array[]) =>
    rows.length <= most
      ? rows
      : Array.from(random.permutation(rows.length).subarray(0, most), (k) => rows[k] as Float64Array);
  const [x, y] = [some(a), some(b)];
  const rows = [...x, ...y];
  const n = rows.length;
  const kernel = new Float64Array(n * n);
  const gaps: number[] = [];
  for (let i = 0; i < n; i++)
    for (let j = 0; j < i; j++) {
      const [u, v] = [rows[i] as Float64Array, rows[j] as Float64Array];
      let square = 0;
      for (let k = 0; k < u.length; k++) square += ((u[k] as number) - (v[k] as number)) ** 2;
      kernel[i * n + j] = square;
      gaps.push(square);
    }
  gaps.sort((p, q) => p - q);
  const width = Math.max(gaps[gaps.length >> 1] ?? 1, 1e-12);
  for (let i = 0; i < n; i++) {
    kernel[i * n + i] = 1;
    for (let j = 0; j < i; j++)
      kernel[i * n + j] = kernel[j * n + i] = exp(-(kernel[i * n + j] as number) / width);
  }
  const statistic = (order: ArrayLike<number>): number => {
    let [within, beside, across] = [0, 0, 0];
    for (let i = 0; i < n; i++)
      for (let j = 0; j < i; j++) {
        const k = kernel[(order[i] as number) * n + (order[j] as number)] as number;
        if (i < x.length) within += k;
        else if (j >= x.length) beside += k;
        else across += k;
      }
    const [p, q] = [x.length, y.length];
    return (2 * within) / (p * (p - 1)) + (2 * beside) / (q * (q - 1)) - (2 * across) / (p * q);
  };
  const found = statistic(Int32Array.from({ length: n }, (_, k) => k));
  let above = 1;
  for (let k = 0; k < permutations; k++) if (statistic(random.permutation(n)) >= found) above++;
  return { distance: found, p: above / (permutations + 1) };
};
