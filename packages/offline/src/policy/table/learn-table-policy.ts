import { Fault } from '@causeway/contract';
import { type Interval, meanInterval, prepareRidge, takeRows } from '../../maths/index.ts';
import { type Folds, groupFolds } from '../../nuisance/index.ts';
import { conservativeChoice } from '../safe/index.ts';
import { exactTree, type PolicyTree, treeArm, treeCells } from '../tree/index.ts';

export type TableStudy = {
  readonly n: number;
  readonly p: number;
  readonly arms: readonly string[];
  /** n x p */
  readonly x: Float64Array;
  /** Γ before cost, n x A, cross-fitted; arm 0 is doing nothing */
  readonly scores: Float64Array;
  /** one an arm */
  readonly costs: readonly number[];
  /** money a row that may be spent; Infinity for no bound */
  readonly budgetPerRow: number;
  readonly person: readonly string[];
  readonly seed: number;
};

export type TableModel =
  | { readonly kind: 'constant'; readonly arm: number }
  | { readonly kind: 'tree'; readonly tree: PolicyTree }
  | {
      readonly kind: 'linear';
      readonly intercepts: readonly number[];
      readonly weights: readonly (readonly number[])[];
    };

export type TablePolicy = {
  readonly chosen: string;
  readonly model: TableModel;
  /** price of a unit of cost that keeps the budget */
  readonly multiplier: number;
  /** gain over doing nothing a row, net of cost, by people whom its model did not see */
  readonly candidates: readonly {
    readonly name: string;
    readonly gain: Interval;
    readonly spend: number;
    readonly safe: boolean;
  }[];
};

const BINS = 24;
const FOLDS = 5;
const KINDS = ['tree, depth 1', 'tree, depth 2', 'linear'] as const;

/** At most 24 quantiles of a feature, the largest value among them: x <= cut says the same of a value and of its cut. */
const cutsOf = (column: Float64Array): Float64Array => {
  const sorted = column.slice().sort();
  const last = sorted.length - 1;
  const cuts = Array.from(
    { length: BINS },
    (_, k) => sorted[Math.min(last, Math.floor(((k + 1) * last) / BINS))] as number,
  );
  return Float64Array.from(new Set([sorted[0] as number, ...cuts]));
};

/** The smallest cut that is not below v, so that exact trees see few values and stay quick. */
const cut = (cuts: Float64Array, v: number): number => {
  let k = 0;
  while (k < cuts.length - 1 && (cuts[k] as number) < v) k++;
  return cuts[k] as number;
};

const columnOf = ({ n, p, x }: TableStudy, k: number, rows: Int32Array): Float64Array =>
  Float64Array.from({ length: Math.min(n, rows.length) }, (_, r) => x[(rows[r] as number) * p + k] as number);

const learn = (
  study: TableStudy,
  kind: (typeof KINDS)[number],
  rows: Int32Array,
  multiplier: number,
): TableModel => {
  const { p, x, scores, arms, costs } = study;
  const net = arms.map((_, a) =>
    Float64Array.from(
      rows,
      (i) => (scores[i * arms.length + a] as number) - (1 + multiplier) * (costs[a] as number),
    ),
  );
  if (kind !== 'linear') {
    const features = Array.from({ length: p }, (_, k) => {
      const column = columnOf(study, k, rows);
      const cuts = cutsOf(column);
      return column.map((v) => cut(cuts, v));
    });
    return { kind: 'tree', tree: exactTree(treeCells(features, net), kind === 'tree, depth 1' ? 1 : 2).tree };
  }
  const ridge = prepareRidge({ x: takeRows(x, p, rows), n: rows.length, p });
  const fits = net.map((column, a) =>
    a === 0 ? null : ridge(column.map((v, r) => v - (net[0]?.[r] as number))),
  );
  return {
    kind: 'linear',
    intercepts: fits.map((f) => f?.intercept ?? 0),
    weights: fits.map((f) => Array.from(f?.coefficients ?? new Float64Array(p))),
  };
};

