import { Fault } from '@causeway/contract';
import { Matrix, SingularValueDecomposition } from 'ml-matrix';
import { changeZ } from '../fit/change-z.ts';
import type { EncoderLayers } from '../network/encoder-layers.ts';

export type Alignment = {
  /** new z -> old axes: z' = R z, R orthogonal (size x size, row-major) */
  readonly rotation: Float64Array;
  /** mean |R z_new - z_old|² over the people judged, per coordinate, as a root: in deviations of z */
  readonly error: number;
  /** 95 % of the people judged are nearer to their old z than this */
  readonly bound: number;
  readonly people: number;
};

const sizeOf = (a: Float64Array, b: Float64Array, n: number): number => {
  const size = a.length / n;
  if (n < 2 || a.length !== b.length || !Number.isInteger(size))
    throw new Fault('bad-input', 'alignment', `got ${a.length} and ${b.length} numbers of ${n} people`);
  return size;
};

/**
 * Orthogonal Procrustes: the rotation R that takes new vectors nearest to the old ones of the same people, R = U Vᵀ with
 * U S Vᵀ = Σ_i z_old z_newᵀ. Fitted on even rows, judged on odd ones, so that the bound is that of people it was not fitted to.
 */
export const alignVectors = (oldZ: Float64Array, newZ: Float64Array, n: number): Alignment => {
  const size = sizeOf(oldZ, newZ, n);
  const cross = Matrix.zeros(size, size);
  for (let i = 0; i < n; i += 2)
    for (let a = 0; a < size; a++)
      for (let b = 0; b < size; b++)
        cross.set(a, b, cross.get(a, b) + (oldZ[i * size + a] as number) * (newZ[i * size + b] as number));
  const svd = new SingularValueDecomposition(cross, { autoTranspose: true });
  const rotation = Float64Array.from(
    svd.leftSingularVectors.mmul(svd.rightSingularVectors.transpose()).to1DArray(),
  );
  const distances: number[] = [];
  for (let i = 1; i < n; i += 2) {
    let squares = 0;
    for (let a = 0; a < size; a++) {
      let moved = 0;
      for (let b = 0; b < size; b++)
        moved += (rotation[a * size + b] as number) * (newZ[i * size + b] as number);
      squares += (moved - (oldZ[i * size + a] as number)) ** 2;
    }
    distances.push(squares);
  }
  distances.sort((a, b) => a - b);
  const people = distances.length;
  const rank = Math.min(people - 1, Math.ceil(0.95 * (people + 1)) - 1);
  return {
    rotation,
    error: Math.sqrt(distances.reduce((a, b) => a + b, 0) / people / size),
    bound: Math.sqrt(distances[rank] as number),
    people,
  };
};

/** The new encoder in the old one's axes. */
export const alignEncoder = (layers: EncoderLayers, { rotation }: Alignment): EncoderLayers =>
  changeZ(layers, rotation, new Float64Array(layers.size));

/**
 * Whether live models may read the new z in place of the old: a linear model's score moves by at most |u| · bound for 95 % of people.
 * Throws `bad-release` when the bound is over what is allowed: the encoder must then go out with models trained on it.
 */
export const checkAlignment = ({ bound, people }: Alignment, allowed: number): void => {
  if (bound <= allowed) return;
  throw new Fault(
    'bad-release',
    'encoder',
    `95 % of ${people} people move by up to ${bound.toFixed(3)}, allowed is ${allowed}: release it with models trained on it`,
  );
};
