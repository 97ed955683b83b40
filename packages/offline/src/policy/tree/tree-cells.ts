import { Fault } from '@causeway/contract';

/**
 * Rows with equal features are one cell: the exact tree sees only their summed scores. `codes` is the rank of a feature's value among
 * its distinct values; sizes: C cells, F features, A arms.
 */
export type TreeCells = {
  readonly rows: number;
  readonly cells: number;
  readonly features: number;
  readonly arms: number;
  /** C x F */
  readonly codes: Int32Array;
  /** C x A: Σ of the scores of the cell's rows */
  readonly sums: Float64Array;
  /** rows of each cell */
  readonly counts: Int32Array;
  /** distinct values of each feature, ascending */
  readonly values: readonly Float64Array[];
  /** where each feature's histogram begins, and their total length */
  readonly offsets: Int32Array;
  readonly bins: number;
};

const ranked = (column: ArrayLike<number>): { values: Float64Array; codes: Int32Array } => {
  const values = Float64Array.from(new Set(Array.from(column))).sort();
  const codeOf = new Map(Array.from(values, (v, k) => [v, k]));
  return { values, codes: Int32Array.from(column as number[], (v) => codeOf.get(v) as number) };
};

/** Groups rows into cells. Throws `bad-input` for columns of unequal length, no rows, or a number that is not finite. */
export const treeCells = (
  features: readonly ArrayLike<number>[],
  scores: readonly ArrayLike<number>[],
): TreeCells => {
  const n = scores[0]?.length ?? 0;
  if (n === 0 || features.length === 0)
    throw new Fault(
      'bad-input',
      'tree',
      `got ${n} rows and ${features.length} features, at least 1 of each is needed`,
    );
  for (const [k, x] of [...features, ...scores].entries()) {
    if (x.length !== n)
      throw new Fault('bad-input', `column ${k}`, `it has ${x.length} rows, the first has ${n}`);
    for (let i = 0; i < n; i++)
      if (!Number.isFinite(x[i] as number))
        throw new Fault('bad-input', `column ${k}, row ${i + 1}`, `got ${x[i]}, a finite number is needed`);
  }
  const columns = features.map(ranked);
  // Rows in one order by all codes: a radix sort, the last feature first.
  let order = Int32Array.from({ length: n }, (_, i) => i);
  for (let f = columns.length - 1; f >= 0; f--) {
    const { codes, values } = columns[f] as (typeof columns)[number];
    const starts = new Int32Array(values.length + 1);
    for (const c of codes) starts[c + 1] = (starts[c + 1] as number) + 1;
    for (let k = 1; k <= values.length; k++) starts[k] = (starts[k] as number) + (starts[k - 1] as number);
    const next = new Int32Array(n);
    for (const i of order) {
      const c = codes[i] as number;
      next[starts[c] as number] = i;
      starts[c] = (starts[c] as number) + 1;
    }
    order = next;
  }
  const [F, A] = [columns.length, scores.length];
  const cellOf = new Int32Array(n);
  let cells = 0;
  order.forEach((i, k) => {
    const before = order[k - 1];
    if (before === undefined || columns.some(({ codes }) => codes[i] !== codes[before])) cells++;
    cellOf[i] = cells - 1;
  });
  const codes = new Int32Array(cells * F);
  const sums = new Float64Array(cells * A);
  const counts = new Int32Array(cells);
  for (let i = 0; i < n; i++) {
    const c = cellOf[i] as number;
    counts[c] = (counts[c] as number) + 1;
    for (let f = 0; f < F; f++) codes[c * F + f] = columns[f]?.codes[i] as number;
    for (let a = 0; a < A; a++) sums[c * A + a] = (sums[c * A + a] as number) + (scores[a]?.[i] as number);
  }
  const offsets = new Int32Array(F);
  let bins = 0;
  columns.forEach(({ values }, f) => {
    offsets[f] = bins;
    bins += values.length;
  });
  return {
    rows: n,
    cells,
    features: F,
    arms: A,
    codes,
    sums,
    counts,
    values: columns.map((c) => c.values),
    offsets,
    bins,
  };
};
