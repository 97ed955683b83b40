import { Fault } from '@causeway/contract';
import { makeRandom } from '../maths/index.ts';
import { codeColumns } from './code-columns.ts';
import { type ArmOutcomes, growUpliftTree } from './grow-uplift-tree.ts';
import { halfSamples } from './half-samples.ts';
import { needsShares, UPLIFT_CRITERIA, type UpliftCriterion } from './uplift-criteria.ts';
import { type UpliftTree, upliftLeafOf } from './uplift-tree.ts';

export type UpliftForestOptions = {
  /** 'euclidean'. */
  readonly criterion?: UpliftCriterion;
  /** Trees; 1, which is a tree on all rows; several are each grown on a half-sample. */
  readonly trees?: number;
  /** Whether other rows fill the leaves than those that choose the splits; true. */
  readonly honest?: boolean;
  /** Least rows of a leaf; a fortieth of the rows, at least 20. */
  readonly leastRows?: number;
  /** Least rows of each arm in a leaf; a quarter of what equal arms would have there, at least 3. */
  readonly leastArmRows?: number;
  /** Deepest level; 6. */
  readonly maxDepth?: number;
  /** Columns tried at a split; all for one tree, half for several. */
  readonly columns?: number;
};

export type UpliftForestInput = ArmOutcomes & {
  /** n x d, row-major. */
  readonly x: Float64Array;
  readonly n: number;
  readonly d: number;
  readonly group?: ArrayLike<string | number>;
  readonly seed: number;
};

const checkUplift = ({ n, d, x, y, arm, weight }: UpliftForestInput, criterion: UpliftCriterion): void => {
  const refuse = (at: string, message: string): never => {
    throw new Fault('bad-input', `uplift trees, ${at}`, message);
  };
  if (!UPLIFT_CRITERIA.includes(criterion))
    refuse('criterion', `got ${String(criterion)}, allowed are ${UPLIFT_CRITERIA.join(', ')}`);
  if (n < 20) refuse('rows', `got ${n}, at least 20 are needed`);
  if (x.length !== n * d || y.length !== n || arm.length !== n || weight.length !== n)
    refuse('lengths', `got ${x.length}, ${y.length}, ${arm.length}, ${weight.length} for ${n} rows of ${d}`);
  if (needsShares(criterion) && y.some((v) => !(v >= 0 && v <= 1)))
    refuse('outcome', `got one outside 0 to 1, which the criterion ${criterion} cannot compare`);
};

/** One uplift tree, or the mean of several on half-samples, for any number of arms; honest unless told otherwise. */
export class UpliftForest {
  readonly options: UpliftForestOptions;
  #trees: readonly UpliftTree[] = [];
  #arms = 2;
  #d = 0;

  constructor(options: UpliftForestOptions = {}) {
    this.options = options;
  }

  /** Throws `bad-input` for lengths that do not agree, an unknown criterion, or outcomes that it cannot compare. */
  fit(input: UpliftForestInput): this {
    const { x, n, d, arms, group, seed } = input;
    const { criterion = 'euclidean', trees = 1, honest = true, maxDepth = 6 } = this.options;
    checkUplift(input, criterion);
    const leastRows = this.options.leastRows ?? Math.max(20, Math.round(n / 40));
    const params = {
      criterion,
      leastRows,
      leastArmRows: this.options.leastArmRows ?? Math.max(3, Math.round(leastRows / arms / 4)),
      maxDepth,
      columns: Math.min(d, this.options.columns ?? (trees === 1 ? d : Math.ceil(d / 2))),
    };
    const codes = codeColumns(x, n, d, 64, seed);
    const random = makeRandom(seed ^ 0x51ed270b);
    const half = halfSamples(n, group);
    this.#arms = arms;
    this.#d = d;
    this.#trees = Array.from({ length: trees }, () => {
      const seen = trees === 1 ? Int32Array.from({ length: n }, (_, i) => i) : half(random);
      const order = random.permutation(seen.length).map((k) => seen[k] as number);
      const middle = order.length >> 1;
      const [grow, estimate] = honest
        ? [order.slice(0, middle).sort(), order.slice(middle).sort()]
        : [order.slice().sort(), order.slice().sort()];
      return growUpliftTree(codes, input, grow, estimate, params, random);
    });
    return this;
  }

  get trees(): readonly UpliftTree[] {
    return this.#trees;
  }

  /** Effects of the arms 1, 2, .. of m rows. Throws `bad-input` before `fit` or for rows of another width. */
  predict(x: Float64Array, m: number): Float64Array[] {
    if (this.#trees.length === 0) throw new Fault('bad-input', 'uplift trees', 'fit comes before predict');
    if (x.length !== m * this.#d)
      throw new Fault('bad-input', 'uplift trees', `got ${x.length} numbers for ${m} rows of ${this.#d}`);
    const k = this.#arms - 1;
    const out = Array.from({ length: k }, () => new Float64Array(m));
    for (let i = 0; i < m; i++)
      for (const tree of this.#trees) {
        const leaf = upliftLeafOf(tree, x, i * this.#d) * k;
        for (let a = 0; a < k; a++) {
          const own = out[a] as Float64Array;
          own[i] = (own[i] as number) + (tree.effects[leaf + a] as number) / this.#trees.length;
        }
      }
    return out;
  }
}
