import { sigmoid } from '@causeway/contract';
import { BoostedTrees } from '../boost/index.ts';
import type { SparseRows } from '../embed/rows/sparse-rows.ts';
import { denseRow } from '../embed/rows/sparse-rows.ts';
import { logLosses } from '../hazard/probability-metrics.ts';
import { fitSparseLogistic, type SparseLogistic, sparseScores } from './sparse-logistic.ts';

/** Rows of three kinds: to fit on, to choose the penalty and the number of trees by, and to judge. People are in one of them. */
export type Split = {
  readonly train: Int32Array;
  readonly validation: Int32Array;
  readonly test: Int32Array;
};

export type Learner = 'linear' | 'trees';

const PENALTIES = [1, 0.1, 0.01, 1e-3, 1e-4, 1e-5];
/** Rows that a downstream model is fitted on at most: enough to compare, whatever the size of the file. */
const MOST_ROWS = 60_000;
/** Trees read dense rows: of wide inputs the ones that are most often not 0. */
const MOST_COLUMNS = 300;

const known = (rows: Int32Array, y: (row: number) => number): Int32Array =>
  rows.filter((i) => !Number.isNaN(y(i))).subarray(0, MOST_ROWS);

const mean = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += values[k] as number;
  return sum / Math.max(1, values.length);
};

const varies = (rows: Int32Array, y: (row: number) => number): boolean =>
  rows.some((i) => y(i) === 1) && rows.some((i) => y(i) === 0);

const linear = (x: SparseRows, { train, validation }: Split, y: (row: number) => number) => {
  const judged = validation.length > 0 ? validation : train;
  const target = Array.from(judged, y);
  let best: { fit: SparseLogistic; loss: number } | undefined;
  let start: SparseLogistic | undefined;
  for (const lambda of PENALTIES) {
    start = fitSparseLogistic(x, train, y, lambda, start);
    const loss = mean(logLosses(sparseScores(start, x, judged).map(sigmoid), target));
    if (best === undefined || loss < best.loss) best = { fit: start, loss };
    else if (loss > best.loss + 0.02) break;
  }
  const { fit, loss } = best as { fit: SparseLogistic; loss: number };
  return { loss, predict: (rows: Int32Array) => sparseScores(fit, x, rows).map(sigmoid) };
};

const denseColumns = (x: SparseRows): Int32Array => {
  if (x.p <= MOST_COLUMNS) return Int32Array.from({ length: x.p }, (_, j) => j);
  const count = new Float64Array(x.p);
  for (let e = 0; e < x.index.length; e++)
    count[x.index[e] as number] = (count[x.index[e] as number] as number) + 1;
  return Int32Array.from({ length: x.p }, (_, j) => j)
    .sort((a, b) => (count[b] as number) - (count[a] as number) || a - b)
    .slice(0, MOST_COLUMNS);
};

const trees = (x: SparseRows, { train, validation }: Split, y: (row: number) => number, seed: number) => {
  const columns = denseColumns(x);
  const d = columns.length;
  const row = new Float64Array(x.p);
  const dense = (rows: Int32Array): Float32Array => {
    const out = new Float32Array(rows.length * d);
    rows.forEach((i, k) => {
      denseRow(x, i, row);
      columns.forEach((j, c) => {
        out[k * d + c] = row[j] as number;
      });
    });
    return out;
  };
  const target = (rows: Int32Array) => Float64Array.from(rows, y);
  const judged = validation.length > 0 ? validation : train;
  const model = new BoostedTrees({ trees: 200, learningRate: 0.08, maxLeaves: 12, minHessian: 5, l2: 3 }).fit(
    {
      x: dense(train),
      n: train.length,
      d,
      y: target(train),
      validation: { x: dense(judged), n: judged.length, y: target(judged) },
      seed,
    },
  );
  const loss = mean(logLosses(model.predict(dense(judged), judged.length), Array.from(judged, y)));
  return { loss, predict: (rows: Int32Array) => model.predict(dense(rows), rows.length) };
};

export type Downstream = {
  /** log-loss on the validation rows */
  readonly loss: number;
  predict(rows: Int32Array): Float64Array;
};

/**
 * A model of one binary outcome on a representation: ridge logistic regression with its penalty, or boosted trees with their number, chosen
 * on the validation rows. Rows whose outcome is not known are left out. Gives the plain share where the outcome does not vary in training.
 */
export const fitDownstream = (
  x: SparseRows,
  split: Split,
  y: (row: number) => number,
  learner: Learner,
  seed: number,
): Downstream => {
  const own = { train: known(split.train, y), validation: known(split.validation, y), test: split.test };
  if (x.p === 0 || !varies(own.train, y)) {
    const share = (own.train.reduce((sum, i) => sum + y(i), 0) + 0.5) / (own.train.length + 1);
    const flat = (rows: Int32Array): Float64Array => new Float64Array(rows.length).fill(share);
    return { loss: mean(logLosses(flat(own.validation), Array.from(own.validation, y))), predict: flat };
  }
  return learner === 'linear' ? linear(x, own, y) : trees(x, own, y, seed);
};
