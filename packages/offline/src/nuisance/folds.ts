import { Fault } from '@causeway/contract';
import { makeRandom } from '../maths/index.ts';

/** Who is fitted on whom. A row with fold -1 is trained on and never predicted. */
export type Folds = {
  readonly count: number;
  readonly fold: Int32Array;
  /** Rows predicted in fold j, and the rows its models may see. */
  test(j: number): Int32Array;
  train(j: number): Int32Array;
};

const rowsWhere = (n: number, holds: (i: number) => boolean): Int32Array =>
  Int32Array.from(Array.from({ length: n }, (_, i) => i).filter(holds));

/** K folds in which all rows of a group (a person) are in one fold, drawn by the seed. Throws `bad-input` for too few groups. */
export const groupFolds = (group: ArrayLike<string>, count: number, seed: number): Folds => {
  const n = group.length;
  const names = [...new Set(Array.from(group))];
  if (count < 2 || names.length < count) {
    throw new Fault(
      'bad-input',
      'folds',
      `got ${names.length} groups for ${count} folds, at least one a fold and 2 folds are needed`,
    );
  }
  const order = makeRandom(seed).permutation(names.length);
  const foldOf = new Map(names.map((name, k) => [name, (order[k] as number) % count]));
  const fold = Int32Array.from({ length: n }, (_, i) => foldOf.get(group[i] as string) as number);
  return {
    count,
    fold,
    test: (j) => rowsWhere(n, (i) => fold[i] === j),
    train: (j) => rowsWhere(n, (i) => fold[i] !== j),
  };
};

/**
 * Blocks of the rows in order of time, at most `blocks` and as equal as may be: rows of one moment are never parted, so they go where
 * the middle of their run falls, and blocks that get none are left out. A run is one row where all times differ.
 */
const blocksInTime = (at: ArrayLike<number>, blocks: number): { block: Int32Array; count: number } => {
  const n = at.length;
  const order = Array.from({ length: n }, (_, i) => i).sort(
    (a, b) => (at[a] as number) - (at[b] as number) || a - b,
  );
  const block = new Int32Array(n);
  let [count, last] = [0, -1];
  for (let start = 0; start < n; ) {
    let end = start + 1;
    while (end < n && at[order[end] as number] === at[order[start] as number]) end++;
    const own = Math.floor((((start + end) >> 1) * blocks) / n);
    if (own !== last) count++;
    last = own;
    for (; start < end; start++) block[order[start] as number] = count - 1;
  }
  return { block, count };
};

/**
 * K folds in time: the rows are cut into K + 1 blocks of equal size in the order of time, between moments that differ; block 0 is only
 * trained on, and block j + 1 is predicted from rows before it, at least `purgeMs` older than its first, without the people whom it
 * holds. Fewer folds where too few moments differ; throws `no-support` where all rows have one.
 */
export const timeFolds = (
  at: ArrayLike<number>,
  group: ArrayLike<string>,
  most: number,
  purgeMs = 0,
): Folds => {
  const n = at.length;
  if (most < 1 || n < 2 * (most + 1)) {
    throw new Fault(
      'bad-input',
      'folds',
      `got ${n} rows for ${most} folds in time, at least ${2 * (most + 1)} are needed`,
    );
  }
  const { block, count: blocks } = blocksInTime(at, most + 1);
  const count = blocks - 1;
  if (count === 0)
    throw new Fault(
      'no-support',
      'folds in time',
      'got one moment for all rows, at least two are needed to learn from the past: leave the time out (--time)',
    );
  const fold = block.map((b) => b - 1);
  const test = (j: number) => rowsWhere(n, (i) => fold[i] === j);
  const train = (j: number) => {
    const tested = test(j);
    const first = tested.reduce((low, i) => Math.min(low, at[i] as number), Infinity);
    const people = new Set(Array.from(tested, (i) => group[i] as string));
    return rowsWhere(
      n,
      (i) =>
        (fold[i] as number) < j && (at[i] as number) < first - purgeMs && !people.has(group[i] as string),
    );
  };
  return { count, fold, test, train };
};

/** 0..n-1. */
export const allRows = (n: number): Int32Array => Int32Array.from({ length: n }, (_, i) => i);
