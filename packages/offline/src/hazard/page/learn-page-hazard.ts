import { Fault } from '@causeway/contract';
import type { PersonPeriods } from '../../exposure/exposures.ts';
import { type HazardEvaluation, measureHazard, type TimeSplit, timeSplit } from '../evaluate-hazard.ts';
import { fitHazard, type HazardFit } from '../fit-hazard.ts';
import { fitTuned } from '../models/fit-tuned.ts';
import { choosePageForm, type PageChoice, type PageForm, type PageTrial } from './choose-page-form.ts';
import { orFault } from './or-fault.ts';
import { hazardRowAt, pageRows } from './page-rows.ts';
import { type ShippedPage, shipLearned, shipLinear } from './ship-page.ts';

export { PAGE_FORMS, type PageForm, type PageTrial } from './choose-page-form.ts';

export type PageHazard = {
  readonly form: PageForm;
  /** The linear hazard of all rows: what the page falls back to, and where the index's weights come from. */
  readonly linear: HazardFit;
  readonly shipped: ShippedPage;
  readonly trials: readonly PageTrial[];
  /** Of the same form learned on the earlier sessions: λ of the blob in the kernel on the later ones. Null when they are too few. */
  readonly evaluation: HazardEvaluation | null;
  readonly notes: readonly string[];
};

/** Every page loads it: a form whose blob is larger gives way to the next one. */
export const MOST_PAGE_BLOB_BYTES = 64 * 1024;

const everyRow = ({ n }: PersonPeriods): number[] => Array.from({ length: n }, (_, i) => i);

/** The form learned on rows, as it is published. */
const ship = (
  periods: PersonPeriods,
  rows: readonly number[],
  form: PageForm,
  { tuned }: PageChoice,
  seed: number,
): ShippedPage => {
  if (form === 'linear' || tuned === null) return shipLinear(fitHazard(periods, rows));
  const choice = form === 'stack' ? 'stack' : tuned.forms.findIndex(({ name }) => name === form);
  return shipLearned(fitTuned(pageRows(periods, rows), tuned, { choice, seed }));
};

/** λ of the published blob on rows. */
export const pageLambda = (
  { runner }: Pick<ShippedPage, 'runner'>,
  periods: PersonPeriods,
  rows: readonly number[],
): Float64Array => Float64Array.from(rows, (i) => runner.score(hazardRowAt(periods, i)));

/** The first form of the choice that fits into a page, measured on the later sessions and learned again on all rows. */
const learnOn = (
  periods: PersonPeriods,
  linear: HazardFit,
  split: TimeSplit,
  { form: wanted, seed }: { readonly form: PageForm | 'auto'; readonly seed: number },
): PageHazard => {
  const choice = choosePageForm(periods, split.train, { form: wanted, seed });
  const notes: string[] = [];
  for (const form of choice.order) {
    const shipped = ship(periods, everyRow(periods), form, choice, seed);
    if (shipped.blob.length > MOST_PAGE_BLOB_BYTES) {
      notes.push(
        `The hazard's form ${form} takes ${shipped.blob.length} bytes, more than the ${MOST_PAGE_BLOB_BYTES} that a page may load.`,
      );
      continue;
    }
    const earlier = ship(periods, split.train, form, choice, seed);
    const evaluation = measureHazard(periods, split, pageLambda(earlier, periods, split.test), seed);
    return { form, linear, shipped, trials: choice.trials, evaluation, notes };
  }
  throw new Fault('bad-input', 'hazard', `no form fits into ${MOST_PAGE_BLOB_BYTES} bytes`);
};

/**
 * The hazard of the next page model: its form is chosen on the earlier sessions, measured on the later ones, and learned again on all of
 * them. Throws `bad-input` when even the linear one cannot be fitted; without enough rows to choose and measure, it is the linear one.
 */
export const learnPageHazard = (
  periods: PersonPeriods,
  options: { readonly form: PageForm | 'auto'; readonly seed: number },
): PageHazard => {
  const linear = fitHazard(periods);
  const split = orFault(() => timeSplit(periods));
  const learned = split instanceof Fault ? split : orFault(() => learnOn(periods, linear, split, options));
  if (!(learned instanceof Fault)) return learned;
  return {
    form: 'linear',
    linear,
    shipped: shipLinear(linear),
    trials: [],
    evaluation: null,
    notes: [`The hazard was not evaluated: ${learned.message}.`],
  };
};
