import { exp, log } from '@causeway/contract';
import type { SparseRows } from '../rows/sparse-rows.ts';

/**
 * Mean cross-entropy of binary heads (B16): logits `eta` (count x ld), targets y (rows x heads, NaN: not known, no loss). Divided by the
 * count of rows, so heads weigh alike. Writes weight times the gradient to `deta`; returns the loss.
 */
export const labelLoss = (
  eta: Float32Array,
  ld: number,
  heads: number,
  batch: { readonly y: Float32Array; readonly rows: Int32Array; readonly count: number },
  weight: number,
  deta: Float32Array,
): number => {
  const { y, rows, count } = batch;
  let loss = 0;
  deta.fill(0, 0, count * ld);
  for (let r = 0; r < count; r++)
    for (let h = 0; h < heads; h++) {
      const target = y[(rows[r] as number) * heads + h] as number;
      if (target !== target) continue;
      const v = eta[r * ld + h] as number;
      const e = exp(-Math.abs(v));
      loss += (Math.max(0, v) - target * v + log(1 + e)) / count;
      const p = v >= 0 ? 1 / (1 + e) : e / (1 + e);
      deta[r * ld + h] = (weight * (p - target)) / count;
    }
  return loss;
};

/**
 * How badly the inputs are given back: 1/(count q) Σ w_j (x̂_j - x_j)² over the q inputs in `targets`, x the whole row even where the
 * encoder saw a part of it. Writes `weight` times the gradient; returns the loss.
 */
export const reconstructionLoss = (
  back: Float32Array,
  ld: number,
  targets: { readonly place: Int32Array; readonly weight: Float64Array },
  batch: { readonly x: SparseRows; readonly rows: Int32Array; readonly count: number },
  weight: number,
  dback: Float32Array,
): number => {
  const { x, rows, count } = batch;
  const q = targets.weight.length;
  dback.set(back.subarray(0, count * ld));
  for (let r = 0; r < count; r++) {
    const i = rows[r] as number;
    for (let e = x.start[i] as number; e < (x.start[i + 1] as number); e++) {
      const k = targets.place[x.index[e] as number] as number;
      if (k >= 0) dback[r * ld + k] = (dback[r * ld + k] as number) - (x.value[e] as number);
    }
  }
  let loss = 0;
  const unit = (2 * weight) / (count * q);
  for (let r = 0; r < count; r++)
    for (let k = 0; k < q; k++) {
      const gap = dback[r * ld + k] as number;
      const w = targets.weight[k] as number;
      loss += w * gap * gap;
      dback[r * ld + k] = unit * w * gap;
    }
  return loss / (count * q);
};
