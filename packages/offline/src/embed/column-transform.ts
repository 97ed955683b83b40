import { clamp, log } from '@causeway/contract';

/** How one column of the history becomes inputs of the encoder: ln(1 + c) for long tails, standardised, with a flag where missing. */
export type ColumnTransform = {
  readonly name: string;
  readonly logged: boolean;
  readonly mean: number;
  readonly deviation: number;
  /** Share of missing values; a column with some gets an input of its own that says "missing". */
  readonly missing: number;
};

/** A standardised value is cut at this many deviations, so that one odd customer cannot leave the range of all others. */
const CUT = 5;

/** A column that is never negative and whose mean is far above its median is read on a log scale. */
const isLongTailed = (sorted: readonly number[]): boolean => {
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const mean = sorted.reduce((a, b) => a + b, 0) / sorted.length;
  return (sorted[0] ?? -1) >= 0 && mean > 1.25 * median && (sorted[sorted.length - 1] ?? 0) > 2;
};

/** Learns the transform of each column of c (n x names.length, NaN = missing) from the given rows. */
export const fitTransforms = (
  names: readonly string[],
  c: Float64Array,
  rows: ArrayLike<number>,
): ColumnTransform[] =>
  names.map((name, k) => {
    const seen: number[] = [];
    for (let r = 0; r < rows.length; r++) {
      const v = c[(rows[r] as number) * names.length + k] as number;
      if (Number.isFinite(v)) seen.push(v);
    }
    seen.sort((a, b) => a - b);
    const logged = isLongTailed(seen);
    const values = logged ? seen.map((v) => log(1 + v)) : seen;
    const mean = values.reduce((a, b) => a + b, 0) / Math.max(1, values.length);
    const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / Math.max(1, values.length);
    return { name, logged, mean, deviation: Math.sqrt(variance), missing: 1 - seen.length / rows.length };
  });

/** How many inputs the transforms make: one a column, and one more a column that has missing values. */
export const inputCount = (transforms: readonly ColumnTransform[]): number =>
  transforms.length + transforms.filter((t) => t.missing > 0).length;

/** One customer's inputs: the standardised values (0 where missing), then the standardised flags. */
export const transformRow = (transforms: readonly ColumnTransform[], values: ArrayLike<number>): number[] => {
  const out: number[] = [];
  const flags: number[] = [];
  transforms.forEach((t, k) => {
    const v = values[k] as number;
    const known = Number.isFinite(v) && (!t.logged || v >= 0);
    const scaled = known ? ((t.logged ? log(1 + v) : v) - t.mean) / (t.deviation > 0 ? t.deviation : 1) : 0;
    out.push(clamp(scaled, -CUT, CUT));
    if (t.missing > 0) {
      const deviation = Math.sqrt(t.missing * (1 - t.missing));
      flags.push(deviation > 0 ? ((known ? 0 : 1) - t.missing) / deviation : 0);
    }
  });
  return [...out, ...flags];
};
