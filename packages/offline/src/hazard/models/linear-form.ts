import { fitRamps, type RampOptions } from './fit-ramps.ts';
import { foldLoss, foretold, sturdiest } from './fold-loss.ts';
import { type Form, foldRows, type Tuned } from './form.ts';
import { eventCount, type HazardRows } from './hazard-rows.ts';
import { type RampModel, rampScores } from './ramp-model.ts';
import type { FittedForm } from './score-part.ts';

export type LinearSettings = Omit<RampOptions, 'seed' | 'start'>;

/** From hardly any bends (a rise of a tenth is then rare) to nearly free ones. */
const TRIED: readonly LinearSettings[] = [
  { slope: 10, rise: 100, pairs: 0 },
  { slope: 1, rise: 100, pairs: 0 },
  { slope: 1, rise: 16, pairs: 0 },
  { slope: 0.4, rise: 4, pairs: 0 },
  { slope: 0.1, rise: 1, pairs: 0 },
];
/** With as many columns as this, most of them say nothing: a prior that holds them all down is tried, and none of the free ones. */
const WIDE = 60;
const HELD: LinearSettings = { slope: 100, rise: 1000, pairs: 0 };
const PAIRS = 40;
/** Pairs are picked from hundreds: with fewer events the luckiest would win. */
const FEWEST_FOR_PAIRS = 150;

const fitLinear = (rows: HazardRows, settings: LinearSettings, seed: number): FittedForm => {
  const model = fitRamps(rows, { ...settings, seed });
  return { parts: [{ kind: 'ramps', model }], score: (x, n) => rampScores(model, x, n) };
};

/** The first of `settings` that is as good as the best on the forward folds; pairs of ramps where those gain from them. */
export const rampForm = (name: Form['name'], settings: readonly LinearSettings[]): Form<LinearSettings> => ({
  name,
  tune: (rows, folds, seed): Tuned<LinearSettings> => {
    if (folds.length === 0) return { settings: settings[0] as LinearSettings, scores: [] };
    const { session } = foretold(rows, folds);
    const before: (RampModel | undefined)[] = [];
    const tried = (own: LinearSettings) => {
      const scores = folds.map((fold, k) => {
        const [train, validation] = foldRows(rows, fold);
        const start = before[k];
        const model = fitRamps(train, { ...own, seed, ...(start === undefined ? {} : { start }) });
        before[k] = model;
        return rampScores(model, validation.x, validation.n);
      });
      return { settings: own, scores, loss: foldLoss(rows, folds, scores) };
    };
    const choose = (of: ReturnType<typeof tried>[]) =>
      of[
        sturdiest(
          of.map(({ loss }) => loss),
          session,
        )
      ] as ReturnType<typeof tried>;
    const plain = choose((rows.d < WIDE ? settings : [HELD, ...settings.slice(0, 2)]).map(tried));
    if (eventCount(rows) < FEWEST_FOR_PAIRS) return plain;
    return choose([plain, tried({ ...plain.settings, pairs: PAIRS })]);
  },
  fit: fitLinear,
});

/** The linear form (B24) of any table: slopes and ramps, its ridge chosen on the folds. */
export const linearForm: Form<LinearSettings> = rampForm('linear', TRIED);
