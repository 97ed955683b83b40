import { FRICTION_FAMILIES } from '../event/fact-kind.ts';

/** Names of φ's coordinates: each family now, then each family so far. */
export const PHI_NAMES: readonly string[] = [
  ...FRICTION_FAMILIES.map((family) => `${family}.now`),
  ...FRICTION_FAMILIES.map((family) => `${family}.total`),
];
export const PHI_SIZE = PHI_NAMES.length;
