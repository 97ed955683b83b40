import type { Fact } from '../event/fact.ts';
import type { FrictionModel } from './friction-model.ts';
import { frictionIndex, smoothIndex } from './friction-model.ts';
import { phi } from './phi.ts';
import type { FamilyVector } from './step-friction.ts';
import { noFriction, stepFriction, totalFriction } from './step-friction.ts';

/** The friction of a session after its last closed step. `step` counts closed steps. */
export type FrictionState = {
  readonly step: number;
  readonly d: FamilyVector;
  readonly total: FamilyVector;
  readonly phi: readonly number[];
  readonly index: number;
  readonly smoothed: number;
};

export const startFriction = (): FrictionState => {
  const none = noFriction();
  return { step: 0, d: none, total: none, phi: phi(none, none), index: 0, smoothed: 0 };
};

/** From d_t, Δ_t and F̄_{t-1} to φ, F and F̄: the one place where they are computed, in page, edge and offline. */
export const describeFriction = (
  model: FrictionModel,
  d: FamilyVector,
  total: FamilyVector,
  smoothedBefore: number,
): Pick<FrictionState, 'phi' | 'index' | 'smoothed'> => {
  const features = phi(d, total, model.encoder);
  const index = frictionIndex(model, features);
  return { phi: features, index, smoothed: smoothIndex(model, smoothedBefore, index) };
};

/** Closes a step: folds its facts, in order, into the state of friction. */
export const closeStep = (
  model: FrictionModel,
  before: FrictionState,
  facts: readonly Fact[],
): FrictionState => {
  const d = stepFriction(facts);
  const total = totalFriction(before.total, d);
  return { step: before.step + 1, d, total, ...describeFriction(model, d, total, before.smoothed) };
};
