import { MECHANISMS, type Mechanism } from './exposure-definition.ts';

/** One decision moment as the definition reads it from the history. */
export type ExposureUnit = {
  readonly person: string;
  readonly at: number;
  readonly treatment: string;
  readonly channel: string;
  readonly eligible: boolean;
  readonly treated: boolean;
  readonly arm: string | null;
  readonly propensity: number | null;
  readonly mechanism: string | null;
  readonly release: string | null;
};

/** Mechanisms that draw: their propensity is known, or the log is not worth learning from. */
const DRAWING: readonly Mechanism[] = ['randomised', 'policy', 'exploration'];

/** Why a unit cannot be learned from, or null. Each is a refusal, never a repair. */
export const refuseUnit = (unit: ExposureUnit, before: ExposureUnit | undefined): string | null => {
  const { arm, propensity, mechanism, eligible, treated } = unit;
  if (!(MECHANISMS as readonly (string | null)[]).includes(mechanism)) {
    return `the mechanism is ${mechanism ?? 'missing'}, allowed is one of ${MECHANISMS.join(', ')}`;
  }
  if (arm === null || arm === '') return 'the arm is missing';
  if (propensity === null && (DRAWING as readonly string[]).includes(mechanism as string)) {
    return `there is no propensity, and ${mechanism} draws`;
  }
  if (propensity !== null && !(propensity > 0 && propensity <= 1)) {
    return `the propensity is ${propensity}, allowed is above 0, to 1`;
  }
  if (treated && !eligible) return 'it was treated though not eligible';
  const same = before?.person === unit.person && before.treatment === unit.treatment && before.at === unit.at;
  if (same) return 'the person has another unit of this treatment at the same moment';
  return null;
};
