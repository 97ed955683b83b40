import { exp } from '../maths/exp.ts';
import { clamp } from '../maths/vector.ts';

/** Length of z. */
export const EMBEDDING_SIZE = 8;

/** z travels as one signed byte a coordinate: steps of 1/32, from -4 to +3.97; the error is at most 1/64. */
const STEPS_PER_UNIT = 32;

export const quantise = (z: readonly number[]): number[] =>
  z.map((x) => clamp(Math.floor(x * STEPS_PER_UNIT + 0.5), -128, 127));

/** What is known of a coordinate of z is never said to be nearer than this, nor further off. */
export const LEAST_SPREAD = 0.1;
const MOST_SPREAD = 3;
/** ln of a variance beyond this is a broken number. */
const MOST_LN_VARIANCE = 12;

/** The standard deviation of one coordinate from the encoder's ln variance (B19). */
export const coordinateSpread = (lnVariance: number): number =>
  clamp(exp(clamp(lnVariance, -MOST_LN_VARIANCE, MOST_LN_VARIANCE) / 2), LEAST_SPREAD, MOST_SPREAD);

/** The one spread that a profile carries: the root mean square of its coordinates'. */
export const personSpread = (spreads: readonly number[]): number =>
  clamp(Math.sqrt(spreads.reduce((sum, s) => sum + (s * s) / spreads.length, 0)), LEAST_SPREAD, 10);

export const dequantise = (bytes: readonly number[]): number[] => bytes.map((b) => b / STEPS_PER_UNIT);
