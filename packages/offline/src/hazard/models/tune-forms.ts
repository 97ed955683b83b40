import { type FoldLoss, foldLoss, foretold, joined } from './fold-loss.ts';
import type { Form, Tuned } from './form.ts';
import type { ForwardFold } from './forward-folds.ts';
import type { HazardRows } from './hazard-rows.ts';
import { stackedScore, stackScores } from './stack-scores.ts';

/** What forward folds said of each form, and of their mixture: what a choice is made from. */
export type TunedForms = {
  readonly forms: readonly Form[];
  readonly folds: readonly ForwardFold[];
  readonly tuned: readonly Tuned<unknown>[];
  /** By form; none without folds. */
  readonly losses: readonly FoldLoss[];
  /** Of the mixture, its weights learned on the other folds; null without one. */
  readonly stacked: FoldLoss | null;
  /** Outcomes and sessions of the rows that the folds foretold. */
  readonly held: ReturnType<typeof foretold>;
};

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

/** Chooses every form's settings on the folds: the past of each foretells what follows it. */
export const tuneForms = (
  rows: HazardRows,
  { forms, folds, seed }: Pick<TunedForms, 'forms' | 'folds'> & { readonly seed: number },
): TunedForms => {
  const tuned = forms.map((form) => form.tune(rows, folds, seed));
  const scores = tuned.map((t) => t.scores);
  return {
    forms,
    folds,
    tuned,
    losses: folds.length === 0 ? [] : scores.map((s) => foldLoss(rows, folds, s)),
    stacked:
      forms.length > 1 && folds.length > 0 ? foldLoss(rows, folds, stackFolds(rows, folds, scores)) : null,
    held: foretold(rows, folds),
  };
};
