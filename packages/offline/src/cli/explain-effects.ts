import {
  type EffectDriver,
  effectDrivers,
  effectSurrogate,
  type SurrogateLeaf,
  sensitiveDrivers,
} from '../learners/index.ts';

export type EffectExplanation = {
  /** Features by how much of the effect's variation they drive, and how much of it the trees that were asked follow. */
  readonly drivers: readonly EffectDriver[];
  readonly driversFit: number;
  readonly surrogate: readonly SurrogateLeaf[];
  readonly warnings: readonly string[];
};

const MOST_DRIVERS = 20;

/** What drives effects by row, in words: drivers, a shallow honest tree, and warnings of sensitive drivers. Rows: n x d. */
export const explainEffects = (input: {
  readonly x: Float64Array;
  readonly n: number;
  readonly d: number;
  readonly names: readonly string[];
  /** Out of fold, and the doubly robust scores that judge it. */
  readonly effect: Float64Array;
  readonly psi: Float64Array;
  readonly group: readonly string[];
  readonly weight?: Float64Array | undefined;
  readonly sensitive: ReadonlyMap<string, Float64Array>;
  readonly seed: number;
}): EffectExplanation => {
  const found = effectDrivers(input);
  return {
    drivers: found.drivers.slice(0, MOST_DRIVERS),
    driversFit: found.fit,
    surrogate: effectSurrogate(input),
    warnings: sensitiveDrivers({ ...input, ...found }),
  };
};
