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
 * K folds in time: the rows are cut into K + 1 blocks of equal size in the order of time; block 0 is only trained on, and block
 * j + 1 is predicted from rows before it, at least `purgeMs` older than its first, without the people whom it holds.
 */
export const timeFolds = (
  at: ArrayLike<number>,
  group: ArrayLike<string>,
  count: number,
  purgeMs = 0,
): Folds => {
  const n = at.length;
  if (count < 1 || n < 2 * (count + 1)) {
    throw new Fault(
      'bad-input',
      'folds',
      `got ${n} rows for ${count} folds in time, at least ${2 * (count + 1)} are needed`,
    );
  }
  const order = Array.from({ length: n }, (_, i) => i).sort(
    (a, b) => (at[a] as number) - (at[b] as number) || a - b,
  );
  const fold = new Int32Array(n);
  order.forEach((row, rank) => {
    fold[row] = Math.floor((rank * (count + 1)) / n) - 1;
  });
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
