import type { FrictionModel } from '../friction/friction-model.ts';
import { describeFriction } from '../friction/friction-state.ts';
import { type HazardPart, stepHazard } from '../hazard/step-hazard.ts';
import { dequantise } from '../profile/embedding.ts';
import type { Profile } from '../profile/profile.ts';
import type { State } from '../state/encode-state.ts';
import type { StepState } from './decision-input.ts';

export type StepModels = HazardPart & { readonly friction: FrictionModel };

/** s = (z, g, φ, F̄) and λ from a step's raw numbers: the same code in the page, at the edge and offline. */
export const rebuildState = (
  models: StepModels,
  profile: Pick<Profile, 'z' | 'spread'>,
  step: StepState,
): State => {
  const z = dequantise(profile.z);
  const friction = describeFriction(models.friction, step.d, step.total, step.smoothedBefore);
  return {
    stage: step.stage,
    step: step.step,
    z,
    spread: profile.spread,
    context: step.context,
    ...friction,
    hazard: stepHazard(models, { stage: step.stage, step: step.step, z, phi: friction.phi }),
  };
};
