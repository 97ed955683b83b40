import { saturate } from '../maths/vector.ts';
import type { FrictionEncoder } from './friction-encoder.ts';
import { encodeFriction } from './friction-encoder.ts';
import type { FamilyVector } from './step-friction.ts';

/** One unit of friction now, or three so far, is half way to the worst. */
export const HALF_NOW = 1;
export const HALF_TOTAL = 3;

/**
 * φ_t = h(d_t, Δ_t) (B26) by the release's encoder; before one is learned, the saturated step and total friction, each in [0, 1): a fixed
 * form, the same before any data.
 */
export const phi = (d: FamilyVector, total: FamilyVector, encoder?: FrictionEncoder): number[] =>
  encoder === undefined
    ? [...d.map((x) => saturate(x, HALF_NOW)), ...total.map((x) => saturate(x, HALF_TOTAL))]
    : encodeFriction(encoder, d, total);
