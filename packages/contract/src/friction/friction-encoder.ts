import { sigmoid } from '../maths/sigmoid.ts';
import { saturate } from '../maths/vector.ts';
import type { Checked } from '../schema.ts';
import { array, number, object } from '../schema.ts';
import { PHI_SIZE } from './phi-names.ts';

const weight = number(-1e3, 1e3);

/** A learned encoder's η: half points (in units of friction), gate weights (row-major, PHI_SIZE x PHI_SIZE) and gate biases. */
export const checkFrictionEncoder = object({
  half: array(number(1e-3, 1e4), PHI_SIZE, PHI_SIZE),
  weights: array(weight, PHI_SIZE * PHI_SIZE, PHI_SIZE * PHI_SIZE),
  bias: array(weight, PHI_SIZE, PHI_SIZE),
});
export type FrictionEncoder = Checked<typeof checkFrictionEncoder>;

/**
 * φ_t = h_η(d_t, Δ_t) (B26), learned: s_k = x_k / (x_k + half_k) on x = (d, Δ), and φ_k = s_k σ(b_k + w_kᵀ s). A coordinate keeps its
 * name: it is the friction of its family, in [0, 1), as far as the rest of the step lets it count; no friction gives 0.
 */
export const encodeFriction = (
  { half, weights, bias }: FrictionEncoder,
  d: readonly number[],
  total: readonly number[],
): number[] => {
  const s = [...d, ...total].map((x, k) => saturate(x, half[k] as number));
  return s.map((x, k) => {
    let gate = bias[k] as number;
    for (let j = 0; j < PHI_SIZE; j++) gate += (weights[k * PHI_SIZE + j] as number) * (s[j] as number);
    return x * sigmoid(gate);
  });
};
