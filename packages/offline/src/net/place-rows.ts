import type { Arena } from '../kernel/index.ts';
import type { NetData } from './net-data.ts';
import type { Scaling } from './scaling.ts';

/** Rows in the arena: x scaled and padded (f32, ld a row), y and w f32, and the mean weight. */
export type PlacedRows = {
  readonly n: number;
  readonly x: number;
  readonly ld: number;
  readonly y: number;
  readonly w: number;
  readonly meanWeight: number;
};

/** Writes rows from..to of x, scaled, to `place`. */
export const writeRows = (
  arena: Arena,
  place: number,
  x: Float32Array | Float64Array,
  range: { readonly from: number; readonly to: number },
  scaling: Scaling,
): void => {
  const d = scaling.mean.length;
  const ld = Math.ceil(d / 4) * 4;
  const rows = range.to - range.from;
  const to = arena.f32(place, rows * ld);
  for (let i = 0; i < rows; i++) {
    const start = (range.from + i) * d;
    for (let f = 0; f < d; f++)
      to[i * ld + f] =
        ((x[start + f] as number) - (scaling.mean[f] as number)) / (scaling.deviation[f] as number);
  }
};

export const placeRows = (arena: Arena, data: NetData, scaling: Scaling): PlacedRows => {
  const { n, weight } = data;
  const ld = Math.ceil(scaling.mean.length / 4) * 4;
  const [x, y, w] = [arena.take(4 * n * ld), arena.take(4 * n), arena.take(4 * n)];
  writeRows(arena, x, data.x, { from: 0, to: n }, scaling);
  const outcomes = arena.f32(y, n);
  for (let i = 0; i < n; i++) outcomes[i] = ((data.y[i] as number) - scaling.yMean) / scaling.yDeviation;
  const weights = arena.f32(w, n).fill(1);
  if (weight !== undefined) weights.set(weight);
  return { n, x, ld, y, w, meanWeight: weights.reduce((a, b) => a + b, 0) / n };
};
