import { CausalForest } from '../forest/index.ts';
import { makeRandom, nonNegativeWeights, take, takeRows } from '../maths/index.ts';
import {
  boostRegressor,
  isBinary,
  logisticRegressor,
  type Prediction,
  type Regressor,
  ridgeRegressor,
  weightedRidgeRegressor,
} from '../nuisance/index.ts';
import type { Contrast } from './contrast.ts';
import type { Nuisances } from './cross-fit-nuisances.ts';
import { crossFitStage } from './cross-fit-stage.ts';
import { drStage, type LastStage, rStage, sStage, tStage } from './last-stage.ts';

/** What a part of the mixture was given: its weight by cross-validated R-loss. */
export type AutoPart = { readonly name: string; readonly weight: number };

export type AutoFit = {
  readonly parts: readonly AutoPart[];
  readonly predict: (x: Float64Array, m: number) => { effect: Float64Array; standardError: Float64Array };
  /** Of the rows fitted on, by models that did not see them; NaN for rows of no fold. */
  readonly outOfFold: Float64Array;
};

type Part = {
  readonly name: string;
  readonly held: Float64Array;
  readonly whole: () => Prediction;
  /** The models of the folds; none for a forest, whose trees say their own spread. */
  readonly folds: readonly Prediction[];
};

/** Few leaves and few steps: effects are small beside the noise of one row, and a deep tree would follow that. */
const shallow = boostRegressor({
  loss: 'squared',
  trees: 60,
  learningRate: 0.05,
  maxLeaves: 3,
  rowShare: 0.7,
});

const fromStage = (
  c: Contrast,
  nuisances: Nuisances,
  name: string,
  stage: LastStage,
  base: Regressor,
): Part => {
  const { held, folds } = crossFitStage(c, nuisances.folds, stage, base);
  return { name, held, folds, whole: () => stage(c, c.usable, base) };
};

const forestPart = (c: Contrast): Part => {
  const { x, d, n, group, seed } = c.rows;
  const own = c.usable.filter((i) => c.t[i] !== -1);
  const forest = new CausalForest({
    trees: 300,
    leastRows: Math.max(10, Math.min(200, Math.round(own.length / 150))),
  }).fit({
    x: takeRows(x, d, own),
    n: own.length,
    d,
    y: take(c.yResidual, own),
    t: take(c.tResidual, own),
    seed,
    ...(group === undefined ? {} : { group: Array.from(own, (i) => group[i] as string) }),
  });
  const predict: Prediction = (of, m) => forest.predict(of, m).effect;
  const held = predict(x, n);
  forest
    .predictOutOfBag(takeRows(x, d, own), own.length)
    .effect.forEach((v, k) => (held[own[k] as number] = v));
  return { name: 'forest', held, folds: [], whole: () => predict };
};

export const difference =
  (one: Prediction, none: Prediction): Prediction =>
  (x, m) => {
    const base = none(x, m);
    return one(x, m).map((v, i) => v - (base[i] as number));
  };

const sample = (rows: Int32Array, most: number, seed: number): Int32Array =>
  rows.length <= most
    ? rows
    : Int32Array.from(makeRandom(seed).permutation(rows.length).subarray(0, most), (k) => rows[k] as number);

/**
 * The automatic learner of one contrast: T, S, R and DR learners and an honest forest, mixed with weights of at least 0 that
 * minimise the R-loss Σ (ỹ - t̃ (a + Σ_k b_k τ_k(x)))² of predictions out of fold, each b_k with a normal prior around 1/K, as
 * strong as the noise of ỹ says: where data cannot tell the parts apart, they share.
 */
