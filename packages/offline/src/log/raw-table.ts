import { Fault } from '@causeway/contract';
import { duckName, duckText } from '../table/duck-text.ts';
import type { Warehouse } from '../table/index.ts';
import { isPacked, linesOf } from './log-files.ts';
import { columnsOfMapping, type Mapping } from './mapping.ts';

/** A JSON pointer to a column; a name that begins with a slash is one already. */
const pointer = (name: string): string =>
  name.startsWith('/') ? name : `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** DuckDB itself knows a packed file by a small .gz only. */
const compressionOf = (path: string): string => duckText(isPacked(path) ? 'gzip' : 'none');

/** What could not even be cut into columns: the line, and why. Its text may hold identifiers and is not kept. */
export type Unreadable = { readonly line: number; readonly reason: string };

const why = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0]?.slice(0, 300) ??
  'it cannot be read';

const readNdjson = async (
  warehouse: Warehouse,
  path: string,
  all: readonly string[],
): Promise<Unreadable[]> => {
  const lines = `SELECT row_number() OVER () AS line, text FROM read_csv(${duckText(path)}, columns = {'text': 'VARCHAR'},
    auto_detect = false, header = false, delim = '\u0001', quote = '', escape = '', null_padding = true,
    compression = ${compressionOf(path)})`;
  await warehouse.run(`CREATE OR REPLACE TEMP TABLE lines AS ${lines}`);
  const columns = all.map((name, k) => `json_extract_string(text, ${duckText(pointer(name))}) AS c${k}`);
  const good = `CASE WHEN json_valid(text) THEN json_type(text) = 'OBJECT' ELSE false END`;
  await warehouse.run(
    `CREATE OR REPLACE TEMP TABLE raw AS SELECT line, ${columns.join(', ')} FROM lines WHERE ${good}`,
  );
  const bad = await warehouse.rows<Unreadable>(
    `SELECT line, 'it is not a JSON object' AS reason FROM lines WHERE trim(coalesce(text, '')) <> '' AND NOT (${good})`,
  );
  await warehouse.run('DROP TABLE lines');
  return bad;
};

/** The names in the first line of a CSV file; a quoted name may hold the delimiter, not a line break. */
const headerOf = async (path: string, delimiter: string): Promise<string[]> => {
  for await (const line of linesOf(path)) {
    const cells: string[] = [];
    let [cell, inQuotes] = ['', false];
    for (const character of line.replace(/^\uFEFF/, '')) {
      if (character === '"') inQuotes = !inQuotes;
      else if (character === delimiter && !inQuotes) {
        cells.push(cell);
        cell = '';
      } else cell += character;
    }
    return [...cells, cell];
  }
  return [];
};

const readCsv = async (
  warehouse: Warehouse,
  path: string,
  all: readonly string[],
  delimiter: string,
): Promise<Unreadable[]> => {
  // The tables of rejects stay between readings, each with the number of its scan.
  const last = async (): Promise<number> => {
    const found = await warehouse
      .rows<{ last: number | null }>('SELECT max(scan_id) AS last FROM reject_scans')
      .catch(() => []);
    return found[0]?.last ?? -1;
  };
  const before = await last();
  const header = await headerOf(path, delimiter);
  const missing = all.filter((name) => !header.includes(name));
  if (missing.length > 0)
    throw new Error(`it has no column ${missing.join(', ')}; there are ${header.join(', ')}`);
  const columns = all.map((name) => `h${header.indexOf(name)} AS c${all.indexOf(name)}`).join(', ');
  // The form is declared and never guessed: a guess depends on what happens to stand in the first rows.
  const form = header.map((_, k) => `'h${k}': 'VARCHAR'`).join(', ');
  await warehouse.run(`CREATE OR REPLACE TEMP TABLE raw AS SELECT row_number() OVER () AS line, ${columns}
    FROM read_csv(${duckText(path)}, header = true, auto_detect = false, columns = {${form}}, delim = ${duckText(delimiter)}, quote = '"',
      escape = '"', compression = ${compressionOf(path)}, store_rejects = true, rejects_limit = 0)`);
  return warehouse.rows<Unreadable>(
    `SELECT e.line AS line, min(lower(CAST(e.error_type AS VARCHAR))) AS reason FROM reject_errors e
     WHERE e.scan_id > ${before} GROUP BY e.line ORDER BY e.line`,
  );
};

/**
 * Makes the temporary table `raw` (line, c0, c1, ... as text) of a file; returns the lines that could not be read. The
 * line of a CSV or Parquet row is its number among the rows that could. Throws `bad-input` when the file as a whole
 * cannot be read, or lacks a column.
 */
export const readRaw = async (
  warehouse: Warehouse,
  path: string,
  mapping: Mapping,
): Promise<Unreadable[]> => {
  const { all } = columnsOfMapping(mapping);
  try {
    if (mapping.format === 'ndjson') return await readNdjson(warehouse, path, all);
    if (mapping.format === 'csv') return await readCsv(warehouse, path, all, mapping.delimiter ?? ',');
    const columns = all.map((name, k) => `CAST(${duckName(name)} AS VARCHAR) AS c${k}`).join(', ');
    await warehouse.run(`CREATE OR REPLACE TEMP TABLE raw AS
      SELECT row_number() OVER () AS line, ${columns} FROM read_parquet(${duckText(path)})`);
    return [];
  } catch (error) {
    throw new Fault(
      'bad-input',
      path,
      `it cannot be read by the mapping ${mapping.name}: ${why(error)}`,
      error,
    );
  }
};
