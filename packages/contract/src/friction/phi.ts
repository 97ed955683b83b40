import { FRICTION_FAMILIES } from '../event/fact-kind.ts';
import { saturate } from '../maths/vector.ts';
import type { FamilyVector } from './step-friction.ts';

/** Names of φ's coordinates: each family now, then each family so far. */
export const PHI_NAMES: readonly string[] = [
  ...FRICTION_FAMILIES.map((family) => `${family}.now`),
  ...FRICTION_FAMILIES.map((family) => `${family}.total`),
];
export const PHI_SIZE = PHI_NAMES.length;

/** One unit of friction now, or three so far, is half way to the worst. */
const HALF_NOW = 1;
const HALF_TOTAL = 3;

/**
 * φ_t = h(d_t, Δ_t) (B26): the saturated step and total friction, each in [0, 1). Its form is fixed, so that it is the
 * same before any data; the hazard's weights on it are learned.
 */
export const phi = (d: FamilyVector, total: FamilyVector): number[] => [
  ...d.map((x) => saturate(x, HALF_NOW)),
  ...total.map((x) => saturate(x, HALF_TOTAL)),
];
