import { Fault } from '@causeway/contract';
import { checkGzip } from './check-gzip.ts';
import { duckName } from './duck-text.ts';
import { userSource } from './user-source.ts';
import type { Warehouse } from './warehouse.ts';

/** A user's file as a table of the warehouse: `n` rows, at least one, in the file's order. */
export type LoadedFile = { readonly table: string; readonly n: number; readonly names: readonly string[] };

export const absentColumn = (path: string, name: string, names: readonly string[]): Fault =>
  new Fault('bad-input', `${path}: column ${name}`, `it is missing; there are ${names.join(', ')}`);

const unreadable = (path: string, error: unknown): Fault => {
  const why = error instanceof Error ? error.message : String(error);
  const encoding = /unicode|utf-?8/i.test(why) ? ' (allowed is UTF-8, or UTF-16 with its mark)' : '';
  return new Fault('bad-input', path, `it cannot be read: ${why.split('\n')[0]}${encoding}`, error);
};

/** The names that stand in a file's first line, as far as a name can be told from the engine's new name for a second `a`: `a_1`. */
const refuseTwins = async (
  warehouse: Warehouse,
  path: string,
  { names, source }: { readonly names: readonly string[]; readonly source: string },
  table: string,
) => {
  const lower = new Set(names.map((name) => name.toLowerCase()));
  for (const name of names) {
    const first = /^(.*)_\d+$/.exec(name)?.[1];
    if (first === undefined || !lower.has(first.toLowerCase())) continue;
    const text = source.replace('header = true', 'header = false, all_varchar = true');
    const head = await warehouse.connection.runAndReadAll(`SELECT * FROM ${text} LIMIT 1`, [path]);
    if (head.getRowsJS()[0]?.includes(name)) continue;
    await warehouse.run(`DROP TABLE ${table}`);
    throw new Fault(
      'bad-input',
      path,
      `got the column ${first} twice, allowed is one of each name, whatever its case`,
    );
  }
};

/** A file whose rows differ in length comes as one column of whole lines, named by the whole first line. */
const refuseUncut = (path: string, names: readonly string[]): void => {
  const [only = ''] = names;
  const mark = [',', ';', '\t', '|'].find((character) => only.includes(character));
  if (names.length !== 1 || mark === undefined) return;
  const cells = only.split(mark).length;
  const told = mark === '\t' ? 'tab' : mark;
  throw new Fault(
    'bad-input',
    path,
    `got rows of different lengths, allowed is ${cells} cells between "${told}" in each`,
  );
};

let tables = 0;

/**
 * Loads a user's CSV, TSV, Parquet, JSON or NDJSON file (gzipped or not) into a temporary table of its own; only the columns `wanted`, when
 * given. Throws `bad-input` when the file is missing, empty, cut short, holds no rows, rows of different lengths or two columns
 * of one name, or lacks a column.
 */
export const loadUserFile = async (
  warehouse: Warehouse,
  path: string,
  wanted?: readonly string[],
): Promise<LoadedFile> => {
  const { strict, lenient } = userSource(path);
  if (/\.gz$/i.test(path)) await checkGzip(path);
  const { connection } = warehouse;
  tables += 1;
  const table = `user_file_${tables}`;
  const namesOf = async (source: string) =>
    (await connection.runAndReadAll(`SELECT * FROM ${source} LIMIT 0`, [path])).columnNames();
  const load = async (source: string): Promise<{ names: string[]; source: string }> => {
    const names = await namesOf(source);
    const gone = wanted?.find((name) => !names.includes(name));
    if (gone !== undefined) {
      refuseUncut(path, names);
      throw absentColumn(path, gone, names);
    }
    const what = wanted === undefined ? '*' : [...new Set(wanted)].map(duckName).join(', ');
    await connection.run(`CREATE TEMP TABLE ${table} AS SELECT ${what} FROM ${source}`, [path]);
    return { names, source };
  };
  const read = await load(strict)
    .catch((error: unknown) => {
      if (lenient === null || error instanceof Fault) throw error;
      return load(lenient);
    })
    .catch((error: unknown) => {
      throw error instanceof Fault ? error : unreadable(path, error);
    });
  const isText = lenient !== null;
  if (isText) {
    refuseUncut(path, read.names);
    await refuseTwins(warehouse, path, read, table);
  }
  const [counted] = await warehouse.rows<{ n: number }>(`SELECT count(*) AS n FROM ${table}`);
  const n = counted?.n ?? 0;
  if (n === 0) throw new Fault('bad-input', path, 'it holds no rows');
  return { table, n, names: wanted === undefined ? read.names : [...new Set(wanted)] };
};
