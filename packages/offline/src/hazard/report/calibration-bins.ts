/** The bin of each row, and how many bins there are. */
export type Bins = { readonly of: Uint8Array; readonly count: number };

/** Ten bins of equal size in the order of prediction, ties in the order of the rows. */
export const equalSizeBins = (p: Float64Array, order: Uint32Array, count = 10): Bins => {
  const of = new Uint8Array(p.length);
  order.forEach((i, k) => {
    of[i] = Math.floor((k * count) / p.length);
  });
  return { of, count };
};

/** Ten bins of equal width in the prediction: [0, 0.1), [0.1, 0.2), .. [0.9, 1]. */
export const equalWidthBins = (p: Float64Array, count = 10): Bins => ({
  of: Uint8Array.from(p, (v) => Math.min(count - 1, Math.floor(v * count))),
  count,
});

/** Σ_{i in bin} w_i (y_i - p_i) / Σ w: what each bin adds to the calibration error, with its sign. */
export const binGaps = (
  { of, count }: Bins,
  p: Float64Array,
  y: ArrayLike<number>,
  weight?: Float64Array,
): Float64Array => {
  const gaps = new Float64Array(count);
  let total = 0;
  for (let i = 0; i < p.length; i++) {
    const w = weight === undefined ? 1 : (weight[i] as number);
    const bin = of[i] as number;
    gaps[bin] = (gaps[bin] as number) + w * ((y[i] as number) - (p[i] as number));
    total += w;
  }
  return gaps.map((gap) => gap / total);
};

/** Expected calibration error: Σ_bins |share of rows (observed - predicted)|. */
export const sumOfGaps = (gaps: Float64Array): number => gaps.reduce((sum, gap) => sum + Math.abs(gap), 0);
