import { meanInterval } from '../../maths/index.ts';
import { sequentialDr } from './sequential-dr.ts';
import type { SessionLog } from './session-log.ts';

/**
 * A blend of evaluations that trust the log for the first j steps and the model for the rest (in the manner of MAGIC; Thomas and Brunskill
 * 2016): weights on the simplex that minimise variance + squared bias, where a part's bias is how far it lies outside the interval
 * of the fully corrected one. Little data lean on the model, much on the log. Rounds of one number a session.
 */
export const blendedValue = (
  log: SessionLog,
  q: Float64Array,
  gamma = 1,
): {
  readonly rounds: Float64Array;
  readonly weights: readonly number[];
  readonly steps: readonly number[];
} => {
  let longest = 1;
  for (let s = 0; s < log.sessions; s++)
    longest = Math.max(longest, (log.offset[s + 1] as number) - (log.offset[s] as number));
  const steps = [...new Set([0, 1, 2, 4, 8, 16, longest])].filter((t) => t <= longest);
  const parts = steps.map((t) => sequentialDr(log, q, gamma, t));
  const n = log.sessions;
  const whole = meanInterval(parts.at(-1) as Float64Array, log.cluster);
  const means = parts.map((x) => x.reduce((a, b) => a + b, 0) / n);
  const bias = means.map((m) => Math.max(0, m - whole.high, whole.low - m));
  const k = parts.length;
  const risk = parts.map((x, a) =>
    parts.map((y, b) => {
      let sum = 0;
      for (let i = 0; i < n; i++)
        sum += ((x[i] as number) - (means[a] as number)) * ((y[i] as number) - (means[b] as number));
      return sum / n / n + (bias[a] as number) * (bias[b] as number);
    }),
  );
  // Frank and Wolfe on the simplex: the best vertex, then exact steps towards better ones.
  const at = (a: number, b: number) => (risk[a] as number[])[b] as number;
  let best = 0;
  for (let a = 1; a < k; a++) if (at(a, a) < at(best, best)) best = a;
  const w = new Float64Array(k);
  w[best] = 1;
  for (let round = 0; round < 200; round++) {
    const slope = Array.from({ length: k }, (_, a) => w.reduce((s, v, b) => s + v * at(a, b), 0));
    const to = slope.indexOf(Math.min(...slope));
    const here = w.reduce((s, v, a) => s + v * (slope[a] as number), 0);
    const gap = here - (slope[to] as number);
    if (gap <= 1e-12 * here) break;
    const curve = here - 2 * (slope[to] as number) + at(to, to);
    const stepSize = curve > 0 ? Math.min(1, gap / curve) : 1;
    for (let a = 0; a < k; a++) w[a] = (1 - stepSize) * (w[a] as number) + (a === to ? stepSize : 0);
  }
  const rounds = Float64Array.from({ length: n }, (_, i) =>
    parts.reduce((s, x, a) => s + (w[a] as number) * (x[i] as number), 0),
  );
  return { rounds, weights: Array.from(w), steps };
};
