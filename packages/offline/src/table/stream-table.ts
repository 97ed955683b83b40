import { existsSync } from 'node:fs';
import { extname } from 'node:path';
import { Fault } from '@causeway/contract';
import { lenientSource } from './lenient-source.ts';
import { type PlainCell, plainCell } from './plain-cell.ts';
import type { Warehouse } from './warehouse.ts';

/** A user's file held by the warehouse: its columns, and its rows chunk by chunk, in the file's order, without all of them in JavaScript. */
export type StreamedTable = {
  readonly path: string;
  readonly n: number;
  readonly names: readonly string[];
  /** Calls `each` with the columns asked for of a few thousand rows at a time. */
  scan(
    columns: readonly string[],
    each: (cells: readonly (readonly unknown[])[], rows: number, from: number) => void,
  ): Promise<void>;
  /** One column as plain cells; moments are ISO texts. */
  cells(column: string): Promise<unknown[]>;
};

const READERS: Readonly<Record<string, string>> = {
  '.csv': 'read_csv_auto($path, sample_size = -1)',
  '.tsv': 'read_csv_auto($path, sample_size = -1)',
  '.txt': 'read_csv_auto($path, sample_size = -1)',
  '.parquet': 'read_parquet($path)',
  '.ndjson': 'read_json_auto($path, sample_size = -1)',
  '.jsonl': 'read_json_auto($path, sample_size = -1)',
  '.json': 'read_json_auto($path, sample_size = -1)',
};

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

const isoCell = (value: unknown): PlainCell => {
  const cell = plainCell(value);
  if (!(cell instanceof Date)) return cell;
  return Number.isFinite(cell.getTime()) ? cell.toISOString() : null;
};

let tables = 0;

/**
 * Loads a CSV, TSV, Parquet, JSON or NDJSON file (gzipped or not) into a table of the warehouse and streams from there, so that a file is
 * parsed once whatever is asked of it. Throws `bad-input` when the file or a column is missing, or it cannot be read.
 */
export const openStreamed = async (warehouse: Warehouse, path: string): Promise<StreamedTable> => {
  const extension = extname(path.replace(/\.gz$/i, '')).toLowerCase();
  const reader = READERS[extension];
  if (reader === undefined)
    throw new Fault(
      'bad-input',
      path,
      `got "${extension}", allowed is one of ${Object.keys(READERS).join(', ')}`,
    );
  if (!existsSync(path)) throw new Fault('bad-input', path, 'there is no such file');
  const { connection } = warehouse;
  tables += 1;
  const table = `streamed_${tables}`;
  const fail = (error: unknown): never => {
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new Fault('bad-input', path, `it cannot be read: ${why}`, error);
  };
  const load = (from: string) =>
    connection.run(`CREATE TEMP TABLE ${table} AS SELECT * FROM ${from}`, [path]);
  const source = reader.replace('$path', '?');
  const lenient = lenientSource(source);
  await load(source)
    .catch((error: unknown) => (lenient === null ? Promise.reject(error) : load(lenient)))
    .catch(fail);
  const [counted] = await warehouse.rows<{ n: number }>(`SELECT count(*) AS n FROM ${table}`);
  const names = (await connection.runAndReadAll(`SELECT * FROM ${table} LIMIT 0`)).columnNames();
  const scan: StreamedTable['scan'] = async (columns, each) => {
    const gone = columns.find((name) => !names.includes(name));
    if (gone !== undefined)
      throw new Fault('bad-input', `${path}: column ${gone}`, `it is missing; there are ${names.join(', ')}`);
    const result = await connection.stream(`SELECT ${columns.map(quoted).join(', ')} FROM ${table}`);
    let from = 0;
    for (;;) {
      const chunk = await result.fetchChunk();
      if (chunk === null || chunk.rowCount === 0) return;
      each(
        columns.map((_, k) => chunk.getColumnValues(k).map(isoCell)),
        chunk.rowCount,
        from,
      );
      from += chunk.rowCount;
    }
  };
  return {
    path,
    n: counted?.n ?? 0,
    names,
    scan,
    cells: async (column) => {
      const out: unknown[] = [];
      await scan([column], ([cells = []]) => {
        for (const cell of cells) out.push(cell);
      });
      return out;
    },
  };
};
