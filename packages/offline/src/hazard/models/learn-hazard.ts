import { Fault } from '@causeway/contract';
import { type CalibrationMap, calibrated } from './calibration-map.ts';
import { type CalibrationChoice, chooseCalibration } from './choose-calibration.ts';
import { type FoldLoss, foldLoss, foretold, joined, sturdiest } from './fold-loss.ts';
import type { Form } from './form.ts';
import { type ForwardFold, forwardFolds } from './forward-folds.ts';
import { eventCount, type HazardRows } from './hazard-rows.ts';
import { linearForm } from './linear-form.ts';
import { netForm } from './net-form.ts';
import type { FittedForm, ScorePart } from './score-part.ts';
import { leanStack, stackedScore, stackScores } from './stack-scores.ts';
import { treeForm } from './tree-form.ts';

export type ModelName = 'linear' | 'net' | 'trees' | 'auto';
export const MODEL_NAMES: readonly ModelName[] = ['auto', 'linear', 'net', 'trees'];

/** score = calibration(bias + Σ_k weight_k part_k), λ = σ(score). */
export type HazardScore = {
  readonly features: number;
  readonly parts: readonly { readonly part: ScorePart; readonly weight: number }[];
  readonly bias: number;
  readonly calibration: CalibrationMap;
};

export type LearnedHazard = {
  /** linear, net, trees, or stack. */
  readonly name: string;
  readonly score: HazardScore;
  readonly calibration: CalibrationChoice;
  /** What the forward folds said of each form; the weights are those in the model (0: left out). */
  readonly forms: readonly {
    readonly name: string;
    readonly settings: unknown;
    readonly logLoss: number | null;
    readonly weight: number;
  }[];
  /** Log-loss of the stack on the forward folds, its weights learned on the other folds; null without one. */
  readonly stackLogLoss: number | null;
  readonly folds: number;
  /** Log-odds (n) before the calibration, and after it. */
  rawScore(x: Float32Array, n: number): Float64Array;
  predictScore(x: Float32Array, n: number): Float64Array;
};

const FORMS: readonly Form[] = [linearForm as Form, netForm as Form, treeForm as Form];
/** Fewest events, and rows without one, to learn from. */
export const FEWEST_OF_EACH = 5;

/** Stacked scores of each fold, the weights learned on the others. */
const stackFolds = (
  rows: HazardRows,
  folds: readonly ForwardFold[],
  scores: readonly (readonly Float64Array[])[],
): Float64Array[] =>
  folds.map((_, k) => {
    const others = folds.flatMap((_, j) => (j === k && folds.length > 1 ? [] : [j]));
    const y = foretold(
      rows,
      others.map((j) => folds[j] as ForwardFold),
    ).y;
    const stack = stackScores(
      scores.map((own) => joined(others.map((j) => own[j] as Float64Array))),
      y,
    );
    return stackedScore(
      stack,
      scores.map((own) => own[k] as Float64Array),
    );
  });

/**
 * Learns a hazard from encoded rows in the order of time. Settings, the mixture of the forms and the calibration are chosen on forward
 * folds inside these rows (the past foretells what follows); then every part is fitted on all of them.
 * Throws `bad-input` with fewer than five rows of either outcome.
 */
export const learnHazard = (rows: HazardRows, model: ModelName, seed: number): LearnedHazard => {
  const events = eventCount(rows);
  if (events < FEWEST_OF_EACH || rows.n - events < FEWEST_OF_EACH)
    throw new Fault(
      'bad-input',
      'training rows',
      `got ${rows.n} rows with ${events} events; at least ${FEWEST_OF_EACH} with and ${FEWEST_OF_EACH} without one are needed`,
    );
  if (rows.d === 0)
    throw new Fault('bad-input', 'features', 'no feature and no clock varies in the training rows');
  const folds = forwardFolds(rows);
  // Without folds nothing can be chosen: the form with the least variance.
  const own = FORMS.filter(({ name }) =>
    model === 'auto' ? folds.length > 0 || name === 'linear' : name === model,
  );
  const tuned = own.map((form) => form.tune(rows, folds, seed));
  const scores = tuned.map((t) => t.scores);
  const held = foretold(rows, folds);
  const losses = folds.length === 0 ? [] : scores.map((s) => foldLoss(rows, folds, s));
  const stacked = own.length > 1 ? foldLoss(rows, folds, stackFolds(rows, folds, scores)) : null;
  const best = losses.reduce((b, { mean }, k) => (mean < (losses[b]?.mean as number) ? k : b), 0);
  // A mixture is sturdier than its best part: it stands unless that part is clearly better.
  const useStack = stacked !== null && sturdiest([stacked, losses[best] as FoldLoss], held.session) === 0;
  const pooled = scores.map((s) => joined(s));
  const stack = useStack
    ? leanStack(pooled, held.y)
    : { bias: 0, weights: Float64Array.from(own, (_, k) => (k === best ? 1 : 0)) };
  const calibration =
    folds.length === 0
      ? chooseCalibration(new Float64Array(), new Uint8Array(), new Int32Array())
      : chooseCalibration(stackedScore(stack, pooled), held.y, held.session);
  const fitted = own.map((form, k): FittedForm | null =>
    (stack.weights[k] as number) > 0 ? form.fit(rows, tuned[k]?.settings, seed) : null,
  );
  const rawScore = (x: Float32Array, n: number): Float64Array =>
    stackedScore(
      stack,
      fitted.map((f) => f?.score(x, n) ?? new Float64Array(n)),
    );
  return {
    name: useStack ? 'stack' : (own[best]?.name as string),
    score: {
      features: rows.d,
      parts: fitted.flatMap((f, k) =>
        f === null
          ? []
          : f.parts.map((part) => ({ part, weight: (stack.weights[k] as number) / f.parts.length })),
      ),
      bias: stack.bias,
      calibration: calibration.map,
    },
    calibration,
    forms: own.map(({ name }, k) => ({
      name,
      settings: tuned[k]?.settings,
      logLoss: losses[k]?.mean ?? null,
      weight: stack.weights[k] as number,
    })),
    stackLogLoss: stacked?.mean ?? null,
    folds: folds.length,
    rawScore,
    predictScore: (x, n) => calibrated(calibration.map, rawScore(x, n)),
  };
};
