import { dot, exp, log } from '@causeway/contract';
import type { SparseRows } from '../embed/rows/sparse-rows.ts';

export type SparseLogistic = {
  readonly intercept: number;
  /** one an input */
  readonly slopes: Float64Array;
};

const MEMORY = 8;
const STEPS = 80;

/** η of each chosen row. */
export const sparseScores = (
  { intercept, slopes }: SparseLogistic,
  x: SparseRows,
  rows: ArrayLike<number>,
): Float64Array =>
  Float64Array.from({ length: rows.length }, (_, k) => {
    const i = rows[k] as number;
    let eta = intercept;
    for (let e = x.start[i] as number; e < (x.start[i + 1] as number); e++)
      eta += (x.value[e] as number) * (slopes[x.index[e] as number] as number);
    return eta;
  });

/**
 * Ridge logistic regression of thousands of sparse inputs: min (1/n) Σ [ln(1 + e^η) - y η] + λ/2 |b|², the intercept free, by L-BFGS with a
 * halving line search. `start` lets a path over λ go on from the last fit.
 */
export const fitSparseLogistic = (
  x: SparseRows,
  rows: ArrayLike<number>,
  y: (row: number) => number,
  lambda: number,
  start?: SparseLogistic,
): SparseLogistic => {
  const { p } = x;
  const n = rows.length;
  let share = 0;
  for (let k = 0; k < n; k++) share += y(rows[k] as number) / n;
  const clamped = Math.min(1 - 0.5 / n, Math.max(0.5 / n, share));
  // b holds the slopes, then the intercept.
  let b = new Float64Array(p + 1);
  if (start === undefined) b[p] = log(clamped / (1 - clamped));
  else {
    b.set(start.slopes);
    b[p] = start.intercept;
  }
  const evaluate = (at: Float64Array): { loss: number; gradient: Float64Array } => {
    const gradient = new Float64Array(p + 1);
    let loss = 0;
    for (let k = 0; k < n; k++) {
      const i = rows[k] as number;
      const [from, to] = [x.start[i] as number, x.start[i + 1] as number];
      let eta = at[p] as number;
      for (let e = from; e < to; e++) eta += (x.value[e] as number) * (at[x.index[e] as number] as number);
      const low = exp(-Math.abs(eta));
      const target = y(i);
      loss += (Math.max(0, eta) - target * eta + log(1 + low)) / n;
      const d = ((eta >= 0 ? 1 / (1 + low) : low / (1 + low)) - target) / n;
      gradient[p] = (gradient[p] as number) + d;
      for (let e = from; e < to; e++) {
        const j = x.index[e] as number;
        gradient[j] = (gradient[j] as number) + d * (x.value[e] as number);
      }
    }
    for (let j = 0; j < p; j++) {
      loss += (lambda / 2) * (at[j] as number) ** 2;
      gradient[j] = (gradient[j] as number) + lambda * (at[j] as number);
    }
    return { loss, gradient };
  };
  let now = evaluate(b);
  const past: { s: Float64Array; t: Float64Array; rho: number }[] = [];
  for (let step = 0; step < STEPS; step++) {
    const direction = now.gradient.slice();
    const alphas: number[] = [];
    for (let m = past.length - 1; m >= 0; m--) {
      const { s, t, rho } = past[m] as (typeof past)[number];
      const alpha = rho * dot(s, direction);
      alphas[m] = alpha;
      for (let j = 0; j <= p; j++) direction[j] = (direction[j] as number) - alpha * (t[j] as number);
    }
    const last = past[past.length - 1];
    const scale = last === undefined ? 1 : 1 / (last.rho * dot(last.t, last.t));
    for (let j = 0; j <= p; j++) direction[j] = scale * (direction[j] as number);
    past.forEach(({ s, t, rho }, m) => {
      const beta = rho * dot(t, direction);
      for (let j = 0; j <= p; j++)
        direction[j] = (direction[j] as number) + ((alphas[m] as number) - beta) * (s[j] as number);
    });
    const along = dot(now.gradient, direction);
    let size = 1;
    let next = b;
    let reached = now;
    for (; size > 1e-6; size /= 2) {
      next = b.map((v, j) => v - size * (direction[j] as number));
      reached = evaluate(next);
      if (reached.loss <= now.loss - 1e-4 * size * along) break;
    }
    const s = next.map((v, j) => v - (b[j] as number));
    const t = reached.gradient.map((v, j) => v - (now.gradient[j] as number));
    const curve = dot(s, t);
    const gain = now.loss - reached.loss;
    if (!(gain > 0)) break;
    if (curve > 1e-14) past.push({ s, t, rho: 1 / curve });
    if (past.length > MEMORY) past.shift();
    [b, now] = [next, reached];
    if (gain < 1e-7 * Math.abs(now.loss)) break;
  }
  return { intercept: b[p] as number, slopes: b.slice(0, p) };
};
