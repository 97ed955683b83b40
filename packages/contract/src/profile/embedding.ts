import { clamp } from '../maths/vector.ts';

/** Length of z. */
export const EMBEDDING_SIZE = 8;

/** z travels as one signed byte a coordinate: steps of 1/32, from -4 to +3.97; the error is at most 1/64. */
const STEPS_PER_UNIT = 32;

export const quantise = (z: readonly number[]): number[] =>
  z.map((x) => clamp(Math.floor(x * STEPS_PER_UNIT + 0.5), -128, 127));

export const dequantise = (bytes: readonly number[]): number[] => bytes.map((b) => b / STEPS_PER_UNIT);
