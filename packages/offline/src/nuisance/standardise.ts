/** Columns that vary, made to mean 0 and deviation 1 on the rows it was fitted on, with a column of ones in front. */
export type Standard = {
  readonly p: number;
  /** Which columns vary, in order: column j + 1 of what `apply` gives is `kept[j]`. */
  readonly kept: readonly number[];
  apply(x: Float64Array, width: number, rows: ArrayLike<number>): Float64Array;
};

/** Whether a column varies by more than its own mean is rounded, whatever its unit: its variance and mean. */
export const varies = (variance: number, mean: number): boolean =>
  variance > Math.max(1e-200, 1e-20 * mean ** 2);

export const fitStandard = (x: Float64Array, width: number, rows: ArrayLike<number>): Standard => {
  const n = rows.length;
  const mean = new Float64Array(width);
  const square = new Float64Array(width);
  for (let r = 0; r < n; r++) {
    for (let k = 0; k < width; k++)
      mean[k] = (mean[k] as number) + (x[(rows[r] as number) * width + k] as number) / n;
  }
  for (let r = 0; r < n; r++) {
    for (let k = 0; k < width; k++) {
      square[k] =
        (square[k] as number) +
        ((x[(rows[r] as number) * width + k] as number) - (mean[k] as number)) ** 2 / n;
    }
  }
  const kept = Array.from({ length: width }, (_, k) => k).filter((k) =>
    varies(square[k] as number, mean[k] as number),
  );
  const p = kept.length + 1;
  const apply = (from: Float64Array, fromWidth: number, chosen: ArrayLike<number>): Float64Array => {
    const out = new Float64Array(chosen.length * p);
    for (let r = 0; r < chosen.length; r++) {
      out[r * p] = 1;
      kept.forEach((k, j) => {
        const v = from[(chosen[r] as number) * fromWidth + k] as number;
        out[r * p + 1 + j] = (v - (mean[k] as number)) / Math.sqrt(square[k] as number);
      });
    }
    return out;
  };
  return { p, kept, apply };
};
