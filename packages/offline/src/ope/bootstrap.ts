import { Fault } from '@causeway/contract';
import { makeRandom, normalCdf, normalQuantile } from '../maths/index.ts';
import type { Estimator } from './estimator.ts';
import type { OpeTable } from './ope-table.ts';

export type BootstrapOptions = {
  readonly samples: number;
  readonly seed: number;
  /** When given, clusters are taken in the order of their first row and drawn in runs of about G^(1/3), so that what drifts together is drawn together. */
  readonly at?: ArrayLike<number>;
};

/** The values of estimators on resamples of clusters: estimators x samples, in one pass over what they are all made of. */
export type Bootstrap = { readonly samples: number; readonly draws: readonly Float64Array[] };

const clusterPlaces = (table: OpeTable, at?: ArrayLike<number>): { places: Int32Array; groups: number } => {
  const first = new Map<string | number, number>();
  for (let i = 0; i < table.n; i++) {
    const g = table.cluster[i] as string | number;
    const before = first.get(g);
    const time = at === undefined ? i : (at[i] as number);
    if (before === undefined || time < before) first.set(g, time);
  }
  const order = [...first].sort((a, b) => a[1] - b[1]);
  const place = new Map(order.map(([g], k) => [g, k]));
  return {
    places: Int32Array.from(
      { length: table.n },
      (_, i) => place.get(table.cluster[i] as string | number) as number,
    ),
    groups: order.length,
  };
};

/**
 * The cluster bootstrap, time-aware when times are given (circular blocks). Every estimator is computed anew on every resample from the
 * means of its columns, so tuning and normalisation happen inside. Cost: samples x clusters x columns.
 */
export const bootstrap = (
  table: OpeTable,
  estimators: readonly Estimator[],
  { samples, seed, at }: BootstrapOptions,
): Bootstrap => {
  if (!Number.isInteger(samples) || samples < 1)
    throw new Fault('bad-input', 'samples', `got ${samples}, at least 1 is needed`);
  const { places, groups } = clusterPlaces(table, at);
  if (groups < 2) throw new Fault('bad-input', 'bootstrap', `got ${groups} clusters, at least 2 are needed`);
  const columns: Float64Array[] = [];
  const indexOf = (x: Float64Array): number => {
    const found = columns.indexOf(x);
    if (found >= 0) return found;
    return columns.push(x) - 1;
  };
  const uses = estimators.map((e) => Int32Array.from(e.columns(table), indexOf));
  const width = columns.length + 1;
  const sums = new Float64Array(groups * width);
  for (let i = 0; i < table.n; i++) {
    const from = (places[i] as number) * width;
    columns.forEach((x, k) => {
      sums[from + k] = (sums[from + k] as number) + (x[i] as number);
    });
    sums[from + width - 1] = (sums[from + width - 1] as number) + 1;
  }
  const run = at === undefined ? 1 : Math.max(1, Math.round(Math.cbrt(groups)));
  const random = makeRandom(seed);
  const draws = estimators.map(() => new Float64Array(samples));
  const counts = new Uint16Array(groups);
  const total = new Float64Array(width);
  const means = new Float64Array(width);
  for (let b = 0; b < samples; b++) {
    counts.fill(0);
    for (let drawn = 0; drawn < groups; ) {
      let g = random.integer(groups);
      for (let k = 0; k < run && drawn < groups; k++, drawn++) {
        counts[g] = (counts[g] as number) + 1;
        g = g + 1 === groups ? 0 : g + 1;
      }
    }
    addCounted(sums, counts, width, total);
    const rows = total[width - 1] as number;
    for (let k = 0; k < width; k++) means[k] = (total[k] as number) / rows;
    estimators.forEach((e, j) => {
      const own = (uses[j] as Int32Array).reduce(
        (list, k) => (list.push(means[k] as number), list),
        [] as number[],
      );
      (draws[j] as Float64Array)[b] = e.value(own, rows);
    });
  }
  return { samples, draws };
};

/** total = Σ_g counts_g sums_g. */
const addCounted = (sums: Float64Array, counts: Uint16Array, width: number, total: Float64Array): void => {
  total.fill(0);
  for (let g = 0; g < counts.length; g++) {
    const c = counts[g] as number;
    if (c === 0) continue;
    const from = g * width;
    if (c === 1) for (let k = 0; k < width; k++) total[k] = (total[k] as number) + (sums[from + k] as number);
    else for (let k = 0; k < width; k++) total[k] = (total[k] as number) + c * (sums[from + k] as number);
  }
};

/** The bias-corrected percentile interval of one estimator's draws around its value. */
export const bootstrapInterval = (
  draws: Float64Array,
  value: number,
  level = 0.95,
): { readonly low: number; readonly high: number } => {
  const sorted = draws.filter(Number.isFinite).sort();
  if (sorted.length === 0) return { low: Number.NaN, high: Number.NaN };
  let below = 0;
  for (const x of sorted) below += x < value ? 1 : x === value ? 0.5 : 0;
  const shift = normalQuantile(Math.min(1 - 1e-6, Math.max(1e-6, below / sorted.length)));
  const z = normalQuantile(0.5 + level / 2);
  const at = (q: number) => {
    const place = q * (sorted.length - 1);
    const k = Math.floor(place);
    const [a, b] = [sorted[k] as number, sorted[Math.min(sorted.length - 1, k + 1)] as number];
    return a + (place - k) * (b - a);
  };
  return { low: at(normalCdf(2 * shift - z)), high: at(normalCdf(2 * shift + z)) };
};
