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

/** How much the event's share differs between the quarters of a column: Σ_b n_b (share_b - share)², row by row of the sample. */
const differenceOf = (values: Float32Array, sorted: Float32Array, y: Uint8Array): number => {
  const cuts = [0.25, 0.5, 0.75].map((q) => sorted[Math.floor(q * sorted.length)] as number);
  const rows = [0, 0, 0, 0];
  const events = [0, 0, 0, 0];
  values.forEach((v, i) => {
    const bin = cuts.reduce((k, cut) => k + (v > cut ? 1 : 0), 0);
    rows[bin] = (rows[bin] as number) + 1;
    events[bin] = (events[bin] as number) + (y[i] as number);
  });
  const share = y.reduce((a, b) => a + b, 0) / y.length;
  return rows.reduce((sum, n, b) => (n === 0 ? sum : sum + n * ((events[b] as number) / n - share) ** 2), 0);
};

/** The fewest ramps that a column bends with, where columns are too many for all to have some. */
const FEWEST_RAMPS = 3;

/**
 * Ramps that rise between neighbouring knots of each feature, so that their sum is any broken line; a column of 0 and 1 gets one. Where
 * columns are too many for that, those have ramps between whose quarters the event differs most.
 */
export const placeRamps = ({ x, y, n, d }: HazardRows, ramps = MOST_RAMPS): Ramp[] => {
  const step = Math.max(1, Math.ceil(n / SAMPLE));
  const count = Math.ceil(n / step);
  const values = Array.from({ length: d }, (_, f) =>
    Float32Array.from({ length: count }, (_, i) => x[i * step * d + f] as number),
  );
  const columns = values.map((own) => own.slice().sort());
  const binary = columns.filter((c) => c.every((v) => v === 0 || v === 1)).length;
  const each = Math.floor((ramps - binary) / Math.max(1, d - binary));
  const most = Math.max(binary < d ? FEWEST_RAMPS : 1, Math.min(10, each));
  const placed = columns.map((sorted, feature) => {
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
  if (placed.reduce((sum, own) => sum + own.length, 0) <= ramps) return placed.flat();
  const outcome = Uint8Array.from({ length: count }, (_, i) => y[i * step] as number);
  const told = values.map((own, f) => differenceOf(own, columns[f] as Float32Array, outcome));
  const order = placed.map((_, f) => f).sort((a, b) => (told[b] as number) - (told[a] as number) || a - b);
  let left = ramps;
  const kept = new Set(
    order.filter((f) => {
      const own = (placed[f] as Ramp[]).length;
      if (own > left) return false;
      left -= own;
      return true;
    }),
  );
  return placed.filter((_, f) => kept.has(f)).flat();
};
