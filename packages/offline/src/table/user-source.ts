import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { extname } from 'node:path';
import { Fault } from '@causeway/contract';

/** DuckDB's reader of a user's file, with `?` for its path; `lenient` is to be tried when `strict` fails. */
export type UserSource = { readonly strict: string; readonly lenient: string | null };

/** A type is told from the whole file: a text in the last row makes a column texts, not a failure. The first line names the columns. */
const csv = (more: string): string => `read_csv_auto(?, ${more}skip = 0, sample_size = -1, header = true)`;
const JSON_ROWS = 'read_json_auto(?, sample_size = -1)';
const READERS: Readonly<Record<string, string | null>> = {
  '.csv': null,
  '.tsv': null,
  '.txt': null,
  '.parquet': 'read_parquet(?)',
  '.ndjson': JSON_ROWS,
  '.jsonl': JSON_ROWS,
  '.json': JSON_ROWS,
};

/** Whether a file begins as spreadsheets begin one in UTF-16. */
const isUtf16 = (path: string): boolean => {
  const [file, head] = [openSync(path, 'r'), new Uint8Array(2)];
  try {
    readSync(file, head);
  } finally {
    closeSync(file);
  }
  return (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
};

/**
 * How a CSV, TSV, Parquet, JSON or NDJSON file (gzipped or not; a gzipped file without another ending is CSV) is read. The lenient way
 * also takes CSV edited by hand or by awk, which mixes line ends or leaves a quote open; the strict one tells more when a file is
 * wrong. Throws `bad-input` for another ending, no file, or an empty one.
 */
export const userSource = (path: string): UserSource => {
  const bare = path.replace(/\.gz$/i, '');
  const extension = extname(bare).toLowerCase() || (bare === path ? '' : '.csv');
  const reader = READERS[extension];
  if (reader === undefined) {
    const allowed = Object.keys(READERS).join(', ');
    throw new Fault('bad-input', path, `got "${extname(path)}", allowed is one of ${allowed}`);
  }
  if (!existsSync(path)) throw new Fault('bad-input', path, 'there is no such file');
  if (!statSync(path).isFile()) throw new Fault('bad-input', path, 'got a folder, allowed is a file');
  if (statSync(path).size === 0) throw new Fault('bad-input', path, 'the file is empty');
  if (reader !== null) return { strict: reader, lenient: null };
  const encoding = isUtf16(path) ? "encoding = 'utf-16', " : '';
  return { strict: csv(encoding), lenient: csv(`${encoding}strict_mode = false, `) };
};
