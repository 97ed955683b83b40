import type { HazardRows } from './hazard-rows.ts';
import type { Ramp } from './ramp-model.ts';

/** Most ramps in all: the normal equations of the fit grow with their square. */
export const MOST_RAMPS = 160;
const SAMPLE = 20_000;

/** The least width beside the place: what a ramp far from 0 needs to keep its digits in 32 bits. */
const leastWidth = (at: number): number => 0.02 * Math.max(1, Math.abs(at));

/** Places of knots: every value where they are few, else quantiles. */
const knotsOf = (sorted: Float32Array, most: number): number[] => {
  const distinct: number[] = [];
  for (const v of sorted) {
    if (v !== distinct[distinct.length - 1]) distinct.push(v);
    if (distinct.length > most + 1) break;
  }
  if (distinct.length <= most + 1) return distinct;
  const at = (q: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] as number;
  return Array.from({ length: most + 1 }, (_, k) => at(k === 0 ? 0.01 : k === most ? 0.99 : k / most));
};

/** Ramps that rise between neighbouring knots of each feature, so that their sum is any broken line; a column of 0 and 1 gets one. */
export const placeRamps = ({ x, n, d }: HazardRows, ramps = MOST_RAMPS): Ramp[] => {
  const step = Math.max(1, Math.ceil(n / SAMPLE));
  const columns = Array.from({ length: d }, (_, f) =>
    Float32Array.from({ length: Math.ceil(n / step) }, (_, i) => x[i * step * d + f] as number).sort(),
  );
  const binary = columns.filter((c) => c.every((v) => v === 0 || v === 1)).length;
  const most = Math.max(1, Math.min(10, Math.floor((ramps - binary) / Math.max(1, d - binary))));
  return columns.flatMap((sorted, feature) => {
    const own: Ramp[] = [];
    const knots = knotsOf(sorted, most);
    let from = knots[0] as number;
    for (const knot of knots.slice(1)) {
      if (knot - from < leastWidth(Math.max(Math.abs(knot), Math.abs(from)))) continue;
      own.push({ feature, from, width: knot - from });
      from = knot;
    }
    return own;
  });
};
