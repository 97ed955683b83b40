import { STATE_SIZE } from '@causeway/contract';
import type { Exposures } from '../exposure/exposures.ts';
import { meanInterval, prepareRidge, type RidgeFit, takeRows } from '../maths/index.ts';
import type { ArmMeans, Scores } from '../nuisance/index.ts';

/** What was learned of an arm's effect, and how much of the correction was believed. */
export type ArmReport = {
  readonly action: string;
  readonly rows: number;
  /** Mean effect of the outcome model alone; mean of the doubly robust correction, its error, and the share that is kept. */
  readonly modelMean: number;
  readonly correction: number;
  readonly correctionError: number;
  readonly kept: number;
  /** Penalty of the correction's slopes; null when they did not improve the leave-one-out error and were left out. */
  readonly slopePenalty: number | null;
};

export type LinearModels = {
  /** A x STATE_SIZE each, for the contract's PolicyModel; the first row is zero. */
  readonly effect: number[][];
  readonly cost: number[][];
  readonly arms: ArmReport[];
};

/** 'model': lean on the outcome model's own effect; 'mean': lean on the arm's mean effect alone. */
export type Anchor = 'model' | 'mean';

export type LinearInput = {
  readonly e: Exposures;
  readonly rows: Int32Array;
  /** The outcome model fitted on `rows`, and what it predicts there. */
  readonly fitted: ArmMeans;
  /** Doubly robust scores of the whole table, cross-fitted within `rows`; only `rows` are read. */
  readonly scores: Scores;
  readonly anchor: Anchor;
};

const zeroRow = (): number[] => new Array<number>(STATE_SIZE).fill(0);

/** A ridge fit as weights on the encoded state, whose first coordinate is one. */
const asWeights = (fit: RidgeFit): number[] => {
  const w = Array.from(fit.coefficients);
  w[0] = (w[0] as number) + fit.intercept;
  return w;
};

/** A plain projection of model output: hardly any penalty, for there is no noise to hold down. */
const PROJECTION = [1e-4];

/** The gain in leave-one-out error that noise alone would reach about one time in forty, as a share of the error. */
const noiseGain = (fit: RidgeFit, n: number): number => (2 * Math.sqrt(2 * fit.degrees)) / n;

/** Fewer people than this, and an arm's effect is taken to be nothing. */
const LEAST_PEOPLE = 20;

const fitArm = ({ e, rows, fitted, scores, anchor }: LinearInput, a: number) => {
  const { arms } = scores;
  const places = Array.from(rows, (_, r) => r).filter((r) => {
    const at = (rows[r] as number) * arms + a;
    return e.eligible[at] === 1 && !Number.isNaN(scores.reward[at] as number);
  });
  const open = Int32Array.from(places, (r) => rows[r] as number);
  const subjects = Array.from(open, (i) => e.subject[i] as string);
  if (new Set(subjects).size < LEAST_PEOPLE) return null;
  const n = open.length;
  const x = takeRows(e.x, STATE_SIZE, open);
  const lean = anchor === 'model' ? 1 : 0;
  const effectOf = (m: Float64Array, at: (k: number) => number) =>
    Float64Array.from({ length: n }, (_, k) => (m[at(k) * arms + a] as number) - (m[at(k) * arms] as number));
  const byRow = (k: number) => open[k] as number;
  const byPlace = (k: number) => places[k] as number;
  const residual = effectOf(scores.reward, byRow);
  if (lean === 1)
    effectOf(scores.means.reward, byRow).forEach((v, k) => (residual[k] = (residual[k] as number) - v));
  const model = effectOf(fitted.reward, byPlace);
  const cost = Float64Array.from({ length: n }, (_, k) => fitted.cost[byPlace(k) * arms + a] as number);
  const ridge = prepareRidge({ x, n, p: STATE_SIZE });
  const project = (y: Float64Array) => asWeights(ridge(y, PROJECTION));
  const mean = meanInterval(residual, subjects);
  const slopes = ridge(residual);
  const useful = slopes.meanError - slopes.looError > noiseGain(slopes, n) * slopes.meanError;
  return {
    rows: n,
    base: lean === 1 ? project(model) : zeroRow(),
    modelMean: (lean * model.reduce((s, v) => s + v, 0)) / n,
    mean: mean.value,
    error: mean.standardError,
    slopes: useful ? asWeights(slopes) : null,
    lambda: useful ? slopes.lambda : null,
    cost: cost.every((v) => v === 0) ? zeroRow() : project(cost),
  };
};

/**
 * τ_a(x) and c_a(x) as linear functions of the encoded state (A8, A9), from the rows given.
 *
 * With the anchor 'model', τ_a is the projection of the outcome model's μ̂_a - μ̂_0 on x, plus a correction learned from the residual
 * D_i = (Γ_ia - Γ_i0) - (μ̂_a - μ̂_0)(x_i) of cross-fitted scores, whose mean is zero where the model is right: its mean is kept by
 * the share ω²/(ω² + se²), ω² being the variance of the arms' corrections beyond their noise, and its slopes (ridge, λ by
 * leave-one-out) only when they improve the error by more than noise would. With the anchor 'mean', D = Γ_a - Γ_0 itself
 * is regressed: the mean is kept whole and the slopes shrink toward it.
 */
export const linearModels = (input: LinearInput): LinearModels => {
  const { e, scores, anchor } = input;
  const effect = [zeroRow()];
  const cost = [zeroRow()];
  const found = Array.from({ length: scores.arms - 1 }, (_, k) => fitArm(input, k + 1));
  const beyond = found.flatMap((f) => (f === null ? [] : [f.mean ** 2 - f.error ** 2]));
  const omega =
    anchor === 'mean'
      ? Infinity
      : Math.max(0, beyond.reduce((a, b) => a + b, 0) / Math.max(1, beyond.length));
  const reports: ArmReport[] = [];
  found.forEach((f, k) => {
    if (f === null) {
      effect.push(zeroRow());
      cost.push(zeroRow());
      return;
    }
    const kept = omega === Infinity ? 1 : omega / (omega + f.error ** 2);
    // The slopes' own mean is taken out, so that it is the kept share of the mean that counts.
    const w = f.base.map((v, j) => v + (f.slopes?.[j] ?? 0));
    w[0] = (w[0] as number) + kept * f.mean - (f.slopes === null ? 0 : f.mean);
    effect.push(w);
    cost.push(f.cost);
    reports.push({
      action: e.actions[k + 1] as string,
      rows: f.rows,
      modelMean: f.modelMean,
      correction: f.mean,
      correctionError: f.error,
      kept,
      slopePenalty: f.lambda,
    });
  });
  return { effect, cost, arms: reports };
};
