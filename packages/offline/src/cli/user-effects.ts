import {
  AutoLearner,
  contrastOf,
  crossFitNuisances,
  type EffectLearner,
  type EffectRows,
  type EffectTable,
  ForestLearner,
  LassoLearner,
  LinearLearner,
  MetaLearner,
  type MetaName,
  type Nuisances,
  overlapReport,
  UpliftLearner,
} from '../learners/index.ts';
import { foldedQuantile, type Interval, take, takeRows, weightedMean } from '../maths/index.ts';
import { type OutcomeModelName, outcomeModel } from '../nuisance/index.ts';
import { bestLinearProjection, calibrateEffects } from '../uplift/index.ts';
import { explainEffects } from './explain-effects.ts';
import { readPropensity } from './own-propensity.ts';

export type UserStudy = {
  readonly rows: Omit<EffectRows, 'propensity'>;
  /** Control first. */
  readonly arms: readonly string[];
  /** Names of the encoded columns. */
  readonly names: readonly string[];
  /** As the column gave it; null when it has to be estimated. */
  readonly propensity: Float64Array | null;
  readonly learner: LearnerName;
  /** 'auto'. */
  readonly outcomeModel?: OutcomeModelName;
  /** Folds, and draws of them that are averaged; 5 and 1. */
  readonly folds?: number;
  readonly repeats?: number;
  /** Columns whose role in the effect is to be warned of, encoded, n numbers each. */
  readonly sensitive?: ReadonlyMap<string, Float64Array>;
};

export const LEARNERS = [
  'auto',
  's',
  't',
  'x',
  'r',
  'dr',
  'linear',
  'lasso',
  'tree',
  'forest',
  'class',
] as const;
export type LearnerName = (typeof LEARNERS)[number];

type Fitted = EffectLearner & { fit(rows: EffectRows, ready?: Nuisances): unknown };

const learnerOf = (name: Exclude<LearnerName, 'auto'>): Fitted => {
  if (name === 'linear') return new LinearLearner();
  if (name === 'lasso') return new LassoLearner();
  if (name === 'tree') return new UpliftLearner();
  if (name === 'forest') return new ForestLearner();
  return new MetaLearner(name satisfies MetaName);
};

const NOMINAL = 0.95;
const NORMAL = foldedQuantile(NOMINAL, 0);

/** What is said of the intervals by row. */
const INTERVALS: Record<'auto' | 'linear' | 'lasso' | 'other', string> = {
  auto: 'low and high hold a row’s own effect at 95 % on average over rows, where effects are a line, steps along columns and something smooth.',
  linear:
    'low and high hold the best linear approximation of the effect at 95 %, which is the effect itself where effects are linear.',
  lasso:
    'low and high hold the effect at 95 % where it is linear and, with fewer than three rows a column, few columns matter.',
  other:
    'This learner has no interval of its own that holds its level: low and high are the automatic learner’s, widened by how far this learner’s effect is from it.',
};

/**
 * An interval around another learner's effect that holds the truth as often as the automatic mixture's does: of half-width
 * se h, h the quantile of |Z + gap/se|. As a standard error it is se h / 1.96.
 */
const widen = (own: EffectTable, auto: EffectTable): EffectTable => ({
  effect: own.effect,
  standardError: own.effect.map((effect, k) =>
    effect.map((v, i) => {
      const error = auto.standardError?.[k]?.[i] as number;
      const gap = v - (auto.effect[k]?.[i] as number);
      return error > 0 ? (error * foldedQuantile(NOMINAL, gap / error)) / NORMAL : Math.abs(gap);
    }),
  ),
});

const bestArm = (arms: readonly string[], effects: readonly { treatment: string; effect: Interval }[]) => {
  const best = effects.reduce<{ treatment: string; effect: Interval } | null>(
    (top, own) => (own.effect.value > Math.max(0, top?.effect.value ?? 0) ? own : top),
    null,
  );
  return best === null
    ? { treatment: arms[0] as string, gain: null }
    : { treatment: best.treatment, gain: best.effect };
};

