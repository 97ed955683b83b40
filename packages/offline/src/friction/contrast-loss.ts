import { exp, log } from '@causeway/contract';
import type { Contrast } from './contrast-pairs.ts';
import type { EncoderLayout } from './encoder-layout.ts';

/** Where a part of the loss adds its share of dL/dφ and of the gradient, times `scale`. */
export type AddTo = {
  readonly layout: EncoderLayout;
  readonly scale: number;
  readonly dPhi: Float64Array;
  readonly gradient: Float64Array;
};

/**
 * Σ ln(1 + Σ_j e^(s_j - s_0)) with s = vᵀφ: each step before an abandonment (0) against steps before conversions (j), the form of (B18).
 * Small where the index tells the two apart.
 */
export const contrastLoss = (
  { anchor, others, perAnchor }: Contrast,
  phi: Float64Array,
  theta: Float64Array,
  { layout: { k: size, v }, scale, dPhi, gradient }: AddTo,
): number => {
  const score = (r: number): number => {
    let sum = 0;
    for (let k = 0; k < size; k++) sum += (theta[v + k] as number) * (phi[r * size + k] as number);
    return sum;
  };
  let loss = 0;
  for (let a = 0; a < anchor.length; a++) {
    const group = [anchor[a] as number, ...others.subarray(a * perAnchor, (a + 1) * perAnchor)];
    const scores = group.map(score);
    const terms = scores.map((s) => exp(s - (scores[0] as number)));
    const sum = terms.reduce((x, y) => x + y, 0);
    loss += log(sum);
    group.forEach((r, g) => {
      const by = scale * ((terms[g] as number) / sum - (g === 0 ? 1 : 0));
      for (let k = 0; k < size; k++) {
        const at = r * size + k;
        dPhi[at] = (dPhi[at] as number) + by * (theta[v + k] as number);
        gradient[v + k] = (gradient[v + k] as number) + by * (phi[at] as number);
      }
    });
  }
  return loss;
};
