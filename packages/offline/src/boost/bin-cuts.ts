import { makeRandom } from '../maths/index.ts';

/** Rows whose values place the cuts: one drawn from each of so many equal stretches of the data. */
export const CUT_SAMPLE = 50_000;
const STRIPE = 16;

/**
 * Where the values of a feature are cut into bins: ascending f32 numbers c_1 < c_2 < ..; bin b (1, 2, ..) holds
 * c_{b-1} <= x < c_b, so a split after bin b is the rule x < c_b. Up to `bins` distinct values get a bin each, cut halfway
 * between neighbours; of more, the cuts are the quantiles 1/bins, 2/bins, .. without repeats. sorted: ascending, no NaN.
 */
export const cutsOf = (sorted: Float32Array, bins: number): Float32Array => {
  const n = sorted.length;
  const cuts: number[] = [];
  const halfway = (low: number, high: number): number => {
    const middle = Math.fround(low / 2 + high / 2);
    return middle > low ? middle : high;
  };
  let distinct = 0;
  for (let i = 0; i < n && distinct <= bins; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) distinct++;
  if (distinct <= bins) {
    for (let i = 1; i < n; i++)
      if (sorted[i] !== sorted[i - 1]) cuts.push(halfway(sorted[i - 1] as number, sorted[i] as number));
    return Float32Array.from(cuts);
  }
  for (let b = 1; b < bins; b++) {
    // The first value that differs from the one before it, at or after the quantile's place.
    let i = Math.max(1, Math.round((b * n) / bins));
    while (i < n && sorted[i] === sorted[i - 1]) i++;
    if (i === n) break;
    const cut = halfway(sorted[i - 1] as number, sorted[i] as number);
    if (cuts.length === 0 || cut > (cuts[cuts.length - 1] as number)) cuts.push(cut);
  }
  return Float32Array.from(cuts);
};

/** The cuts of all d features of x (n x d). Rows are sampled by the seed when there are more than CUT_SAMPLE. */
export const binCuts = (input: {
  readonly x: Float32Array | Float64Array;
  readonly n: number;
  readonly d: number;
  readonly bins: number;
  readonly seed: number;
}): Float32Array[] => {
  const { x, n, d, bins } = input;
  const m = Math.min(n, CUT_SAMPLE);
  const random = makeRandom(input.seed);
  const rows = Float64Array.from({ length: m }, (_, i) =>
    m === n ? i : Math.min(n - 1, Math.floor(((i + random.uniform()) * n) / m)),
  );
  const cuts: Float32Array[] = [];
  // A few columns at a time: a row's neighbours come with one read of memory, and little memory is held.
  const columns = new Float32Array(STRIPE * m);
  for (let from = 0; from < d; from += STRIPE) {
    const width = Math.min(STRIPE, d - from);
    const sizes = new Uint32Array(width);
    for (let i = 0; i < m; i++) {
      const start = (rows[i] as number) * d + from;
      for (let f = 0; f < width; f++) {
        const v = x[start + f] as number;
        if (v !== v) continue;
        columns[f * m + (sizes[f] as number)] = v;
        sizes[f] = (sizes[f] as number) + 1;
      }
    }
    for (let f = 0; f < width; f++)
      cuts.push(cutsOf(columns.subarray(f * m, f * m + (sizes[f] as number)).sort(), bins));
  }
  return cuts;
};
