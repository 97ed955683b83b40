import { Fault } from '@causeway/contract';
import { makeRandom, takeRows } from '../maths/index.ts';
import { codeColumns } from './code-columns.ts';
import { type ForestOptions, forestParams } from './forest-options.ts';
import type { ForestTree } from './forest-tree.ts';
import { growCausalTree, type Residuals, treeSpace } from './grow-causal-tree.ts';
import { halfSamples } from './half-samples.ts';
import {
  type ForestPrediction,
  rawForest,
  settleForest,
  type UsualVariance,
  usualVariance,
} from './predict-forest.ts';

export type ForestInput = Residuals & {
  /** n x d, row-major. */
  readonly x: Float64Array;
  readonly n: number;
  readonly d: number;
  /** Whose row it is: half-samples draw whole groups. */
  readonly group?: ArrayLike<string | number>;
  readonly seed: number;
};

/**
 * An honest forest of effects for one treatment against control. Its rows are residuals y = Y - m(x), t = T - e(x) of cross-fitted
 * nuisances; τ(x) solves the weighted regression of y on t, the weights being how often a row shares x's leaf. Trees come in
 * bags of `bag` on one half-sample, so that the deviation of the bags' means gives a pointwise interval (little bags).
 */
export class CausalForest {
  readonly options: ForestOptions;
  #trees: ForestTree[] = [];
  /** By bag and row: 1 where the row is in the bag's half-sample. */
  #inBag: Uint8Array[] = [];
  #d = 0;
  #bag = 1;
  #usual: UsualVariance = { mean: 0, square: 0 };

  constructor(options: ForestOptions = {}) {
    this.options = options;
  }

  /** Throws `bad-input` for lengths that do not agree, numbers that are not finite, or under 20 rows. */
  fit({ x, n, d, y, t, group, seed }: ForestInput): this {
    if (n < 20) throw new Fault('bad-input', 'forest', `got ${n} rows, at least 20 are needed`);
    if (x.length !== n * d || y.length !== n || t.length !== n)
      throw new Fault(
        'bad-input',
        'forest',
        `got ${x.length} numbers, ${y.length} outcomes and ${t.length} treatments of ${n} rows of ${d} columns`,
      );
    for (let i = 0; i < n; i++)
      if (!Number.isFinite(y[i] as number) || !Number.isFinite(t[i] as number))
        throw new Fault(
          'bad-input',
          `forest, row ${i}`,
          `got the residuals ${y[i]} and ${t[i]}, allowed are finite numbers`,
        );
    const params = forestParams(this.options, d);
    const codes = codeColumns(x, n, d, params.bins, seed);
    const space = treeSpace(n);
    const random = makeRandom(seed ^ 0x2545f491);
    const half = halfSamples(n, group);
    this.#d = d;
    this.#bag = params.bag;
    this.#trees = [];
    this.#inBag = [];
    for (let g = 0; g < Math.ceil(params.trees / params.bag); g++) {
      const rows = half(random);
      const bag = new Uint8Array(n);
      for (const i of rows) bag[i] = 1;
      this.#inBag.push(bag);
      for (let k = 0; k < params.bag; k++) {
        for (let i = rows.length - 1; i > 0; i--) {
          const j = random.integer(i + 1);
          const kept = rows[i] as number;
          rows[i] = rows[j] as number;
          rows[j] = kept;
        }
        const middle = rows.length >> 1;
        // Sorted rows are read from memory in order, which is most of the time of a large tree.
        const grow = rows.slice(0, middle).sort();
        const estimate = rows.slice(middle).sort();
        this.#trees.push(growCausalTree(codes, { y, t }, grow, estimate, params, random, space));
      }
    }
    // A few hundred rows tell what variance is usual.
    const sample = Math.min(n, 400);
    const picked = Int32Array.from({ length: sample }, (_, k) => Math.floor(((k + 0.5) * n) / sample));
    const bags = this.#inBag.map((bag) => Uint8Array.from(picked, (i) => bag[i] as number));
    this.#usual = usualVariance(rawForest(this.#trees, params.bag, takeRows(x, d, picked), sample, d, bags));
    return this;
  }

  get trees(): readonly ForestTree[] {
    return this.#trees;
  }

  get features(): number {
    return this.#d;
  }

  /** Effects of m rows with their standard errors. Throws `bad-input` before `fit` or for rows of another width. */
  predict(x: Float64Array, m: number): ForestPrediction {
    this.#check(x, m);
    return settleForest(rawForest(this.#trees, this.#bag, x, m, this.#d), this.#usual);
  }

  /** The same for the rows it was fitted on, each by the bags whose half-sample it is not in. */
  predictOutOfBag(x: Float64Array, n: number): ForestPrediction {
    this.#check(x, n);
    if (this.#inBag[0]?.length !== n)
      throw new Fault('bad-input', 'forest', `got ${n} rows, it was fitted on ${this.#inBag[0]?.length}`);
    return settleForest(rawForest(this.#trees, this.#bag, x, n, this.#d, this.#inBag), this.#usual);
  }

  #check(x: Float64Array, m: number): void {
    if (this.#trees.length === 0) throw new Fault('bad-input', 'forest', 'fit comes before use');
    if (x.length !== m * this.#d)
      throw new Fault(
        'bad-input',
        'forest',
        `got ${x.length} numbers, ${m} rows of ${this.#d} columns are needed`,
      );
  }
}