export const autoContrast = (c: Contrast, nuisances: Nuisances): AutoFit => {
  const { n } = c.rows;
  const tHeld = Float64Array.from({ length: n }, (_, i) => (c.m1[i] as number) - (c.m0[i] as number));
  const [one, none] = [nuisances.outcome[c.arm] as Prediction, nuisances.outcome[0] as Prediction];
  const t: Part = {
    name: 't',
    held: tHeld,
    whole: () => difference(one, none),
    folds: nuisances.foldOutcome.map((own) => difference(own[c.arm] as Prediction, own[0] as Prediction)),
  };
  const parts: Part[] = [
    t,
    fromStage(c, nuisances, 'r-linear', rStage, weightedRidgeRegressor),
    fromStage(c, nuisances, 'r-boost', rStage, shallow),
    fromStage(c, nuisances, 'dr-linear', drStage, weightedRidgeRegressor),
    fromStage(c, nuisances, 's-boost', sStage, boostRegressor({ maxLeaves: 4 })),
    fromStage(c, nuisances, 't-linear', tStage, isBinary(c.rows.y) ? logisticRegressor : ridgeRegressor),
    forestPart(c),
  ];
  const judged = c.usable.filter(
    (i) => c.t[i] !== -1 && parts.every(({ held }) => Number.isFinite(held[i] as number)),
  );
  const rows = sample(judged, 200_000, c.rows.seed);
  const tRes = take(c.tResidual, rows);
  const yRes = take(c.yResidual, rows);
  const noise = yRes.reduce((sum, v) => sum + v * v, 0) / rows.length;
  const columns = parts.map(({ held }) => take(held, rows));
  const k = parts.length;
  // In units of the treatment's residual: ỹ ≈ t̃ a + Σ b_k t̃ τ_k; weights t̃² with targets ỹ/t̃ are the same least squares.
  const weights = nonNegativeWeights({
    columns,
    y: yRes.map((v, i) => (Math.abs(tRes[i] as number) < 1e-3 ? 0 : v / (tRes[i] as number))),
    weight: tRes.map((v, i) => (Math.abs(v) < 1e-3 ? 0 : v * v * (c.rows.weight?.[rows[i] as number] ?? 1))),
    intercept: true,
    prior: { mean: 1 / k, precision: noise * k * k },
  });
  let [top, bottom] = [0, 0];
  const mixed = (i: number): number =>
    parts.reduce((sum, { held }, p) => sum + (weights[p] as number) * (held[i] as number), 0);
  for (const i of rows) {
    const w = c.rows.weight?.[i] ?? 1;
    const ti = c.tResidual[i] as number;
    top += w * ti * ((c.yResidual[i] as number) - ti * mixed(i));
    bottom += w * ti * ti;
  }
  const shift = top / bottom;
  const count = nuisances.folds.count;
  const total = weights.reduce((sum, v) => sum + v, 0);
  const meanError = noise / rows.length / (bottom / rows.length);
  /** Variance of the mixture over the folds' models (delete-a-group jackknife), and how far its parts lie apart. */
  const spreadOf = (
    x: Float64Array,
    m: number,
    whole: readonly Float64Array[],
    effect: Float64Array,
  ): Float64Array => {
    const folds = Array.from({ length: count }, () => new Float64Array(m));
    parts.forEach((part, p) => {
      const w = weights[p] as number;
      if (wholes[p] === null) return;
      folds.forEach((own, j) => {
        const values = part.folds[j]?.(x, m) ?? (whole[p] as Float64Array);
        for (let i = 0; i < m; i++) own[i] = (own[i] as number) + w * (values[i] as number);
      });
    });
    return Float64Array.from({ length: m }, (_, i) => {
      const mean = folds.reduce((sum, own) => sum + (own[i] as number), 0) / count;
      const jackknife =
        (folds.reduce((sum, own) => sum + ((own[i] as number) - mean) ** 2, 0) * (count - 1)) / count;
      let apart = 0;
      whole.forEach((own, p) => {
        const w = weights[p] as number;
        if (w > 1e-4)
          apart += (w / Math.max(total, 1e-9)) * ((own[i] as number) - (effect[i] as number)) ** 2;
      });
      return Math.sqrt(jackknife + apart + meanError);
    });
  };
  const wholes = parts.map((part, p) => ((weights[p] as number) > 1e-4 ? part.whole() : null));
  return {
    parts: parts.map(({ name }, p) => ({ name, weight: weights[p] as number })),
    outOfFold: Float64Array.from({ length: n }, (_, i) => shift + mixed(i)),
    predict: (x, m) => {
      const whole = parts.map((_, p) => wholes[p]?.(x, m) ?? new Float64Array(m));
      const effect = new Float64Array(m).fill(shift);
      whole.forEach((own, p) =>
        own.forEach((v, i) => (effect[i] = (effect[i] as number) + (weights[p] as number) * v)),
      );
      return { effect, standardError: spreadOf(x, m, whole, effect) };
    },
  };
};
