/** Columns that a row's features are turned into: a constant first, the others of mean 0 and deviation 1. */
export type LinkBasis = { readonly p: number; apply(x: Float64Array, m: number): Float64Array };

type Column = (x: Float64Array, from: number) => number;

/** Columns that take part in pairs: more would cost more than they tell. */
const PAIRED = 12;

/** Where a column is split in two: its median, or what lies below where that is its largest value. */
const middleOf = (values: Float64Array): number => {
  const sorted = values.slice().sort();
  const middle = sorted[sorted.length >> 1] as number;
  if (middle < (sorted[sorted.length - 1] as number)) return middle;
  return sorted[Math.max(0, sorted.indexOf(middle) - 1)] as number;
};

const quantileOf = (values: Float64Array, q: number): number =>
  values.slice().sort()[Math.floor(q * (values.length - 1))] as number;

/**
 * `narrow`: the features as they are. `wide`: also whether a feature is above its lower and upper third, and for pairs of the features named in
 * `paired` whether both are on the same side of their medians: steps, bends and what holds for one group alone.
 */
export const linkBasis = (
  x: Float64Array,
  n: number,
  d: number,
  form: 'narrow' | 'wide',
  paired: readonly number[] = [],
): LinkBasis => {
  const columns: Column[] = Array.from({ length: d }, (_, k) => (of, from) => of[from + k] as number);
  if (form === 'wide') {
    const side = new Map<number, Column>();
    for (let k = 0; k < d; k++) {
      const values = Float64Array.from({ length: n }, (_, i) => x[i * d + k] as number);
      const middle = middleOf(values);
      side.set(k, (of, from) => ((of[from + k] as number) > middle ? 1 : -1));
      if (new Set(values).size <= 2) continue;
      for (const q of [1 / 3, 2 / 3]) {
        const cut = quantileOf(values, q);
        columns.push((of, from) => ((of[from + k] as number) > cut ? 1 : 0));
      }
    }
    const chosen = paired.slice(0, PAIRED);
    chosen.forEach((k, r) => {
      for (const j of chosen.slice(r + 1)) {
        const [a, b] = [side.get(k) as Column, side.get(j) as Column];
        columns.push((of, from) => a(of, from) * b(of, from));
      }
    });
  }
  const stats = columns.map((column) => {
    let [sum, squares] = [0, 0];
    for (let i = 0; i < n; i++) {
      const v = column(x, i * d);
      sum += v;
      squares += v * v;
    }
    const mean = sum / n;
    return { column, mean, deviation: Math.sqrt(Math.max(0, squares / n - mean * mean)) };
  });
  const kept = stats.filter(({ mean, deviation }) => deviation > 1e-9 * (1 + Math.abs(mean)));
  const p = kept.length + 1;
  return {
    p,
    apply: (of, m) => {
      const out = new Float64Array(m * p);
      for (let i = 0; i < m; i++) {
        out[i * p] = 1;
        kept.forEach(({ column, mean, deviation }, k) => {
          // A value far outside those seen is held at ten deviations: no line is known to go on for ever.
          const v = (column(of, i * d) - mean) / deviation;
          out[i * p + k + 1] = Math.min(10, Math.max(-10, v));
        });
      }
      return out;
    },
  };
};
