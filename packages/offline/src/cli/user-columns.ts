import type { UserTable } from '../table/index.ts';

/** Named columns of a user's table as one n x names.length matrix, row-major. */
export const featureMatrix = (table: UserTable, names: readonly string[]): Float64Array => {
  const x = new Float64Array(table.n * names.length);
  names.forEach((name, k) => {
    table.numbers(name).forEach((value, i) => {
      x[i * names.length + k] = value;
    });
  });
  return x;
};
