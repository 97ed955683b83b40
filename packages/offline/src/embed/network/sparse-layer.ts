import type { Arena, NetKernel } from '../../kernel/index.ts';
import type { Random } from '../../maths/index.ts';
import type { SparseRows } from '../rows/sparse-rows.ts';
import { linearUnits } from './encoder-layers.ts';

/** Which rows of x a step reads, and which columns of each it may see. */
export type BatchRows = {
  readonly x: SparseRows;
  readonly count: number;
  readonly rows: Int32Array;
  /** count x columns, 1 where the column is kept; null: all are */
  readonly keep: Uint8Array | null;
  /** the column of each input */
  readonly columnOf: Int32Array;
  readonly columns: number;
};

/**
 * The first layer of an encoder, a = b + Σ_j x_j W_j over the inputs that are not 0: a level's W_j is its embedding. h is a itself in the
 * first half of the units, which carry what is linear, and relu(a) in the second. W (p x width), then b, lie in one block, with blocks
 * for the gradient and for Adam's two means beside it.
 */
export const sparseLayer = (kernel: NetKernel, arena: Arena, p: number, width: number, capacity: number) => {
  if (width % 4 !== 0) throw new RangeError(`a width of ${width} is no multiple of 4`);
  const linear = linearUnits(width);
  const numbers = (p + 1) * width;
  const [w, g, m, v] = [0, 1, 2, 3].map(() => arena.take(4 * numbers)) as [number, number, number, number];
  const y = arena.take(4 * capacity * width);
  const dy = arena.take(4 * capacity * width);

  const start = (random: Random): void => {
    const view = arena.f32(w, numbers);
    // Small: an input that comes once or twice then stays near saying nothing.
    for (let k = 0; k < p * width; k++) view[k] = 0.05 * random.normal();
  };

  /** Calls `each` with the place in W and the value of every input that batch row r may see. */
  const forward = (batch: BatchRows): void => {
    const { x, rows, keep, columnOf, columns, count } = batch;
    const weight = arena.f32(w, numbers);
    const out = arena.f32(y, count * width);
    const bias = p * width;
    for (let r = 0; r < count; r++) {
      const to = r * width;
      for (let k = 0; k < width; k++) out[to + k] = weight[bias + k] as number;
      const i = rows[r] as number;
      const end = x.start[i + 1] as number;
      for (let e = x.start[i] as number; e < end; e++) {
        const j = x.index[e] as number;
        if (keep !== null && keep[r * columns + (columnOf[j] as number)] === 0) continue;
        const value = x.value[e] as number;
        const from = j * width;
        for (let k = 0; k < width; k++)
          out[to + k] = (out[to + k] as number) + value * (weight[from + k] as number);
      }
    }
    for (let at = 0; at < out.length; at++) if (at % width >= linear && (out[at] as number) < 0) out[at] = 0;
  };

  /** From dy to the gradient of W and b. */
  const backward = (batch: BatchRows): void => {
    const { x, rows, keep, columnOf, columns, count } = batch;
    const gradient = arena.f32(g, numbers).fill(0);
    const from = arena.f32(dy, count * width);
    const out = arena.f32(y, count * width);
    for (let at = 0; at < from.length; at++) if (at % width >= linear && out[at] === 0) from[at] = 0;
    const bias = p * width;
    for (let r = 0; r < count; r++) {
      const own = r * width;
      for (let k = 0; k < width; k++)
        gradient[bias + k] = (gradient[bias + k] as number) + (from[own + k] as number);
      const i = rows[r] as number;
      const end = x.start[i + 1] as number;
      for (let e = x.start[i] as number; e < end; e++) {
        const j = x.index[e] as number;
        if (keep !== null && keep[r * columns + (columnOf[j] as number)] === 0) continue;
        const value = x.value[e] as number;
        const to = j * width;
        for (let k = 0; k < width; k++)
          gradient[to + k] = (gradient[to + k] as number) + value * (from[own + k] as number);
      }
    }
  };

  const step = (t: number, learningRate: number, weightDecay: number): void => {
    const rate = learningRate / (1 - 0.9 ** t);
    const root = 1 / Math.sqrt(1 - 0.999 ** t);
    kernel.adam(w, g, m, v, numbers, rate, 0.9, 0.999, root, 1e-8, learningRate * weightDecay);
  };

  return { w, g, numbers, width, y, dy, start, forward, backward, step };
};
