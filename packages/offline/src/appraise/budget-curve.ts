import type { EncoderRecipe } from '../embed/fit/encoder-data.ts';
import { sparseOf } from '../embed/rows/sparse-rows.ts';
import { type Interval, makeRandom } from '../maths/index.ts';
import { CHOICE_ROWS, withBeside } from './choose-recipe.ts';
import { compareRepresentations } from './compare-representations.ts';
import { makeEncoder } from './make-encoder.ts';
import { personOf, type StudyInput } from './study-input.ts';

/** What z is worth when it may say less: log-loss on the test people by linear models. */
export type BudgetPoint = {
  readonly by: 'dimension' | 'noise' | 'levels';
  /** length of z; deviation of noise added to it; or values a coordinate may have */
  readonly amount: number;
  readonly validationLoss: number;
  readonly logLoss: Interval;
};

export const CURVE_SIZES: readonly number[] = [1, 2, 4, 8, 16, 32];
const NOISES = [0.25, 0.5, 1, 2];
const LEVELS = [2, 4, 16, 256];

const pointOf = (input: StudyInput, z: Float64Array, size: number) => {
  const name = 'z';
  const { measured } = compareRepresentations({
    representations: [{ name, x: withBeside(sparseOf(z, input.data.x.n, size), input.beside) }],
    outcomes: input.outcomes,
    split: input.split,
    person: personOf(input),
    learners: ['linear'],
    pairs: [],
    seed: input.seed,
  });
  const [own] = measured;
  if (own === undefined) throw new RangeError('one representation gives one measure');
  return { validationLoss: own.validationLoss, logLoss: own.logLoss };
};

/** z cut to so many values a coordinate, evenly within ±4. */
const rounded = (z: Float64Array, levels: number): Float64Array => {
  const step = 8 / levels;
  return z.map((v) => Math.min(4 - step / 2, Math.max(-4 + step / 2, (Math.floor(v / step) + 0.5) * step)));
};

/** Value against dimension, noise and quantisation, for the recipe that was chosen: the information budget of z. */
export const budgetCurve = (
  input: StudyInput,
  recipe: EncoderRecipe,
  chosen: { readonly z: Float64Array; readonly size: number },
  project: boolean,
): BudgetPoint[] => {
  const sizes = CURVE_SIZES.filter((size) => size <= Math.max(1, input.data.x.p));
  const dimension = sizes.map((size): BudgetPoint => {
    const made = makeEncoder(input, { recipe, size, project, most: CHOICE_ROWS });
    return { by: 'dimension', amount: size, ...pointOf(input, made.z, size) };
  });
  const random = makeRandom(input.seed);
  const { z, size } = chosen;
  const noise = NOISES.map(
    (amount): BudgetPoint => ({
      by: 'noise',
      amount,
      ...pointOf(
        input,
        z.map((v) => v + amount * random.normal()),
        size,
      ),
    }),
  );
  const levels = LEVELS.map(
    (amount): BudgetPoint => ({ by: 'levels', amount, ...pointOf(input, rounded(z, amount), size) }),
  );
  return [...dimension, ...noise, ...levels];
};

/** The smallest dimension whose value is within one standard error of the best: more would tell an observer more, and the models nothing. */
export const frugalSize = (curve: readonly BudgetPoint[]): number => {
  const points = curve.filter(({ by }) => by === 'dimension');
  const best = points.reduce((a, b) => (b.validationLoss < a.validationLoss ? b : a));
  // The standard error of a difference between two encoders is far below that of one loss; a quarter of it stands for it.
  const allowed = best.validationLoss + best.logLoss.standardError / 4;
  return points.find(({ validationLoss }) => validationLoss <= allowed)?.amount ?? best.amount;
};
