import { stageIndex } from '../event/stage.ts';
import { PHI_NAMES, PHI_SIZE } from '../friction/phi-names.ts';
import { digest } from '../maths/digest.ts';
import { EMBEDDING_SIZE } from '../profile/embedding.ts';
import type { HazardInput } from './hazard-model.ts';
import { elapsedSteps } from './hazard-model.ts';

/** The order of a hazard model's inputs, whatever its form: stage (its number), elapsed steps, z, φ. */
export const HAZARD_ROW_NAMES: readonly string[] = [
  'stage',
  'elapsed.steps',
  ...Array.from({ length: EMBEDDING_SIZE }, (_, k) => `z.${k}`),
  ...PHI_NAMES.map((name) => `phi.${name}`),
];
export const HAZARD_ROW_SIZE = 2 + EMBEDDING_SIZE + PHI_SIZE;

/** The first 32 bits of the names' digest, as a blob carries them: a model of another order is told from this one. */
export const namesCode = (names: readonly string[]): number => parseInt(digest(names).slice(0, 8), 16);

/** A hazard model's input row; `out` is reused when given. */
export const hazardRow = (
  { stage, step, z, phi }: HazardInput,
  out = new Float32Array(HAZARD_ROW_SIZE),
): Float32Array => {
  out[0] = stageIndex(stage);
  out[1] = elapsedSteps(step);
  for (let k = 0; k < EMBEDDING_SIZE; k++) out[2 + k] = z[k] as number;
  for (let k = 0; k < PHI_SIZE; k++) out[2 + EMBEDDING_SIZE + k] = phi[k] as number;
  return out;
};
