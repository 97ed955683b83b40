import { existsSync } from 'node:fs';
import { extname } from 'node:path';
import { Fault } from '@causeway/contract';
import { lenientSource } from './lenient-source.ts';
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

/** A type is told from the whole file: a text in the last row makes a column texts, not a failure. The first line names the columns. */
const WHOLE_CSV = 'read_csv_auto(?, sample_size = -1, header = true)';
const WHOLE_JSON = 'read_json_auto(?, sample_size = -1)';
const READERS: Readonly<Record<string, string>> = {
  '.csv': WHOLE_CSV,
  '.gz': WHOLE_CSV,
  '.tsv': WHOLE_CSV,
  '.parquet': 'read_parquet(?)',
  '.ndjson': WHOLE_JSON,
  '.jsonl': WHOLE_JSON,
};

const asNumber = (value: unknown): number =>
  value === true
    ? 1
    : value === false
      ? 0
      : typeof value === 'string' && value.trim() === ''
        ? Number.NaN
        : Number(value ?? Number.NaN);

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/**
 * Reads a CSV, TSV, Parquet or NDJSON file (gzipped or not) through DuckDB; only the columns `wanted`, when given. Throws `bad-input`
 * when the file or a wanted column is missing, or the file is of no known kind.
 */
export const readTable = async (
  warehouse: Warehouse,
  path: string,
  wanted?: readonly string[],
): Promise<UserTable> => {
  const extension = extname(path).toLowerCase();
  const inner = extension === '.gz' ? extname(path.slice(0, -extension.length)).toLowerCase() : '';
  const reader = READERS[inner] ?? READERS[extension];
  if (reader === undefined) {
    throw new Fault(
      'bad-input',
      path,
      `got "${extname(path)}", allowed is one of ${Object.keys(READERS).join(', ')}`,
    );
  }
  if (!existsSync(path)) throw new Fault('bad-input', path, 'there is no such file');
  const lenient = lenientSource(reader);
  const from = (source: string, what: string, rest: string) =>
    warehouse.connection.runAndReadAll(`SELECT ${what} FROM ${source} ${rest}`, [path]);
  // A file must not be read strictly for its names and leniently for its rows: what is told of it is told by one reading.
  let source = reader;
  const read = (what: string, rest = '') =>
    from(source, what, rest)
      .catch((error: unknown) => {
        if (lenient === null || source === lenient) throw error;
        source = lenient;
        return from(lenient, what, rest);
      })
      .catch((error: unknown) => {
        throw new Fault(
          'bad-input',
          path,
          `it cannot be read: ${error instanceof Error ? error.message.split('\n')[0] : error}`,
        );
      });
  const absent = (name: string, names: readonly string[]): Fault =>
    new Fault('bad-input', `${path}: column ${name}`, `it is missing; there are ${names.join(', ')}`);
  if (wanted !== undefined) {
    const there = (await read('*', 'LIMIT 0')).columnNames();
    const gone = wanted.find((name) => !there.includes(name));
    if (gone !== undefined) throw absent(gone, there);
  }
  const result = await read(wanted === undefined ? '*' : [...new Set(wanted)].map(quoted).join(', '));
  const names = result.columnNames();
  const columns = result.getColumns();
  const column = (name: string): readonly unknown[] => {
    const k = names.indexOf(name);
    if (k < 0) throw absent(name, names);
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
