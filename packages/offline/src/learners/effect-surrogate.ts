import { BoostedTrees } from '../boost/index.ts';
import { type Interval, makeRandom, take, takeRows, weightedMean } from '../maths/index.ts';

/** One group of the surrogate tree: who is in it, in words, and the mean of their doubly robust scores. */
export type SurrogateLeaf = {
  readonly conditions: readonly string[];
  readonly rows: number;
  readonly share: number;
  /** Mean effect that the learner predicts there. */
  readonly predicted: number;
  /** Mean score of rows that did not shape the tree; null where they are of under two groups. */
  readonly effect: Interval | null;
};

type Step = { readonly feature: number; readonly threshold: number; readonly below: boolean };

const words = ({ feature, threshold, below }: Step, names: readonly string[]): string => {
  const name = names[feature] as string;
  if (/ (= .*|missing)$/s.test(name) && threshold > 0 && threshold <= 1)
    return below ? `not (${name})` : name;
  return `${name} ${below ? '<' : '>='} ${Number(threshold.toPrecision(4))}`;
};

/**
 * A shallow tree in words of given effects: half of the groups' rows shape it (squared error of the effects), the other half say
 * what the effect in each leaf is, by their scores ψ (A8) with clustered intervals: what it tells is not what it was shaped by. Rows
 * count by their weights.
 */
export const effectSurrogate = (input: {
  readonly x: Float64Array;
  readonly n: number;
  readonly d: number;
  readonly effect: ArrayLike<number>;
  readonly psi: ArrayLike<number>;
  readonly group: readonly string[];
  readonly weight?: ArrayLike<number> | undefined;
  readonly names: readonly string[];
  /** 4. */
  readonly leaves?: number;
  readonly seed: number;
}): SurrogateLeaf[] => {
  const { x, n, d, effect, psi, group, weight, names, leaves = 4, seed } = input;
  const random = makeRandom(seed ^ 0x5bd1e995);
  const side = new Map<string, boolean>();
  for (const g of group) if (!side.has(g)) side.set(g, random.uniform() < 0.5);
  const rows = Array.from({ length: n }, (_, i) => i);
  const shape = rows.filter((i) => side.get(group[i] as string));
  const tell = rows.filter((i) => !side.get(group[i] as string));
  if (shape.length < 10 || tell.length < 10) return [];
  const { trees } = new BoostedTrees({
    loss: 'squared',
    trees: 1,
    learningRate: 1,
    maxLeaves: leaves,
    minHessian: Math.max(5, shape.length / 20),
  })
    .fit({
      x: takeRows(x, d, shape),
      n: shape.length,
      d,
      y: Float64Array.from(shape, (i) => effect[i] as number),
      ...(weight === undefined ? {} : { weight: take(weight, shape) }),
      seed,
    })
    .toEnsemble();
  const tree = trees[0];
  if (tree === undefined) return [];
  const below = (i: number, node: number): boolean => {
    const v = Math.fround(x[i * d + (tree.feature[node] as number)] as number);
    return Number.isNaN(v) ? tree.missingLeft[node] === 1 : v < (tree.threshold[node] as number);
  };
  const out: SurrogateLeaf[] = [];
  const w = (i: number): number => (weight === undefined ? 1 : (weight[i] as number));
  const sumOf = (of: readonly number[]): number => of.reduce((sum, i) => sum + w(i), 0);
  const whole = sumOf(tell);
  const walk = (node: number, steps: readonly Step[], told: readonly number[]): void => {
    const feature = tree.feature[node] as number;
    if (feature >= 0) {
      const step = { feature, threshold: tree.threshold[node] as number };
      const left = told.filter((i) => below(i, node));
      walk(tree.left[node] as number, [...steps, { ...step, below: true }], left);
      walk(
        tree.right[node] as number,
        [...steps, { ...step, below: false }],
        told.filter((i) => !below(i, node)),
      );
      return;
    }
    const groups = told.map((i) => group[i] as string);
    const counted = sumOf(told);
    out.push({
      conditions: steps.map((step) => words(step, names)),
      rows: told.length,
      share: counted / whole,
      predicted: counted > 0 ? told.reduce((sum, i) => sum + w(i) * (effect[i] as number), 0) / counted : 0,
      effect:
        new Set(groups).size < 2 || !(counted > 0)
          ? null
          : weightedMean(
              told.map((i) => psi[i] as number),
              groups,
              weight === undefined ? undefined : take(weight, told),
            ),
    });
  };
  walk(0, [], tell);
  return out.sort((a, b) => b.predicted - a.predicted);
};
