import { clamp, EMBEDDING_SIZE, tanh } from '@causeway/contract';
import { type ColumnTransform, transformRow } from './column-transform.ts';

/**
 * z = scale (tanh(W c + b) - centre) (B14): a trained encoder as an artefact. Over the customers it was trained on z has mean 0 and
 * deviation 1 in each coordinate, so that 0 stands for the customer of whom nothing is known.
 */
export type Encoder = {
  readonly kind: 'encoder';
  readonly version: 1;
  readonly transforms: readonly ColumnTransform[];
  /** EMBEDDING_SIZE rows, one weight an input. */
  readonly weights: readonly (readonly number[])[];
  readonly bias: readonly number[];
  readonly centre: readonly number[];
  readonly scale: readonly number[];
  readonly labels: readonly string[];
  readonly trainedOn: number;
  readonly asOf: number;
};

/** Inside the range of the quantised bytes, -4 to +3.97. */
export const Z_LIMIT = 3.9;

/** z of one customer's history values, in the order of `transforms` (NaN = missing). */
export const encodeHistory = (encoder: Encoder, values: ArrayLike<number>): number[] => {
  const c = transformRow(encoder.transforms, values);
  return Array.from({ length: EMBEDDING_SIZE }, (_, k) => {
    let sum = encoder.bias[k] as number;
    const row = encoder.weights[k] as readonly number[];
    for (let j = 0; j < c.length; j++) sum += (row[j] as number) * (c[j] as number);
    const z = (encoder.scale[k] as number) * (tanh(sum) - (encoder.centre[k] as number));
    return clamp(z, -Z_LIMIT, Z_LIMIT);
  });
};
