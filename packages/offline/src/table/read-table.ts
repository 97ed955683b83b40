import { existsSync } from 'node:fs';
import { extname } from 'node:path';
import { Fault } from '@causeway/contract';
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
};

const READERS: Readonly<Record<string, string>> = {
  '.csv': 'read_csv_auto',
  '.gz': 'read_csv_auto',
  '.tsv': 'read_csv_auto',
  '.parquet': 'read_parquet',
  '.ndjson': 'read_json_auto',
  '.jsonl': 'read_json_auto',
};

const asNumber = (value: unknown): number =>
  value === true
    ? 1
    : value === false
      ? 0
      : typeof value === 'string' && value.trim() === ''
        ? Number.NaN
        : Number(value ?? Number.NaN);

/**
 * Reads a CSV, TSV, Parquet or NDJSON file through DuckDB. Throws `bad-input` when it is missing or of no known kind.
 */
export const readTable = async (warehouse: Warehouse, path: string): Promise<UserTable> => {
  const reader = READERS[extname(path).toLowerCase()];
  if (reader === undefined) {
    throw new Fault(
      'bad-input',
      path,
      `got "${extname(path)}", allowed is one of ${Object.keys(READERS).join(', ')}`,
    );
  }
  if (!existsSync(path)) throw new Fault('bad-input', path, 'there is no such file');
  const result = await warehouse.connection
    .runAndReadAll(`SELECT * FROM ${reader}(?)`, [path])
    .catch((error: unknown) => {
      throw new Fault(
        'bad-input',
        path,
        `it cannot be read: ${error instanceof Error ? error.message.split('\n')[0] : error}`,
      );
    });
  const names = result.columnNames();
  const columns = result.getColumns();
  const column = (name: string): readonly unknown[] => {
    const k = names.indexOf(name);
    if (k < 0)
      throw new Fault('bad-input', `${path}: column ${name}`, `it is missing; there are ${names.join(', ')}`);
    return columns[k] as readonly unknown[];
  };
  return {
    path,
    n: result.currentRowCount,
    names,
    column,
    numbers: (name) =>
      Float64Array.from(column(name), (value, row) => {
        const x = asNumber(value);
        if (Number.isFinite(x)) return x;
        throw new Fault(
          'bad-input',
          `${path}: column ${name}, row ${row + 1}`,
          `got ${String(value)}, allowed is a number`,
        );
      }),
    texts: (name) => column(name).map((value) => String(value)),
  };
};
