import { log } from '@causeway/contract';
import { type SparseRows, sparseBuilder } from './sparse-rows.ts';

/** Rows of a file by person, each person's in order of time (file order without times). */
export type Persons = {
  readonly ids: readonly string[];
  /** the person of each row */
  readonly of: Int32Array;
  readonly rows: readonly Int32Array[];
};

export const groupPersons = (id: readonly string[], at: Float64Array | null): Persons => {
  const place = new Map<string, number>();
  const lists: number[][] = [];
  const of = Int32Array.from(id, (name, i) => {
    let k = place.get(name);
    if (k === undefined) {
      place.set(name, (k = lists.length));
      lists.push([]);
    }
    (lists[k] as number[]).push(i);
    return k;
  });
  if (at !== null)
    for (const list of lists) list.sort((a, b) => (at[a] as number) - (at[b] as number) || a - b);
  return { ids: [...place.keys()], of, rows: lists.map((list) => Int32Array.from(list)) };
};

/** Inputs that pooling adds behind a row's own: how many rows went in, and how long ago the last one was. */
export const POOLED_NAMES: readonly string[] = ['rows so far', 'no row so far', 'days since the last row'];
const DAY_MS = 86_400_000;

const running = (p: number) => {
  const sum = new Float64Array(p);
  let touched: number[] = [];
  let count = 0;
  return {
    add(rows: SparseRows, i: number): void {
      for (let e = rows.start[i] as number; e < (rows.start[i + 1] as number); e++) {
        const at = rows.index[e] as number;
        if (sum[at] === 0) touched.push(at);
        sum[at] = (sum[at] as number) + (rows.value[e] as number);
      }
      count++;
    },
    /** every input's mean so far */
    each(put: (at: number, value: number) => void): void {
      for (const at of new Set(touched)) if (sum[at] !== 0) put(at, (sum[at] as number) / count);
    },
    count: () => count,
    clear(): void {
      for (const at of touched) sum[at] = 0;
      touched = [];
      count = 0;
    },
  };
};

/** c of each person as the mean of the inputs of all rows of theirs: for files without times. */
export const poolPersons = (rows: SparseRows, persons: Persons): SparseRows => {
  const out = sparseBuilder(rows.p, rows.index.length + 1);
  const mean = running(rows.p);
  for (const own of persons.rows) {
    for (const i of own) mean.add(rows, i);
    mean.each(out.put);
    out.endRow();
    mean.clear();
  }
  return out.finish();
};

/**
 * c at each row as the mean of the person's rows strictly before it in time (A1), with the row count, and the days since the last; then,
 * one row a person, the same over all rows, as known at `now`. What a row itself says is not in its own c.
 */
export const poolHistory = (
  rows: SparseRows,
  persons: Persons,
  at: Float64Array,
  now: number,
): { before: SparseRows; all: SparseRows } => {
  const p = rows.p + POOLED_NAMES.length;
  const mean = running(rows.p);
  const emit = (out: ReturnType<typeof sparseBuilder>, last: number, time: number): void => {
    mean.each(out.put);
    const count = mean.count();
    if (count === 0) out.put(rows.p + 1, 1);
    else {
      out.put(rows.p, log(1 + count));
      const days = Math.max(0, time - last) / DAY_MS;
      if (days > 0) out.put(rows.p + 2, log(1 + days) / 3);
    }
    out.endRow();
  };
  const byRow = new Array<{ own: Int32Array; upTo: number }>(rows.n);
  for (const own of persons.rows)
    own.forEach((i, k) => {
      let upTo = k;
      while (upTo > 0 && at[own[upTo - 1] as number] === at[i]) upTo--;
      byRow[i] = { own, upTo };
    });
  const before = sparseBuilder(p, rows.index.length + 1);
  for (let i = 0; i < rows.n; i++) {
    const { own, upTo } = byRow[i] as { own: Int32Array; upTo: number };
    // Long histories are read from their last 200 rows: older ones hardly move a mean.
    for (let k = Math.max(0, upTo - 200); k < upTo; k++) mean.add(rows, own[k] as number);
    emit(before, upTo > 0 ? (at[own[upTo - 1] as number] as number) : 0, at[i] as number);
    mean.clear();
  }
  const all = sparseBuilder(p, rows.index.length + 1);
  for (const own of persons.rows) {
    for (const i of own.subarray(Math.max(0, own.length - 200))) mean.add(rows, i);
    emit(all, at[own[own.length - 1] as number] as number, now);
    mean.clear();
  }
  return { before: before.finish(), all: all.finish() };
};

/** Two rows for each person with several: the means of the first and of the second half of their rows, disjoint windows (B18). */
export const poolHalves = (
  rows: SparseRows,
  persons: Persons,
): { halves: SparseRows; person: Int32Array } => {
  const out = sparseBuilder(rows.p, rows.index.length + 1);
  const mean = running(rows.p);
  const person: number[] = [];
  persons.rows.forEach((own, k) => {
    if (own.length < 2) return;
    const middle = own.length >> 1;
    for (const half of [own.subarray(0, middle), own.subarray(middle)]) {
      for (const i of half) mean.add(rows, i);
      mean.each(out.put);
      out.endRow();
      mean.clear();
      person.push(k);
    }
  });
  return { halves: out.finish(), person: Int32Array.from(person) };
};
