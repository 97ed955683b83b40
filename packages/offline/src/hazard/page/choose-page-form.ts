import type { PersonPeriods } from '../../exposure/exposures.ts';
import { type Interval, meanInterval } from '../../maths/index.ts';
import { type FoldLoss, sturdiest } from '../models/fold-loss.ts';
import type { Form } from '../models/form.ts';
import { forwardFolds } from '../models/forward-folds.ts';
import { atMostRows, eventCount } from '../models/hazard-rows.ts';
import { rampForm } from '../models/linear-form.ts';
import { netForm } from '../models/net-form.ts';
import { treeForm } from '../models/tree-form.ts';
import { type TunedForms, tuneForms } from '../models/tune-forms.ts';
import { pageRows } from './page-rows.ts';
import { straightForm } from './straight-form.ts';

/** linear: (B24) as printed; ramps: broken lines and pairs of them; stack: a mixture of the others. */
export const PAGE_FORMS = ['linear', 'ramps', 'net', 'trees', 'stack'] as const;
export type PageForm = (typeof PAGE_FORMS)[number];

export type PageTrial = {
  readonly name: PageForm;
  /** mean log-loss of the rows that the forward folds foretold */
  readonly logLoss: number;
  /** how much less it loses there than the linear form, a row, with its interval by session */
  readonly gain: Interval;
};

export type PageChoice = {
  /** every candidate that was tried, as it should be taken: the first one that fits into a page */
  readonly order: readonly PageForm[];
  readonly trials: readonly PageTrial[];
  readonly tuned: TunedForms | null;
};

/** Rows that a choice is made from: more would not change it, and a turn does not wait for them. */
const MOST_ROWS = 8000;
/** With fewer leavings to learn from the linear form, the least variable, stands without a trial. */
const FEWEST_EVENTS = 200;
/** Standard errors by which a form must gain over the linear one: of four forms the luckiest often gains one. */
const SURE = 2;
/** Two folds over the later half of the earlier sessions. */
const FOLDS: [count: number, first: number] = [2, 0.5];

const ramps: Form = rampForm('ramps', [
  { slope: 1, rise: 16, pairs: 0, ramps: 80 },
  { slope: 0.4, rise: 4, pairs: 0, ramps: 80 },
]) as Form;
const FORMS: readonly Form[] = [straightForm as Form, ramps, netForm as Form, treeForm as Form];

const trialOf = (name: PageForm, loss: FoldLoss, linear: FoldLoss, session: Int32Array): PageTrial => ({
  name,
  logLoss: loss.mean,
  gain: meanInterval(
    loss.each.map((v, r) => (linear.each[r] as number) - v),
    session,
  ),
});

/**
 * Which form the page's hazard takes, by log-loss on forward folds inside the earlier rows: the linear one unless another is better by more
 * than two standard errors of the gain, since every page carries it; of those the smallest that is as good as the best.
 */
export const choosePageForm = (
  periods: PersonPeriods,
  rows: readonly number[],
  { form, seed }: { readonly form: PageForm | 'auto'; readonly seed: number },
): PageChoice => {
  const plain: PageChoice = { order: ['linear'], trials: [], tuned: null };
  if (form === 'linear') return plain;
  const table = atMostRows(pageRows(periods, rows), MOST_ROWS, seed);
  const folds = forwardFolds(table, FOLDS);
  if (eventCount(table) < FEWEST_EVENTS || folds.length < 2) return plain;
  const forms =
    form === 'auto' || form === 'stack'
      ? FORMS
      : FORMS.filter(({ name }) => name === form || name === 'linear');
  const tuned = tuneForms(table, { forms, folds, seed });
  const { losses, stacked, held } = tuned;
  const linear = losses[0] as FoldLoss;
  const candidates = [
    ...forms.map(({ name }, k) => ({ name: name as PageForm, loss: losses[k] as FoldLoss })),
    ...(forms.length > 2 && stacked !== null ? [{ name: 'stack' as const, loss: stacked }] : []),
  ];
  const trials = candidates.map(({ name, loss }) => trialOf(name, loss, linear, held.session));
  if (form !== 'auto') return { order: [form, 'linear'], trials, tuned };
  const order: PageForm[] = [];
  const sure = ({ gain }: PageTrial): boolean => gain.value > SURE * gain.standardError;
  for (let left = candidates.filter((_, k) => sure(trials[k] as PageTrial)); left.length > 0; ) {
    const best = left[
      sturdiest(
        left.map(({ loss }) => loss),
        held.session,
        1,
      )
    ] as (typeof left)[number];
    order.push(best.name);
    left = left.filter(({ name }) => name !== best.name);
  }
  return { order: [...order, 'linear'], trials, tuned };
};
