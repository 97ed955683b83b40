import { fitRamps, type RampOptions } from './fit-ramps.ts';
import { foldLoss } from './fold-loss.ts';
import { type Form, foldScores, type Tuned } from './form.ts';
import type { HazardRows } from './hazard-rows.ts';
import { rampScores } from './ramp-model.ts';
import type { FittedForm } from './score-part.ts';

export type LinearSettings = Omit<RampOptions, 'seed'>;

const PRECISIONS = [1, 4, 16, 64];
const PAIRS = 40;

const fitLinear = (rows: HazardRows, settings: LinearSettings, seed: number): FittedForm => {
  const model = fitRamps(rows, { ...settings, seed });
  return { parts: [{ kind: 'ramps', model }], score: (x, n) => rampScores(model, x, n) };
};

/** The linear form (B24): slopes, ramps and, where the forward folds gain from them, pairs of ramps; its ridge is chosen there. */
export const linearForm: Form<LinearSettings> = {
  name: 'linear',
  tune: (rows, folds, seed): Tuned<LinearSettings> => {
    if (folds.length === 0) return { settings: { precision: 16, pairs: 0 }, scores: [] };
    const tried = (settings: LinearSettings) => {
      const scores = foldScores(rows, folds, (train) => fitLinear(train, settings, seed));
      return { settings, scores, loss: foldLoss(rows, folds, scores) };
    };
    const better = (a: ReturnType<typeof tried>, b: ReturnType<typeof tried>) => (b.loss < a.loss ? b : a);
    const plain = PRECISIONS.map((precision) => tried({ precision, pairs: 0 })).reduce(better);
    return better(plain, tried({ ...plain.settings, pairs: PAIRS }));
  },
  fit: fitLinear,
};