/**
 * Effects of each treatment against the control on a table of one's own: averages by cross-fitted doubly robust scores (A8) with
 * intervals, effects by row from the learner asked for, and what tells whether to believe them. Known propensities make it an
 * experiment's analysis; estimated ones assume that the features hold all that drove the treatment, and the report says which.
 * With weights every mean is a ratio Σ w ψ / Σ w: the effect in the population that the weights stand for.
 */
export const userEffects = (study: UserStudy) => {
  const { rows, arms, names, propensity, learner, sensitive = new Map(), folds = 5, repeats = 1 } = study;
  const { outcomeModel: model = 'auto' } = study;
  const given = propensity === null ? null : readPropensity(rows.action, arms.length, propensity);
  const whole: EffectRows = given === null ? rows : { ...rows, propensity: given.own };
  const auto = new AutoLearner();
  const nuisances = crossFitNuisances(whole, { folds, repeats, outcome: outcomeModel(model, rows.y) });
  auto.fit(whole, nuisances);
  const chosen = learner === 'auto' ? null : learnerOf(learner);
  chosen?.fit(whole, nuisances);
  const group = rows.group ?? Array.from({ length: rows.n }, (_, i) => String(i));
  const effects = arms.slice(1).map((treatment, k) => {
    const c = contrastOf(whole, nuisances, k + 1);
    const own = Array.from(c.usable);
    const psi = own.map((i) => c.psi[i] as number);
    const groups = own.map((i) => group[i] as string);
    const held = own.map((i) => auto.outOfFold[k]?.[i] as number);
    const x = takeRows(rows.x, rows.d, own);
    const weight = rows.weight === undefined ? undefined : take(rows.weight, own);
    const explanation = explainEffects({
      x,
      n: own.length,
      d: rows.d,
      names,
      effect: Float64Array.from(held),
      psi: Float64Array.from(psi),
      group: groups,
      weight,
      sensitive: new Map([...sensitive].map(([name, v]) => [name, take(v, own)])),
      seed: rows.seed,
    });
    return {
      treatment,
      shown: rows.action.filter((a) => a === k + 1).length,
      effect: weightedMean(psi, groups, weight),
      calibration: calibrateEffects(held, psi, groups, { weight }),
      projection: bestLinearProjection(x, rows.d, Float64Array.from(psi), groups, names, weight),
      parts: auto.parts[k] ?? [],
      ...(chosen instanceof LassoLearner
        ? { columnsKept: (chosen.chosen[k] ?? []).map((j) => names[j] as string) }
        : {}),
      ...explanation,
    };
  });
  const overlap = overlapReport(whole, nuisances, arms, names);
  const heterogeneous = effects.filter(
    ({ calibration }) => calibration.slope.low > 0 && calibration.p < 0.05,
  );
  const report = {
    rows: rows.n,
    control: arms[0] as string,
    propensities: given === null ? ('estimated' as const) : ('given' as const),
    propensityReading: given?.reading ?? null,
    learner,
    outcomeModel: model,
    intervals:
      INTERVALS[learner === 'auto' || learner === 'linear' || learner === 'lasso' ? learner : 'other'],
    folds: {
      count: nuisances.folds.count,
      repeats: rows.at === undefined ? repeats : 1,
      inTime: rows.at !== undefined,
    },
    notes:
      nuisances.folds.count === folds
        ? []
        : [`${nuisances.folds.count} folds in time instead of ${folds}: the times are too few to cut more.`],
    features: names,
    effects,
    bestConstantArm: bestArm(arms, effects),
    overlap,
    truncation: overlap.truncation,
    verdict:
      heterogeneous.length > 0
        ? `Heterogeneity detected for ${heterogeneous.map(({ treatment }) => treatment).join(', ')}.`
        : 'Heterogeneity is not distinguishable: personalisation is not distinguishable from treating everyone alike.',
  };
  const predict = (x: Float64Array, m: number): EffectTable => {
    const base = auto.predict(x, m);
    if (chosen === null) return base;
    const own = chosen.predict(x, m);
    return own.standardError === null ? widen(own, base) : own;
  };
  return { report, predict };
};
