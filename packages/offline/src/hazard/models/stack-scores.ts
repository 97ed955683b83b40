import { sigmoid } from '@causeway/contract';
import { nonNegativeWeights } from '../../maths/index.ts';

export type Stack = { readonly bias: number; readonly weights: Float64Array };

/** Precision of the prior that every weight is 1/K: what it counts beside the information in the rows. */
const PRIOR = 8;
const ROUNDS = 25;

/**
 * λ = σ(m + Σ_k w_k (s_k - m)), w >= 0, the likeliest on held-out scores s_k (n each), m their common mean, with a weak prior of equal
 * weights: Newton's steps, each a non-negative weighted regression of s + (y - λ)/(λ(1 - λ)). There is no free level: a drift of
 * the level between held-out rows would be learned as if it stayed.
 */
export const stackScores = (scores: readonly Float64Array[], y: ArrayLike<number>): Stack => {
  const n = y.length;
  const k = scores.length;
  const m = scores.reduce((sum, own) => sum + own.reduce((a, b) => a + b, 0), 0) / Math.max(1, n * k);
  const columns = scores.map((own) => own.map((s) => s - m));
  let weights = new Float64Array(k).fill(1 / k);
  const working = new Float64Array(n);
  const information = new Float64Array(n);
  for (let round = 0; round < ROUNDS; round++) {
    for (let i = 0; i < n; i++) {
      let score = m;
      for (let j = 0; j < k; j++) score += (weights[j] as number) * (columns[j]?.[i] as number);
      const p = sigmoid(score);
      information[i] = Math.max(1e-6, p * (1 - p));
      working[i] = score - m + ((y[i] as number) - p) / (information[i] as number);
    }
    const next = nonNegativeWeights({
      columns,
      y: working,
      weight: information,
      prior: { mean: 1 / k, precision: PRIOR },
    });
    const moved = next.reduce((most, w, j) => Math.max(most, Math.abs(w - (weights[j] as number))), 0);
    weights = Float64Array.from(next);
    if (moved < 1e-7) break;
  }
  return { bias: m * (1 - weights.reduce((a, b) => a + b, 0)), weights };
};

export const stackedScore = ({ bias, weights }: Stack, scores: readonly Float64Array[]): Float64Array =>
  Float64Array.from(scores[0] as Float64Array, (_, i) => {
    let score = bias;
    weights.forEach((w, k) => {
      score += w * (scores[k]?.[i] as number);
    });
    return score;
  });

/** A part of so little weight is not worth its bytes. */
const LEAST_WEIGHT = 0.04;

/** The same, learned again without the parts of little weight, which get 0. */
export const leanStack = (scores: readonly Float64Array[], y: ArrayLike<number>): Stack => {
  const whole = stackScores(scores, y);
  const kept = scores.flatMap((_, k) => ((whole.weights[k] as number) >= LEAST_WEIGHT ? [k] : []));
  if (kept.length === 0 || kept.length === scores.length) return whole;
  const lean = stackScores(
    kept.map((k) => scores[k] as Float64Array),
    y,
  );
  const weights = new Float64Array(scores.length);
  kept.forEach((k, j) => {
    weights[k] = lean.weights[j] as number;
  });
  return { bias: lean.bias, weights };
};
