/**
 * Weights b >= 0 of columns c_k, min Σ_i w_i (y_i - a - Σ_k b_k c_k,i)² + Σ_k r (b_k - b⁰_k)², by coordinate descent; a is fitted when
 * `intercept` is set, else 0. Columns that do not vary get their prior.
 */
export const nonNegativeWeights = (input: {
  readonly columns: readonly ArrayLike<number>[];
  readonly y: ArrayLike<number>;
  readonly weight?: ArrayLike<number>;
  readonly intercept?: boolean;
  /** b⁰, one for all columns or one each, and r. */
  readonly prior?: { readonly mean: number | readonly number[]; readonly precision: number };
}): Float64Array => {
  const { columns, y, weight } = input;
  const n = y.length;
  const k = columns.length;
  const { mean, precision } = input.prior ?? { mean: 0, precision: 0 };
  const prior = (j: number): number => (typeof mean === 'number' ? mean : (mean[j] ?? 0));
  const w = (i: number): number => (weight === undefined ? 1 : (weight[i] as number));
  const centre = (v: ArrayLike<number>): number => {
    if (input.intercept !== true) return 0;
    let [top, bottom] = [0, 0];
    for (let i = 0; i < n; i++) {
      top += w(i) * (v[i] as number);
      bottom += w(i);
    }
    return top / bottom;
  };
  const all = [...columns, y];
  const means = all.map(centre);
  const g = all.map((a, p) =>
    all.map((b, q) => {
      let sum = 0;
      for (let i = 0; i < n; i++)
        sum += w(i) * ((a[i] as number) - (means[p] as number)) * ((b[i] as number) - (means[q] as number));
      return sum;
    }),
  );
  const at = (p: number, q: number): number => g[p]?.[q] as number;
  const b = Float64Array.from({ length: k }, (_, j) => Math.max(0, prior(j)));
  for (let round = 0; round < 2000; round++) {
    let moved = 0;
    for (let j = 0; j < k; j++) {
      const scale = at(j, j) + precision;
      if (!(scale > 1e-12 * Math.max(1e-300, at(k, k)))) continue;
      let top = at(j, k) + precision * prior(j);
      for (let q = 0; q < k; q++) if (q !== j) top -= at(j, q) * (b[q] as number);
      const next = Math.max(0, top / scale);
      moved = Math.max(moved, Math.abs(next - (b[j] as number)));
      b[j] = next;
    }
    if (moved < 1e-9) break;
  }
  return b;
};
