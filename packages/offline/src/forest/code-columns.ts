import { binCuts } from '../boost/bin-cuts.ts';

/** The data as codes: columns of n bytes each; code b holds cuts[b - 1] <= x < cuts[b], a missing value is in the last one. */
export type Codes = { readonly columns: readonly Uint8Array[]; readonly cuts: readonly Float32Array[] };

const codeOf = (cuts: Float32Array, v: number): number => {
  if (v !== v) return cuts.length;
  let [low, high] = [0, cuts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (v >= (cuts[middle] as number)) low = middle + 1;
    else high = middle;
  }
  return low;
};

export const codeColumns = (x: Float64Array, n: number, d: number, bins: number, seed: number): Codes => {
  const cuts = binCuts({ x, n, d, bins, seed });
  const columns = cuts.map((own, f) => {
    const column = new Uint8Array(n);
    for (let i = 0; i < n; i++) column[i] = codeOf(own, Math.fround(x[i * d + f] as number));
    return column;
  });
  return { columns, cuts };
};
