import { exp, log } from '@causeway/contract';

export type ContrastOptions = { readonly temperature: number; readonly margin: number };

/**
 * Contrast of two views of the same people (B18): with cosines s_ik of view 1 of i and view 2 of k,
 * L = (1/2B) Σ_i [-ln softmax_k(a_i·)_i - ln softmax_k(a_·i)_i], a_ik = (s_ik - margin [i = k]) / temperature.
 * A margin asks the own view to be nearer by that much. `z`: 2B rows of `ld` numbers, `size` of them used; view 2 of row i is row B + i.
 * Adds `weight` times the gradient to `dz`; returns L.
 */
export const contrastiveLoss = (
  z: Float32Array,
  ld: number,
  size: number,
  b: number,
  { temperature, margin }: ContrastOptions,
  weight: number,
  dz: Float32Array,
): number => {
  const length = new Float64Array(2 * b);
  const unit = new Float64Array(2 * b * size);
  for (let r = 0; r < 2 * b; r++) {
    let squares = 1e-12;
    for (let k = 0; k < size; k++) squares += (z[r * ld + k] as number) ** 2;
    length[r] = Math.sqrt(squares);
    for (let k = 0; k < size; k++) unit[r * size + k] = (z[r * ld + k] as number) / (length[r] as number);
  }
  const a = new Float64Array(b * b);
  for (let i = 0; i < b; i++)
    for (let k = 0; k < b; k++) {
      let s = i === k ? -margin : 0;
      for (let j = 0; j < size; j++)
        s += (unit[i * size + j] as number) * (unit[(b + k) * size + j] as number);
      a[i * b + k] = s / temperature;
    }
  // da = (softmax over k + softmax over i - 2 [i = k]) / 2B; a cosine is at most 1, which keeps every exponent under 0.
  const top = 1 / temperature;
  const e = a.map((v) => exp(v - top));
  const [across, down] = [new Float64Array(b), new Float64Array(b)];
  for (let i = 0; i < b; i++)
    for (let k = 0; k < b; k++) {
      across[i] = (across[i] as number) + (e[i * b + k] as number);
      down[k] = (down[k] as number) + (e[i * b + k] as number);
    }
  let loss = 0;
  const da = e;
  for (let i = 0; i < b; i++) {
    loss +=
      (log(across[i] as number) + log(down[i] as number) + 2 * (top - (a[i * b + i] as number))) / (2 * b);
    for (let k = 0; k < b; k++)
      da[i * b + k] =
        ((e[i * b + k] as number) * (1 / (across[i] as number) + 1 / (down[k] as number)) -
          (i === k ? 2 : 0)) /
        (2 * b);
  }
  const toward = new Float64Array(size);
  const spread = (r: number, row: (k: number) => number, other: (k: number) => number): void => {
    toward.fill(0);
    for (let k = 0; k < b; k++) {
      const d = ((da[row(k)] as number) * weight) / temperature;
      const from = other(k) * size;
      for (let j = 0; j < size; j++) toward[j] = (toward[j] as number) + d * (unit[from + j] as number);
    }
    let along = 0;
    for (let j = 0; j < size; j++) along += (toward[j] as number) * (unit[r * size + j] as number);
    for (let j = 0; j < size; j++) {
      const own = ((toward[j] as number) - along * (unit[r * size + j] as number)) / (length[r] as number);
      dz[r * ld + j] = (dz[r * ld + j] as number) + own;
    }
  };
  for (let i = 0; i < b; i++) {
    spread(
      i,
      (k) => i * b + k,
      (k) => b + k,
    );
    spread(
      b + i,
      (k) => k * b + i,
      (k) => k,
    );
  }
  return loss;
};
