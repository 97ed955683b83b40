import type { Stage } from '../event/stage.ts';
import { STAGES, stageIndex } from '../event/stage.ts';
import { PHI_SIZE } from '../friction/phi-names.ts';
import { sigmoid } from '../maths/sigmoid.ts';
import { dot, saturate, zeros } from '../maths/vector.ts';
import { EMBEDDING_SIZE } from '../profile/embedding.ts';
import type { Checked } from '../schema.ts';
import { array, number, object } from '../schema.ts';

const weight = number(-1e6, 1e6);

/** α by stage, its slope in elapsed steps, u on z, v on φ. */
export const checkHazardModel = object({
  alpha: array(weight, STAGES.length, STAGES.length),
  elapsed: weight,
  u: array(weight, EMBEDDING_SIZE, EMBEDDING_SIZE),
  v: array(weight, PHI_SIZE, PHI_SIZE),
});
export type HazardModel = Checked<typeof checkHazardModel>;

/** Before any data: one shopper in twelve leaves at a step, and friction makes it likelier. */
export const DEFAULT_HAZARD_MODEL: HazardModel = {
  alpha: new Array<number>(STAGES.length).fill(-2.4),
  elapsed: 0,
  u: zeros(EMBEDDING_SIZE),
  v: Array.from({ length: PHI_SIZE }, (_, k) => (k < PHI_SIZE / 2 ? 1 : 0.4)),
};

export type HazardInput = {
  readonly stage: Stage;
  /** steps closed so far, this one included */
  readonly step: number;
  readonly z: readonly number[];
  readonly phi: readonly number[];
};

/** Elapsed steps as a number in [0, 1): six steps are half of a long visit. */
export const elapsedSteps = (step: number): number => saturate(step, 6);

/** λ_t = σ(α_t + uᵀz + vᵀφ_t) (B24): the chance that the shopper leaves at this step, having stayed until it. */
export const hazard = (model: HazardModel, { stage, step, z, phi }: HazardInput): number =>
  sigmoid(
    (model.alpha[stageIndex(stage)] as number) +
      model.elapsed * elapsedSteps(step) +
      dot(model.u, z) +
      dot(model.v, phi),
  );

/** S_t = S_{t-1} (1 - λ_t) (B25). */
export const survive = (before: number, lambda: number): number => before * (1 - lambda);
