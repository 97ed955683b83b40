import { boostWasm } from './boost-wasm.ts';
import { kernelPool } from './kernel-pool.ts';

/** The functions of kernels/boost.ts, which says what each does; numbers named after memory are byte offsets. */
export type BoostKernel = {
  histogram(bins: number, d: number, rows: number, n: number, pairs: number, hist: number): void;
  subtract(parent: number, child: number, d: number): void;
  clear(at: number, bytes: number): void;
  scan(
    hist: number,
    d: number,
    counts: number,
    g: number,
    h: number,
    l2: number,
    minHessian: number,
    floor: number,
    out: number,
  ): void;
  partition(column: number, bin: number, missingLeft: number, rows: number, n: number, spare: number): number;
  addLeaf(rows: number, n: number, score: number, value: number): void;
  descend(
    bins: number,
    d: number,
    rows: number,
    n: number,
    nodes: number,
    values: number,
    score: number,
  ): void;
  digitise(
    x: number,
    n: number,
    d: number,
    cuts: number,
    counts: number,
    bins: number,
    columns: number,
    height: number,
  ): number;
  pick(bins: number, n: number, d: number, columns: number, m: number, out: number): void;
  logisticPairs(score: number, y: number, weight: number, n: number, pairs: number): void;
  poissonPairs(score: number, y: number, weight: number, n: number, pairs: number): void;
  squaredPairs(score: number, y: number, weight: number, n: number, pairs: number): void;
  quantilePairs(score: number, y: number, weight: number, n: number, pairs: number, q: number): void;
  snap(pairs: number, n: number): number;
  sums(rows: number, n: number, pairs: number, out: number): void;
};

/** Bytes of one feature's histogram: 256 cells of 16, and a line that keeps equal codes out of one cache set. */
export const HISTOGRAM_BYTES = 4160;

export const withBoostKernel = kernelPool<BoostKernel>(boostWasm);
