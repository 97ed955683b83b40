import { BoostedTrees } from '../boost/index.ts';
import { makeRandom, takeRows } from '../maths/index.ts';

export type EffectDriver = {
  readonly feature: string;
  /** Share of the effect's variance that shuffling the feature's columns disturbs: E(τ(x) - τ(x'))² / (2 Var τ). */
  readonly importance: number;
};

export type EffectDrivers = {
  /** Share of the effects' variance that the trees which stand for them follow, on rows held out from the trees. */
  readonly fit: number;
  readonly drivers: readonly EffectDriver[];
};

const MOST_ROWS = 20_000;
const SHUFFLED_ROWS = 2000;

/** What feature an encoded column comes from: `city = Rome` and `age missing` from city and age. */
export const featureOf = (column: string): string => column.replace(/ (= .*|missing)$/s, '');

const meanOf = (v: Float64Array, w: Float64Array): number => {
  const total = w.reduce((a, b) => a + b, 0);
  return v.reduce((sum, value, i) => sum + (w[i] as number) * value, 0) / Math.max(1e-300, total);
};

const variance = (v: Float64Array, w: Float64Array): number => {
  const mean = meanOf(v, w);
  return meanOf(
    v.map((value) => (value - mean) ** 2),
    w,
  );
};

/**
 * Permutation importance of each feature for given effects of n rows (x: n x d), through boosted trees that follow the effects.
 * Rows count by their weights. A feature of several columns is shuffled as one. Sorted, greatest first. Effects that do not vary have no drivers.
 */
export const effectDrivers = (input: {
  readonly x: Float64Array;
  readonly n: number;
  readonly d: number;
  readonly effect: Float64Array;
  readonly names: readonly string[];
  readonly weight?: ArrayLike<number> | undefined;
  readonly seed: number;
}): EffectDrivers => {
  const { d, names, seed } = input;
  const random = makeRandom(seed ^ 0x7f4a7c15);
  const chosen = random.permutation(input.n).subarray(0, MOST_ROWS);
  const n = chosen.length;
  const x = takeRows(input.x, d, chosen);
  const y = Float64Array.from(chosen, (i) => input.effect[i] as number);
  const w = Float64Array.from(chosen, (i) => input.weight?.[i] ?? 1);
  const spread = variance(y, w);
  if (!(spread > 1e-20) || n < 20) return { fit: 1, drivers: [] };
  const held = Math.max(4, Math.min(SHUFFLED_ROWS, n >> 2));
  const trees = new BoostedTrees({
    loss: 'squared',
    trees: 120,
    learningRate: 0.15,
    maxLeaves: 16,
    minHessian: 3,
  });
  trees.fit({ x: x.subarray(held * d), n: n - held, d, y: y.subarray(held), weight: w.subarray(held), seed });
  const told = w.subarray(0, held);
  const own = x.subarray(0, held * d);
  const base = trees.predict(own, held);
  const rest = base.map((v, i) => v - (y[i] as number));
  const features = [...new Set(names.map(featureOf))];
  const drivers = features.map((feature) => {
    const columns = names.flatMap((name, k) => (featureOf(name) === feature ? [k] : []));
    const order = random.permutation(held);
    const shuffled = own.slice();
    for (let i = 0; i < held; i++)
      for (const k of columns) shuffled[i * d + k] = own[(order[i] as number) * d + k] as number;
    const moved = trees.predict(shuffled, held);
    const change = moved.map((v, i) => (v - (base[i] as number)) ** 2);
    return { feature, importance: meanOf(change, told) / 2 / Math.max(1e-300, variance(base, told)) };
  });
  return {
    fit: Math.max(0, 1 - variance(rest, told) / Math.max(1e-300, variance(y.subarray(0, held), told))),
    drivers: drivers.sort((a, b) => b.importance - a.importance),
  };
};
