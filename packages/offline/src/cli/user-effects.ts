import { Fault, sigmoid } from '@causeway/contract';
import type { Exposures } from '../exposure/index.ts';
import { averageEffects } from '../learners/index.ts';
import { fitLogistic, rowDot, takeRows } from '../maths/index.ts';
import { crossFitScores, groupFolds, ridgeOutcome } from '../nuisance/index.ts';

export type UserStudy = {
  readonly n: number;
  readonly treatment: readonly string[];
  readonly outcome: Float64Array;
  /** n x names.length */
  readonly x: Float64Array;
  readonly names: readonly string[];
  /** probability of the treatment that each row got; null when it has to be estimated */
  readonly propensity: Float64Array | null;
  /** whose row it is: rows of one person are in one fold and one cluster */
  readonly person: readonly string[];
  readonly control?: string;
};

const FOLDS = 5;
/** Estimated propensities are kept this far from 0 and 1. */
const LEAST = 0.01;

const armsOf = ({ treatment, control }: UserStudy): string[] => {
  const arms = [...new Set(treatment)].sort();
  if (arms.length < 2 || arms.length > 32) {
    throw new Fault('bad-input', 'treatment', `got ${arms.length} different values, allowed are 2 to 32`);
  }
  const first = control ?? (arms[0] as string);
  if (!arms.includes(first)) {
    throw new Fault('bad-input', 'control', `got ${first}, the treatments are ${arms.join(', ')}`);
  }
  return [first, ...arms.filter((arm) => arm !== first)];
};

/** ê(x) by logistic regression, one arm against the rest and made to sum to one, on the other folds (A5). */
const estimate = (study: UserStudy, arms: readonly string[], seed: number): Float64Array => {
  const { n, names } = study;
  const p = names.length + 1;
  const scale = names.map((_, k) => {
    let [sum, squares] = [0, 0];
    for (let i = 0; i < n; i++) {
      const value = study.x[i * names.length + k] as number;
      sum += value;
      squares += value * value;
    }
    const mean = sum / n;
    return { mean, deviation: Math.sqrt(Math.max(0, squares / n - mean * mean)) || 1 };
  });
  const x = new Float64Array(n * p);
  for (let i = 0; i < n; i++) {
    x[i * p] = 1;
    scale.forEach(({ mean, deviation }, k) => {
      x[i * p + k + 1] = ((study.x[i * names.length + k] as number) - mean) / deviation;
    });
  }
  const penalty = Float64Array.from({ length: p }, (_, k) => (k === 0 ? 0 : 1));
  const folds = groupFolds(study.person, FOLDS, seed);
  const out = new Float64Array(n);
  for (let j = 0; j < folds.count; j++) {
    const train = folds.train(j);
    const rows = takeRows(x, p, train);
    const fits = arms.map((arm) => {
      const y = Float64Array.from(train, (i) => (study.treatment[i] === arm ? 1 : 0));
      return fitLogistic({ x: rows, n: train.length, p, y, penalty }).coefficients;
    });
    for (const i of folds.test(j)) {
      const shares = fits.map((b) => sigmoid(rowDot(x, i, p, b)));
      const sum = shares.reduce((a, b) => a + b, 0);
      const own = (shares[arms.indexOf(study.treatment[i] as string)] as number) / sum;
      out[i] = Math.min(1 - LEAST, Math.max(LEAST, own));
    }
  }
  return out;
};

const exposuresOf = (study: UserStudy, arms: readonly string[], propensity: Float64Array): Exposures => {
  const { n } = study;
  const zeros = () => new Float64Array(n);
  const blank = new Array<string>(n).fill('');
  return {
    n,
    actions: [...arms],
    x: study.x,
    action: Int32Array.from(study.treatment, (arm) => arms.indexOf(arm)),
    propensity,
    pi: new Float64Array(n * arms.length).fill(Number.NaN),
    eligible: new Uint8Array(n * arms.length).fill(1),
    reward: study.outcome,
    cost: zeros(),
    converted: new Uint8Array(n),
    revenue: zeros(),
    cartCents: zeros(),
    stage: blank,
    hazard: zeros(),
    at: zeros(),
    subject: [...study.person],
    session: blank,
    decision: blank,
    mode: blank,
    release: blank,
    known: new Uint8Array(n),
    mobile: new Uint8Array(n),
  };
};

/**
 * Average effects of each treatment against the control on a table of one's own, by cross-fitted doubly robust scores
 * (A8) with intervals. Known propensities make it an experiment's analysis; estimated ones assume that the features
 * hold all that drove the treatment, and the report says which it was.
 */
export const userEffects = (study: UserStudy, seed: number) => {
  const arms = armsOf(study);
  const bad = study.propensity?.findIndex((p) => !(p > 0 && p <= 1)) ?? -1;
  if (bad >= 0) {
    throw new Fault(
      'bad-input',
      `propensity, row ${bad + 1}`,
      `got ${study.propensity?.[bad]}, allowed is above 0, to 1`,
    );
  }
  const propensity = study.propensity ?? estimate(study, arms, seed);
  const exposures = exposuresOf(study, arms, propensity);
  const scores = crossFitScores(
    exposures,
    groupFolds(study.person, FOLDS, seed),
    ridgeOutcome(study.names.length),
  );
  return {
    rows: study.n,
    control: arms[0] as string,
    propensities: study.propensity === null ? ('estimated' as const) : ('given' as const),
    effects: averageEffects(exposures, scores).map(({ action, shown, effect }) => ({
      treatment: action,
      shown,
      effect,
    })),
    truncation: scores.truncation,
  };
};
