import type { Exposures } from '../exposure/exposures.ts';
import { CERTAIN, type PolicyCandidate } from './candidates.ts';
import type { Predictions } from './predictions.ts';

/** Σ_a π(a|s_i) Γ_ia - Γ_i0 of every row: what the policy adds to doing nothing. Masked arms have π = 0 and are left out. */
export const policyGains = (pi: Float64Array, reward: Float64Array, arms: number): Float64Array =>
  Float64Array.from({ length: pi.length / arms }, (_, i) => {
    let sum = -(reward[i * arms] as number);
    for (let k = i * arms; k < (i + 1) * arms; k++) {
      if ((pi[k] as number) > 0) sum += (pi[k] as number) * (reward[k] as number);
    }
    return sum;
  });

/** Mean predicted effect of each arm over the rows in which it was open. */
export const meanEffects = (predictions: Predictions, e: Exposures): number[] => {
  const { arms } = predictions;
  return Array.from({ length: arms }, (_, a) => {
    let [sum, rows] = [0, 0];
    for (let i = 0; i < e.n; i++) {
      if (e.eligible[i * arms + a] !== 1) continue;
      sum += predictions.effects[i * arms + a] as number;
      rows++;
    }
    return rows === 0 ? 0 : sum / rows;
  });
};

/** A candidate's own effects from the learned ones: see `candidateModel`. */
export const candidatePredictions = (
  candidate: PolicyCandidate,
  learned: Predictions,
  means: readonly number[],
): Predictions => {
  const { arms } = learned;
  const effects = learned.effects.map((v, k) => {
    const a = k % arms;
    if (candidate.kind === 'constant') return a === 0 ? 0 : a === candidate.arm ? CERTAIN : -CERTAIN;
    return candidate.trust * v + (1 - candidate.trust) * (means[a] as number);
  });
  return { ...learned, effects };
};
