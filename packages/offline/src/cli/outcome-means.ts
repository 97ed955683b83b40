import type { EffectRows } from '../learners/index.ts';
import { take, takeRows } from '../maths/index.ts';
import { groupFolds, type Regressor, ridgeRegressor, weightedRidgeRegressor } from '../nuisance/index.ts';
import { studyEffects, studyScores } from '../policy/index.ts';

export type OutcomeMeans = {
  /** E(Y | x, a) of every row by models of other people, n x A */
  readonly means: Float64Array;
  /** the same, fitted with the weights under which the doubly robust estimate varies least (MRDR, Farajtabar et al. 2018) */
  readonly robust: Float64Array;
  readonly note: string;
};

type Input = EffectRows & {
  readonly propensity: Float64Array;
  readonly group: readonly string[];
  /** π(a|x), n x A */
  readonly candidate: Float64Array;
};

const FOLDS = 5;
/** Rows of an arm under which its mean is taken from all arms, and arms over which effects are not learned together. */
const LEAST_ROWS = 10;
const MOST_ARMS = 32;
const LEAST_OF_STUDY = 500;

const byArms = (
  { n, d, x, y, action, arms, group, seed }: Input,
  regressor: Regressor,
  weight: ((i: number) => number) | null,
): Float64Array => {
  const folds = groupFolds(group, Math.min(FOLDS, new Set(group).size), seed);
  const out = new Float64Array(n * arms);
  for (let j = 0; j < folds.count; j++) {
    const [train, test] = [folds.train(j), folds.test(j)];
    const held = takeRows(x, d, test);
    for (let a = 0; a < arms; a++) {
      const own = train.filter((i) => action[i] === a);
      const used = own.length < LEAST_ROWS ? train : own;
      const fitted = regressor.fit({
        x: takeRows(x, d, used),
        n: used.length,
        d,
        y: take(y, used),
        seed,
        ...(weight === null ? {} : { weight: Float64Array.from(used, weight) }),
      })(held, test.length);
      test.forEach((i, k) => (out[i * arms + a] = fitted[k] as number));
    }
  }
  return out;
};

/**
 * Outcome models for off-policy evaluation, cross-fitted by person. On 500 rows and more with at most 32 arms they are those of `studyEffects`; else
 * ridge an arm. MRDR's are ridge an arm with weights π² (1 - p)/p², what the row's error costs the doubly robust variance.
 */
export const outcomeMeans = (input: Input): OutcomeMeans => {
  const { n, arms, action, propensity, candidate } = input;
  const count = new Int32Array(arms);
  for (const a of action) count[a] = (count[a] as number) + 1;
  const robust = byArms(input, weightedRidgeRegressor, (i) => {
    const p = propensity[i] as number;
    const pi = candidate[i * arms + (action[i] as number)] as number;
    return pi * pi * (Math.max(0, 1 - p) / (p * p)) + 1e-6;
  });
  if (n >= LEAST_OF_STUDY && arms >= 2 && arms <= MOST_ARMS && count.every((rows) => rows >= 20)) {
    const { means } = studyScores(input, studyEffects(input));
    const note =
      'The outcome model mixes linear and boosted effects around one base, cross-fitted by person.';
    return { means, robust, note };
  }
  const note = `The outcome model is a ridge regression an arm, fitted on other people’s rows in ${FOLDS} folds.`;
  return { means: byArms(input, ridgeRegressor, null), robust, note };
};
