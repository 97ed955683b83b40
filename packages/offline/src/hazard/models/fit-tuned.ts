import { type CalibrationMap, calibrated } from './calibration-map.ts';
import { type CalibrationChoice, chooseCalibration } from './choose-calibration.ts';
import { joined } from './fold-loss.ts';
import type { HazardRows } from './hazard-rows.ts';
import type { FittedForm, ScorePart } from './score-part.ts';
import { leanStack, stackedScore } from './stack-scores.ts';
import type { TunedForms } from './tune-forms.ts';

/** score = calibration(bias + Σ_k weight_k part_k), λ = σ(score). */
export type HazardScore = {
  readonly features: number;
  readonly parts: readonly { readonly part: ScorePart; readonly weight: number }[];
  readonly bias: number;
  readonly calibration: CalibrationMap;
};

export type LearnedHazard = {
  /** linear, net, trees, .. or stack. */
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

/** Fits the chosen form, or the mixture of them, on all rows with the settings that the folds chose. */
export const fitTuned = (
  rows: HazardRows,
  { forms, folds, tuned, losses, stacked, held }: TunedForms,
  { choice, seed }: { readonly choice: number | 'stack'; readonly seed: number },
): LearnedHazard => {
  const pooled = tuned.map(({ scores }) => joined(scores));
  const stack =
    choice === 'stack'
      ? leanStack(pooled, held.y)
      : { bias: 0, weights: Float64Array.from(forms, (_, k) => (k === choice ? 1 : 0)) };
  const calibration =
    folds.length === 0
      ? chooseCalibration(new Float64Array(), new Uint8Array(), new Int32Array())
      : chooseCalibration(stackedScore(stack, pooled), held.y, held.session);
  const fitted = forms.map((form, k): FittedForm | null =>
    (stack.weights[k] as number) > 0 ? form.fit(rows, tuned[k]?.settings, seed) : null,
  );
  const rawScore = (x: Float32Array, n: number): Float64Array =>
    stackedScore(
      stack,
      fitted.map((f) => f?.score(x, n) ?? new Float64Array(n)),
    );
  return {
    name: choice === 'stack' ? 'stack' : (forms[choice]?.name as string),
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
    forms: forms.map(({ name }, k) => ({
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
