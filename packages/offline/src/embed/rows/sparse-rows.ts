/**
 * Inputs of n rows, most of them 0: row i holds value[k] at input index[k] for k from start[i] to start[i + 1]. Within a row every input
 * comes once.
 */
export type SparseRows = {
  readonly n: number;
  /** Number of inputs. */
  readonly p: number;
  readonly start: Float64Array;
  readonly index: Uint16Array | Uint32Array;
  readonly value: Float32Array;
};

export type SparseBuilder = {
  put(index: number, value: number): void;
  endRow(): void;
  finish(): SparseRows;
};

/** Collects rows one after another; its arrays double when full. `expected` is a guess of all entries. */
export const sparseBuilder = (p: number, expected = 1024): SparseBuilder => {
  const Index = p <= 65_536 ? Uint16Array : Uint32Array;
  let index: Uint16Array | Uint32Array = new Index(expected);
  let value = new Float32Array(expected);
  let start = new Float64Array(1024);
  let [n, top] = [0, 0];
  return {
    put(at, v) {
      if (top === index.length) {
        const [moreIndex, moreValue] = [new Index(2 * top), new Float32Array(2 * top)];
        moreIndex.set(index);
        moreValue.set(value);
        [index, value] = [moreIndex, moreValue];
      }
      index[top] = at;
      value[top++] = v;
    },
    endRow() {
      if (n + 2 > start.length) {
        const more = new Float64Array(2 * start.length);
        more.set(start);
        start = more;
      }
      start[++n] = top;
    },
    finish: () => ({
      n,
      p,
      start: start.slice(0, n + 1),
      index: index.slice(0, top),
      value: value.slice(0, top),
    }),
  };
};

/** Sparse rows of a dense matrix (n x p, row-major). */
export const sparseOf = (x: ArrayLike<number>, n: number, p: number): SparseRows => {
  const builder = sparseBuilder(p, n * p + 1);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < p; j++) if (x[i * p + j] !== 0) builder.put(j, x[i * p + j] as number);
    builder.endRow();
  }
  return builder.finish();
};

/** The chosen rows, in the order given. */
export const takeSparse = (rows: SparseRows, chosen: ArrayLike<number>): SparseRows => {
  const builder = sparseBuilder(rows.p, Math.max(1024, rows.index.length));
  for (let k = 0; k < chosen.length; k++) {
    const i = chosen[k] as number;
    for (let e = rows.start[i] as number; e < (rows.start[i + 1] as number); e++)
      builder.put(rows.index[e] as number, rows.value[e] as number);
    builder.endRow();
  }
  return builder.finish();
};

/** Row i as numbers, into `out` from `at` (filled with zeros first). */
export const denseRow = (
  rows: SparseRows,
  i: number,
  out: Float32Array | Float64Array = new Float64Array(rows.p),
  at = 0,
): Float32Array | Float64Array => {
  out.fill(0, at, at + rows.p);
  for (let e = rows.start[i] as number; e < (rows.start[i + 1] as number); e++)
    out[at + (rows.index[e] as number)] = rows.value[e] as number;
  return out;
};

/** Chosen rows as a dense matrix (m x p). */
export const denseRows = (rows: SparseRows, chosen: ArrayLike<number>): Float64Array => {
  const out = new Float64Array(chosen.length * rows.p);
  for (let k = 0; k < chosen.length; k++) denseRow(rows, chosen[k] as number, out, k * rows.p);
  return out;
};

/** Rows of a beside the same rows of b: inputs of b come behind those of a. */
export const besideSparse = (a: SparseRows, b: SparseRows): SparseRows => {
  const out = sparseBuilder(a.p + b.p, a.index.length + b.index.length + 1);
  for (let i = 0; i < a.n; i++) {
    for (let e = a.start[i] as number; e < (a.start[i + 1] as number); e++)
      out.put(a.index[e] as number, a.value[e] as number);
    for (let e = b.start[i] as number; e < (b.start[i + 1] as number); e++)
      out.put(a.p + (b.index[e] as number), b.value[e] as number);
    out.endRow();
  }
  return out.finish();
};

/** The rows of a, then those of b; both may have fewer inputs than `p`. */
export const aboveSparse = (a: SparseRows, b: SparseRows, p: number): SparseRows => {
  const out = sparseBuilder(p, a.index.length + b.index.length + 1);
  for (const rows of [a, b])
    for (let i = 0; i < rows.n; i++) {
      for (let e = rows.start[i] as number; e < (rows.start[i + 1] as number); e++)
        out.put(rows.index[e] as number, rows.value[e] as number);
      out.endRow();
    }
  return out.finish();
};
