import { Fault } from '@causeway/contract';
import type { Arena, BoostKernel } from '../kernel/index.ts';

/** The data as codes: bins is the place of n x d bytes, columns of the same d x n, counts of d u32 (value bins k of each feature). */
export type BinMatrix = {
  readonly bins: number;
  readonly columns: number;
  readonly counts: number;
  readonly n: number;
  readonly d: number;
  /** By feature; k - 1 cuts. */
  readonly cuts: readonly Float32Array[];
};

const CHUNK_BYTES = 1 << 20;

/** Codes x in the kernel, a megabyte at a time. Throws `bad-input` for an infinite value. */
export const binMatrix = (
  kernel: BoostKernel,
  arena: Arena,
  data: { readonly x: Float32Array | Float64Array; readonly n: number; readonly d: number },
  cuts: readonly Float32Array[],
): BinMatrix => {
  const { x, n, d } = data;
  const counts = arena.take(4 * d);
  const bins = arena.take(n * d);
  const columns = arena.take(n * d);
  const table = arena.take(1024 * d);
  const step = Math.max(1, Math.floor(CHUNK_BYTES / (4 * d)));
  const chunk = arena.take(4 * d * Math.min(n, step));
  arena.u32(counts, d).set(cuts.map((own) => own.length + 1));
  const padded = arena.f32(table, 256 * d).fill(NaN);
  for (let f = 0; f < d; f++) padded.set(cuts[f] as Float32Array, 256 * f);
  for (let row = 0; row < n; row += step) {
    const rows = Math.min(step, n - row);
    arena.f32(chunk, rows * d).set(x.subarray(row * d, (row + rows) * d));
    const wrong = kernel.digitise(chunk, rows, d, table, counts, bins + row * d, columns + row, n);
    if (wrong >= 0)
      throw new Fault(
        'bad-input',
        `boosted trees, row ${row + Math.floor(wrong / d)}, column ${wrong % d}`,
        'the value is infinite in f32; allowed are finite numbers, and NaN for a missing value',
      );
  }
  return { bins, columns, counts, n, d, cuts };
};