/** The arm that a model chooses for a row of x (p numbers from `from`). */
export const tableArm = (model: TableModel, x: Float64Array, from: number): number => {
  if (model.kind === 'constant') return model.arm;
  if (model.kind === 'tree') return treeArm(model.tree, (k) => x[from + k] as number);
  let [best, top] = [0, 0];
  model.weights.forEach((w, a) => {
    if (a === 0) return;
    const score = w.reduce((s, v, k) => s + v * (x[from + k] as number), model.intercepts[a] as number);
    if (score > top) [best, top] = [a, score];
  });
  return best;
};

const armsBy = (
  study: TableStudy,
  folds: Folds,
  kind: (typeof KINDS)[number],
  multiplier: number,
): Int32Array => {
  const out = new Int32Array(study.n);
  for (let j = 0; j < folds.count; j++) {
    const model = learn(study, kind, folds.train(j), multiplier);
    for (const i of folds.test(j)) out[i] = tableArm(model, study.x, i * study.p);
  }
  return out;
};

const spendOf = (arms: Int32Array, costs: readonly number[]): number =>
  arms.reduce((s, a) => s + (costs[a] as number), 0) / arms.length;

/**
 * A policy from doubly robust scores on any table (A10-A12): trees of depth 1 and 2, a linear rule, and one arm for all, each at the price that
 * keeps the budget, each judged over doing nothing on people whom its model did not see; the one with the largest gain among
 * the safe is learned again from everyone, and nothing is done where none is safe.
 */
export const learnTablePolicy = (study: TableStudy): TablePolicy => {
  const { n, arms, scores, costs, budgetPerRow, person } = study;
  if (costs.length !== arms.length || costs[0] !== 0)
    throw new Fault(
      'bad-input',
      'costs',
      `got ${costs.join(', ')} for ${arms.join(', ')}; the first, doing nothing, costs 0`,
    );
  const folds = groupFolds(person, FOLDS, study.seed);
  const gainsOf = (chosen: Int32Array) =>
    Float64Array.from(chosen, (a, i) => {
      const at = i * arms.length;
      return (scores[at + a] as number) - (costs[a] as number) - (scores[at] as number);
    });
  const priced = KINDS.map((kind) => {
    let multiplier = 0;
    let chosen = armsBy(study, folds, kind, multiplier);
    for (let k = 0; k < 12 && spendOf(chosen, costs) > budgetPerRow; k++) {
      multiplier = multiplier === 0 ? 0.25 : 1.6 * multiplier;
      chosen = armsBy(study, folds, kind, multiplier);
    }
    return { name: kind as string, kind, multiplier, chosen, fits: spendOf(chosen, costs) <= budgetPerRow };
  });
  const constants = arms.flatMap((name, a) =>
    a === 0 || (costs[a] as number) > budgetPerRow
      ? []
      : [
          {
            name: `always ${name}`,
            kind: null,
            multiplier: 0,
            chosen: new Int32Array(n).fill(a),
            fits: true,
            arm: a,
          },
        ],
  );
  const all = [...priced, ...constants].filter((c) => c.fits);
  const judged = conservativeChoice(
    all.map(({ name, chosen }) => ({ name, gains: gainsOf(chosen) })),
    person,
  );
  const candidates = all.map(({ name, chosen }, k) => ({
    name,
    gain: meanInterval(gainsOf(chosen), person),
    spend: spendOf(chosen, costs),
    safe: judged.judged[k]?.safe as boolean,
  }));
  const best = all[judged.chosen];
  if (best === undefined)
    return { chosen: 'nothing', model: { kind: 'constant', arm: 0 }, multiplier: 0, candidates };
  const rows = Int32Array.from({ length: n }, (_, i) => i);
  const model: TableModel =
    best.kind === null
      ? { kind: 'constant', arm: (best as { arm: number }).arm }
      : learn(study, best.kind, rows, best.multiplier);
  return { chosen: best.name, model, multiplier: best.multiplier, candidates };
};
