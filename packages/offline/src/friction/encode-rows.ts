import { exp, sigmoid } from '@causeway/contract';
import type { EncoderLayout } from './encoder-layout.ts';
import type { FrictionSteps } from './friction-steps.ts';

/** s, gate and φ = s gate of chosen rows: rows.length x K each. */
export type Encoded = { readonly s: Float64Array; readonly gate: Float64Array; readonly phi: Float64Array };

/** x_k of a row: the step's family k, or the family so far. */
export const amountAt = ({ families, d, total }: FrictionSteps, i: number, k: number): number => {
  const m = families.length;
  return (k < m ? d[i * m + k] : total[i * m + k - m]) as number;
};

/** φ_t = h_η(d_t, Δ_t) (B26) of rows, as the contract's `encodeFriction` gives it: s_k = x_k/(x_k + half_k), φ_k = s_k σ(b_k + w_kᵀ s). */
export const encodeRows = (
  steps: FrictionSteps,
  rows: ArrayLike<number>,
  theta: Float64Array,
  { k: size, half, weights, bias }: EncoderLayout,
): Encoded => {
  const n = rows.length;
  const s = new Float64Array(n * size);
  const gate = new Float64Array(n * size);
  const phi = new Float64Array(n * size);
  const found = new Int32Array(size);
  const halves = Float64Array.from({ length: size }, (_, k) => exp(theta[half + k] as number));
  for (let r = 0; r < n; r++) {
    const at = r * size;
    // Most steps feel few kinds: what is 0 takes no part.
    let felt = 0;
    for (let k = 0; k < size; k++) {
      const x = amountAt(steps, rows[r] as number, k);
      if (x === 0) continue;
      s[at + k] = x / (x + (halves[k] as number));
      found[felt++] = k;
    }
    for (let f = 0; f < felt; f++) {
      const k = found[f] as number;
      let g = theta[bias + k] as number;
      const w = weights + k * size;
      for (let e = 0; e < felt; e++) {
        const j = found[e] as number;
        g += (theta[w + j] as number) * (s[at + j] as number);
      }
      const gated = sigmoid(g);
      gate[at + k] = gated;
      phi[at + k] = (s[at + k] as number) * gated;
    }
  }
  return { s, gate, phi };
};
