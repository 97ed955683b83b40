import { type EmbeddingDynamics, Fault, stepEmbedding } from '@causeway/contract';
import { fitRidge } from '../../maths/index.ts';

/** Moves of people between two batches: z before (n x d), what happened in between (n x k), z after, and who (for folds). */
export type Moves = {
  readonly n: number;
  readonly d: number;
  readonly k: number;
  readonly before: Float64Array;
  readonly u: Float64Array;
  readonly after: Float64Array;
  readonly person: readonly string[];
};

/** A z that is expected to have moved this far, root mean square over a vector, is taken back to the batch's. */
export const DRIFT_BOUND = { mostDistance: 2, mostSteps: 50 } as const;
export const FEWEST_MOVES = 50;

export type DynamicsFit = {
  readonly dynamics: EmbeddingDynamics;
  /** share of the variance of z's moves that A z + B u foretells, on people held out; 0 is "stays as it is" */
  readonly explained: number;
  /** root mean square distance from the batch encoder after one step, on people held out, and what Q says it should be */
  readonly distance: number;
  readonly expected: number;
  readonly people: number;
};

/** The largest |eigenvalue| that A may have, by power iteration on AᵀA: z must not run away between batches. */
const normOf = (a: readonly (readonly number[])[]): number => {
  let v = a.map((_, k) => 1 / (k + 1));
  let norm = 0;
  for (let step = 0; step < 100; step++) {
    const av = a.map((row) => row.reduce((sum, x, k) => sum + x * (v[k] as number), 0));
    const next = v.map((_, k) => a.reduce((sum, row, i) => sum + (row[k] as number) * (av[i] as number), 0));
    const length = Math.sqrt(next.reduce((sum, x) => sum + x * x, 0));
    if (!(length > 0)) return 0;
    norm = Math.sqrt(length);
    v = next.map((x) => x / length);
  }
  return norm;
};

/**
 * A, B and Q of z' = A z + B u + ε (B45) by ridge regression on three fifths of the people; Q is the covariance of what is left over for
 * another fifth, so it is the noise of people who were not fitted; the last fifth judges both. An A that would let z grow is scaled to norm 1. The bound on drift is
 * `mostDistance`: z goes back to the batch's once that much is to be expected. Throws `bad-input` for fewer than 50 moves.
 */
export const fitDynamics = (
  moves: Moves,
  options: { readonly encoder: string; readonly mostDistance: number; readonly mostSteps: number },
): DynamicsFit => {
  const { n, d, k, before, u, after, person } = moves;
  if (n < FEWEST_MOVES)
    throw new Fault('bad-input', 'dynamics', `got ${n} moves, at least ${FEWEST_MOVES} are needed`);
  const order = [...new Set(person)];
  const fold = new Map(order.map((id, i) => [id, i % 5]));
  const rows = Array.from({ length: n }, (_, i) => i);
  const train = rows.filter((i) => (fold.get(person[i] as string) as number) < 3);
  const noisy = rows.filter((i) => fold.get(person[i] as string) === 3);
  const test = rows.filter((i) => fold.get(person[i] as string) === 4);
  const p = d + k;
  const x = new Float64Array(train.length * p);
  train.forEach((i, m) => {
    x.set(before.subarray(i * d, (i + 1) * d), m * p);
    x.set(u.subarray(i * k, (i + 1) * k), m * p + d);
  });
  // z has mean 0 over people, so the step has no intercept: its own would be a drift of everyone.
  const fits = Array.from({ length: d }, (_, j) =>
    fitRidge({ x, n: train.length, p, y: train.map((i) => after[i * d + j] as number) }),
  );
  const free = fits.map(({ coefficients }) => Array.from(coefficients.subarray(0, d)));
  const scale = Math.min(1, 1 / Math.max(1e-12, normOf(free)));
  const a = free.map((row) => row.map((v) => v * scale));
  const b = fits.map(({ coefficients }) => Array.from(coefficients.subarray(d)));
  const zero = a.map((row) => row.map(() => 0));
  const bare: EmbeddingDynamics = {
    kind: 'embedding-dynamics',
    version: 1,
    encoder: options.encoder,
    a,
    b,
    q: zero,
    mostDistance: options.mostDistance,
    mostSteps: options.mostSteps,
  };
  const q = zero.map((row) => [...row]);
  const gapOf = (i: number): { gap: number[]; moved: number } => {
    const z = Array.from(before.subarray(i * d, (i + 1) * d));
    const now = { z, covariance: zero, steps: 0 };
    const next = stepEmbedding(bare, now, Array.from(u.subarray(i * k, (i + 1) * k)));
    const target = after.subarray(i * d, (i + 1) * d);
    return {
      gap: next.z.map((v, j) => (target[j] as number) - v),
      moved: z.reduce((sum, v, j) => sum + ((target[j] as number) - v) ** 2, 0),
    };
  };
  for (const i of noisy) {
    const { gap } = gapOf(i);
    gap.forEach((g, r) => {
      gap.forEach((h, c) => {
        (q[r] as number[])[c] = (q[r]?.[c] as number) + (g * h) / noisy.length;
      });
    });
  }
  let [left, all] = [0, 0];
  for (const i of test) {
    const { gap, moved } = gapOf(i);
    left += gap.reduce((sum, g) => sum + g * g, 0);
    all += moved;
  }
  const expected = Math.sqrt(q.reduce((sum, row, j) => sum + (row[j] as number), 0));
  return {
    dynamics: { ...bare, q },
    explained: all > 0 ? 1 - left / all : 0,
    distance: Math.sqrt(left / Math.max(1, test.length)),
    expected,
    people: order.length,
  };
};
