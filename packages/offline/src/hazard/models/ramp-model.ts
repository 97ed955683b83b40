import { clamp } from '@causeway/contract';

/** One step up of a feature: 0 until `from`, 1 from `from + width` on, straight between. */
export type Ramp = { readonly feature: number; readonly from: number; readonly width: number };

/**
 * The linear form: score = b + Σ_f slope_f x_f + Σ_j rise_j r_j + Σ_k both_k max(0, r_i + r_j - 1), where r_j is a ramp of x and the
 * last sum is over chosen pairs of ramps (for two columns of 0 and 1 that is their product).
 */
export type RampModel = {
  readonly features: number;
  readonly bias: number;
  readonly slopes: Float64Array;
  readonly ramps: readonly Ramp[];
  readonly rises: Float64Array;
  readonly pairs: readonly (readonly [i: number, j: number])[];
  readonly both: Float64Array;
};

export const rampOf = (x: number, { from, width }: Ramp): number => clamp((x - from) / width, 0, 1);

/** Score of every row of x (n x features). */
export const rampScores = (model: RampModel, x: Float32Array, n: number): Float64Array => {
  const { features: d, ramps, pairs } = model;
  const r = new Float64Array(ramps.length);
  return Float64Array.from({ length: n }, (_, i) => {
    let score = model.bias;
    for (let f = 0; f < d; f++) score += (model.slopes[f] as number) * (x[i * d + f] as number);
    ramps.forEach((ramp, j) => {
      r[j] = rampOf(x[i * d + ramp.feature] as number, ramp);
      score += (model.rises[j] as number) * (r[j] as number);
    });
    pairs.forEach(([a, b], k) => {
      score += (model.both[k] as number) * Math.max(0, (r[a] as number) + (r[b] as number) - 1);
    });
    return score;
  });
};
