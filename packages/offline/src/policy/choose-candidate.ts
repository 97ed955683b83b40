import { meanInterval, take } from '../maths/index.ts';
import type { PolicyCandidate } from './candidates.ts';

/** A candidate with its gain over doing nothing, one number an exposed session, out of fold. */
export type Gains = {
  readonly candidate: PolicyCandidate;
  /** By the doubly robust scores: unbiased, and noisy. */
  readonly gains: Float64Array;
  /** By the outcome model alone: quiet, and as wrong as the model is. Null when the model is not to be leaned on. */
  readonly modelGains: Float64Array | null;
};

/** What is believed of a candidate's gain. */
export type Belief = { readonly mean: number; readonly error: number };

/**
 * The doubly robust gain g ± se, met by a prior around the outcome model's own figure m that is as wide as |m| itself:
 * mean = (m se² + g m²) / (m² + se²), error = |m| se / sqrt(m² + se²). With little data the model speaks, with much the
 * scores do; without a model the scores speak alone.
 */
export const believe = (
  { gains, modelGains }: Pick<Gains, 'gains' | 'modelGains'>,
  subjects: ArrayLike<string>,
): Belief => {
  const { value, standardError } = meanInterval(gains, subjects);
  if (modelGains === null) return { mean: value, error: standardError };
  const m = modelGains.reduce((sum, v) => sum + v, 0) / modelGains.length;
  const [prior, noise] = [m * m, standardError * standardError];
  if (prior + noise === 0) return { mean: m, error: 0 };
  return {
    mean: (m * noise + value * prior) / (prior + noise),
    error: Math.sqrt((prior * noise) / (prior + noise)),
  };
};

/** Standard errors by which one arm for everyone must beat the learned policy to take its place. */
const PROOF = 3;

/**
 * The index of the candidate to publish, from the given rows (all when null).
 *
 * 1. Of the learned candidates and doing nothing, the one with the largest mean - caution x error. A learned policy that is not
 *    believed to be better than nothing by `caution` errors gives way to nothing.
 * 2. One arm for everyone takes its place only when it is better by three standard errors of the doubly robust scores, row by row. An arm
 *    that the log rarely showed has a mean so noisy that the largest of several would often be the luckiest; trust 0 among
 *    the learned candidates already is one number an arm, shrunken.
 */
export const chooseCandidate = (
  weighed: readonly Gains[],
  subjects: readonly string[],
  rows: Int32Array | null,
  caution: number,
): number => {
  const of = (gains: Float64Array) => (rows === null ? gains : take(gains, rows));
  const names = rows === null ? subjects : Array.from(rows, (i) => subjects[i] as string);
  let best = 0;
  let bound = -Infinity;
  weighed.forEach(({ candidate, gains, modelGains }, k) => {
    if (candidate.kind === 'constant' && candidate.arm !== 0) return;
    const { mean, error } = believe(
      { gains: of(gains), modelGains: modelGains === null ? null : of(modelGains) },
      names,
    );
    if (mean - caution * error > bound) [best, bound] = [k, mean - caution * error];
  });
  const chosen = of((weighed[best] as Gains).gains);
  let proof = 0;
  let replaced = best;
  weighed.forEach(({ candidate, gains }, k) => {
    if (candidate.kind === 'learned' || candidate.arm === 0) return;
    const { value, standardError } = meanInterval(
      of(gains).map((g, i) => g - (chosen[i] as number)),
      names,
    );
    if (value - PROOF * standardError > proof) [replaced, proof] = [k, value - PROOF * standardError];
  });
  return replaced;
};
