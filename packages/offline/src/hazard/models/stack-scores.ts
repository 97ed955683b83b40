import { sigmoid } from '@causeway/contract';
import { nonNegativeWeights } from '../../maths/index.ts';

export type Stack = { readonly bias: number; readonly weights: Float64Array };

/** Precision of the prior that every weight is 1/K: what it counts beside the information in the rows. */
const PRIOR = 2;
const ROUNDS = 25;

/**
 * λ = σ(b + Σ_k w_k s_k), w >= 0, the likeliest on held-out scores s_k (n each) with a weak prior at their plain mean: Newton's steps,
 * each a non-negative weighted regression of s + (y - λ)/(λ(1 - λ)).
 */
export const stackScores = (scores: readonly Float64Array[], y: ArrayLike<number>): Stack => {
  const n = y.length;
  const k = scores.length;
  let weights = new Float64Array(k).fill(1 / k);
  let bias = 0;
  const working = new Float64Array(n);
  const information = new Float64Array(n);
  for (let round = 0; round < ROUNDS; round++) {
    for (let i = 0; i < n; i++) {
      let score = bias;
      for (let j = 0; j < k; j++) score += (weights[j] as number) * (scores[j]?.[i] as number);
      const p = sigmoid(score);
      information[i] = Math.max(1e-6, p * (1 - p));
      working[i] = score + ((y[i] as number) - p) / (information[i] as number);
    }
    const next = nonNegativeWeights({
      columns: scores,
      y: working,
      weight: information,
      intercept: true,
      prior: { mean: 1 / k, precision: PRIOR },
    });
    let [top, bottom] = [0, 0];
    for (let i = 0; i < n; i++) {
      let rest = working[i] as number;
      for (let j = 0; j < k; j++) rest -= (next[j] as number) * (scores[j]?.[i] as number);
      top += (information[i] as number) * rest;
      bottom += information[i] as number;
    }
    const moved = next.reduce((most, w, j) => Math.max(most, Math.abs(w - (weights[j] as number))), 0);
    weights = Float64Array.from(next);
    bias = top / bottom;
    if (moved < 1e-7) break;
  }
  return { bias, weights };
};

export const stackedScore = ({ bias, weights }: Stack, scores: readonly Float64Array[]): Float64Array =>
  Float64Array.from(scores[0] as Float64Array, (_, i) => {
    let score = bias;
    weights.forEach((w, k) => {
      score += w * (scores[k]?.[i] as number);
    });
    return score;
  });
