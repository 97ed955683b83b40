import { exp } from '@causeway/contract';

/** ln of a variance is kept in this range: e^±6. */
const LIMIT = 6;
const bounded = (s: number): number => (s < -LIMIT ? -LIMIT : s > LIMIT ? LIMIT : s);

/** z = μ + e^(s/2) ε of `count` rows of [μ | s] (ld numbers a row, `size` each), into z (ldz a row); ε = 0 gives z = μ (B19). */
export const drawLatent = (
  out: Float32Array,
  ld: number,
  size: number,
  count: number,
  noise: Float32Array,
  z: Float32Array,
  ldz: number,
): void => {
  for (let r = 0; r < count; r++)
    for (let k = 0; k < size; k++) {
      const e = noise[r * size + k] as number;
      const own = out[r * ld + k] as number;
      z[r * ldz + k] = e === 0 ? own : own + exp(bounded(out[r * ld + size + k] as number) / 2) * e;
    }
};

/**
 * From dz to the gradient of [μ | s], with `weight` times that of KL(N(μ, e^s) || N(0, 1)) = ½ Σ (μ² + e^s - 1 - s), mean over rows,
 * added (B19). `dout` is overwritten; returns the mean KL.
 */
export const latentBackward = (
  out: Float32Array,
  ld: number,
  size: number,
  count: number,
  noise: Float32Array,
  dz: Float32Array,
  ldz: number,
  weight: number,
  dout: Float32Array,
): number => {
  let divergence = 0;
  for (let r = 0; r < count; r++)
    for (let k = 0; k < size; k++) {
      const mean = out[r * ld + k] as number;
      const raw = out[r * ld + size + k] as number;
      const s = bounded(raw);
      const variance = exp(s);
      const inside = raw === s ? 1 : 0;
      divergence += (mean * mean + variance - 1 - s) / 2 / count;
      const d = dz[r * ldz + k] as number;
      const e = noise[r * size + k] as number;
      dout[r * ld + k] = d + (weight * mean) / count;
      dout[r * ld + size + k] =
        inside * ((d * e * Math.sqrt(variance)) / 2 + (weight * (variance - 1)) / 2 / count);
    }
  return divergence;
};
