import type { Stage } from '../event/stage.ts';
import { STAGES } from '../event/stage.ts';
import { dot, zeros } from '../maths/vector.ts';
import type { Checked } from '../schema.ts';
import { array, number, object, optional } from '../schema.ts';
import { checkFrictionEncoder } from './friction-encoder.ts';
import { PHI_SIZE } from './phi-names.ts';

const weight = number(-1e6, 1e6);
const phiVector = array(weight, PHI_SIZE, PHI_SIZE);

/** The friction part of a release: index weights q, memory β, the structural mean φ⁽⁰⁾ of each stage, and the encoder. */
export const checkFrictionModel = object({
  q: phiVector,
  beta: number(0, 0.999),
  structural: object(
    Object.fromEntries(STAGES.map((stage) => [stage, phiVector])) as Record<Stage, typeof phiVector>,
  ),
  /** h_η when it is learned (B26); without it φ has its fixed form */
  encoder: optional(checkFrictionEncoder),
});
export type FrictionModel = Checked<typeof checkFrictionModel>;

/** Before any data: every family now counts alike, the past at half; nothing is known to be structural. */
export const DEFAULT_FRICTION_MODEL: FrictionModel = {
  q: Array.from({ length: PHI_SIZE }, (_, k) => (k < PHI_SIZE / 2 ? 1 : 0.5)),
  beta: 0.6,
  structural: Object.fromEntries(STAGES.map((stage) => [stage, zeros(PHI_SIZE)])) as Record<Stage, number[]>,
};

/** F_t = qᵀφ_t (B27). */
export const frictionIndex = (model: Pick<FrictionModel, 'q'>, phi: readonly number[]): number =>
  dot(model.q, phi);

/** F̄_t = β F̄_{t-1} + (1 - β) F_t (B28). */
export const smoothIndex = (model: Pick<FrictionModel, 'beta'>, before: number, index: number): number =>
  model.beta * before + (1 - model.beta) * index;

/** φ = φ⁽⁰⁾(stage) + φ⁽¹⁾ (B29): the structural part that everyone meets there, and this shopper's own rest. */
export const splitPhi = (
  model: Pick<FrictionModel, 'structural'>,
  stage: Stage,
  phi: readonly number[],
): { structural: number[]; personal: number[] } => {
  const structural = model.structural[stage];
  return { structural, personal: phi.map((x, k) => x - (structural[k] as number)) };
};
