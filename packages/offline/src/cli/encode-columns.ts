import type { UserTable } from '../table/index.ts';
import { encodeFeatures } from './encode-features.ts';

/** The columns of `encodeFeatures` with a constant in front: row-major, n x names.length. */
export const encodeColumns = (
  table: UserTable,
  columns: readonly string[],
): { x: Float64Array; d: number; names: string[]; notes: readonly string[] } => {
  const encoder = encodeFeatures(table, columns);
  const own = encoder.apply(table);
  const width = encoder.names.length;
  const d = width + 1;
  const x = new Float64Array(table.n * d);
  for (let i = 0; i < table.n; i++) {
    x[i * d] = 1;
    x.set(own.subarray(i * width, (i + 1) * width), i * d + 1);
  }
  return { x, d, names: ['constant', ...encoder.names], notes: encoder.notes };
};
