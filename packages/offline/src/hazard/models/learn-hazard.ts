import { Fault } from '@causeway/contract';
import { fitTuned, type LearnedHazard } from './fit-tuned.ts';
import { type FoldLoss, sturdiest } from './fold-loss.ts';
import type { Form } from './form.ts';
import { forwardFolds } from './forward-folds.ts';
import { eventCount, type HazardRows } from './hazard-rows.ts';
import { linearForm } from './linear-form.ts';
import { netForm } from './net-form.ts';
import { treeForm } from './tree-form.ts';
import { tuneForms } from './tune-forms.ts';

export type ModelName = 'linear' | 'net' | 'trees' | 'auto';
export const MODEL_NAMES: readonly ModelName[] = ['auto', 'linear', 'net', 'trees'];

const FORMS: readonly Form[] = [linearForm as Form, netForm as Form, treeForm as Form];
/** Fewest events, and rows without one, to learn from. */
export const FEWEST_OF_EACH = 5;

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
  const forms = FORMS.filter(({ name }) =>
    model === 'auto' ? folds.length > 0 || name === 'linear' : name === model,
  );
  const tuned = tuneForms(rows, { forms, folds, seed });
  const { losses, stacked, held } = tuned;
  const best = losses.reduce((b, { mean }, k) => (mean < (losses[b]?.mean as number) ? k : b), 0);
  // A mixture is sturdier than its best part: it stands unless that part is clearly better.
  const useStack = stacked !== null && sturdiest([stacked, losses[best] as FoldLoss], held.session) === 0;
  return fitTuned(rows, tuned, { choice: useStack ? 'stack' : best, seed });
};
