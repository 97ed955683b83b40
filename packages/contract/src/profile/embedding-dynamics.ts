import { Fault } from '../fault.ts';
import { array, type Checked, literal, number, object, text } from '../schema.ts';

const square = array(array(number(-1e6, 1e6), 64, 1), 64, 1);

/** A, B and the noise of z' = A z + B u + ε, ε ~ N(0, Q) (B45), as an artefact. Rows of A and Q are d long, of B k. */
export const checkEmbeddingDynamics = object({
  kind: literal('embedding-dynamics'),
  version: literal(1),
  /** digest of the encoder whose z it moves */
  encoder: text(64, /^[0-9a-f]{64}$/, 64),
  a: square,
  b: square,
  q: square,
  /** z is taken back to the batch encoder's once this much distance is to be expected, or after `mostSteps` */
  mostDistance: number(0, 1e6),
  mostSteps: number(1, 1e6),
});
export type EmbeddingDynamics = Checked<typeof checkEmbeddingDynamics>;

/** Where an embedding stands between two batches: z (d), the covariance of what it may have missed (d x d), and steps since the batch. */
export type MovingEmbedding = {
  readonly z: readonly number[];
  readonly covariance: readonly (readonly number[])[];
  readonly steps: number;
};

/** The nightly batch's word: z as the encoder gives it, with variances `spread`² on the diagonal. */
export const resetEmbedding = (z: readonly number[], spread: readonly number[]): MovingEmbedding => ({
  z,
  covariance: z.map((_, i) => z.map((_, j) => (i === j ? (spread[i] as number) * (spread[i] as number) : 0))),
  steps: 0,
});

const apply = (m: readonly (readonly number[])[], v: readonly number[]): number[] =>
  m.map((row) => row.reduce((sum, x, k) => sum + x * (v[k] as number), 0));

/**
 * One step between batches: z' = A z + B u, P' = A P Aᵀ + Q (B45, and Kalman's prediction). u (k) sums up the new events. Throws
 * `bad-field` where lengths do not agree.
 */
export const stepEmbedding = (
  { a, b, q }: EmbeddingDynamics,
  { z, covariance, steps }: MovingEmbedding,
  u: readonly number[],
): MovingEmbedding => {
  const d = z.length;
  if (a.length !== d || a[0]?.length !== d || b[0]?.length !== u.length)
    throw new Fault(
      'bad-field',
      'embedding dynamics',
      `z has ${d} and u ${u.length} numbers, allowed are ${a.length} and ${b[0]?.length}`,
    );
  const moved = apply(a, z);
  const pushed = apply(b, u);
  const half = a.map((row) =>
    z.map((_, j) => row.reduce((sum, x, k) => sum + x * (covariance[k]?.[j] as number), 0)),
  );
  return {
    z: moved.map((v, i) => v + (pushed[i] as number)),
    covariance: half.map((row, i) =>
      a.map((other, j) => (apply([row], other)[0] as number) + (q[i]?.[j] as number)),
    ),
    steps: steps + 1,
  };
};

/** The root mean square distance from the batch encoder's z that is to be expected: sqrt(trace P). */
export const expectedDistance = ({ covariance }: MovingEmbedding): number =>
  Math.sqrt(covariance.reduce((sum, row, k) => sum + (row[k] as number), 0));

/** Whether the moving z must not be used any more until the next batch: the bound on drift is reached. */
export const mustReset = (dynamics: EmbeddingDynamics, moving: MovingEmbedding): boolean =>
  moving.steps >= dynamics.mostSteps || expectedDistance(moving) > dynamics.mostDistance;
