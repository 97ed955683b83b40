import { Fault } from '@causeway/contract';
import { absentColumn, loadUserFile } from './load-user-file.ts';
import type { Warehouse } from './warehouse.ts';

/** A user's own table: columns by name; a cell is a number, a text, a truth value or null. */
export type UserTable = {
  readonly path: string;
  readonly n: number;
  readonly names: readonly string[];
  column(name: string): readonly unknown[];
  /** the column as numbers; throws `bad-input` with the first row that is not one */
  numbers(name: string): Float64Array;
  texts(name: string): string[];
  /** where row i stands in the file, from 1: another number where rows before it were left out */
  fileRow(i: number): number;
};

/** A cell as a number, true as 1; NaN for one that is empty or none. */
export const cellNumber = (value: unknown): number =>
  value === true
    ? 1
    : value === false
      ? 0
      : typeof value === 'string' && value.trim() === ''
        ? Number.NaN
        : Number(value ?? Number.NaN);

/**
 * Reads a user's file (loadUserFile says which, and what it refuses) into memory; only the columns `wanted`, when given. Throws `bad-input`.
 */
export const readTable = async (
  warehouse: Warehouse,
  path: string,
  wanted?: readonly string[],
): Promise<UserTable> => {
  const { table, n, names } = await loadUserFile(warehouse, path, wanted);
  const columns = (await warehouse.connection.runAndReadAll(`SELECT * FROM ${table}`)).getColumns();
  await warehouse.run(`DROP TABLE ${table}`);
  const column = (name: string): readonly unknown[] => {
    const k = names.indexOf(name);
    if (k < 0) throw absentColumn(path, name, names);
    return columns[k] as readonly unknown[];
  };
  return {
    path,
    n,
    names,
    column,
    numbers: (name) =>
      Float64Array.from(column(name), (value, row) => {
        const x = cellNumber(value);
        if (Number.isFinite(x)) return x;
        throw new Fault(
          'bad-input',
          `${path}: column ${name}, row ${row + 1}`,
          `got ${String(value)}, allowed is a number`,
        );
      }),
    texts: (name) => column(name).map((value) => String(value)),
    fileRow: (i) => i + 1,
  };
};
