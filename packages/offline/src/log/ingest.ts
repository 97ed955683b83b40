import type { StoredLine } from '@causeway/contract';
import { asFault } from '@causeway/contract';
import type { DuckDBValue } from '@duckdb/node-api';
import type { Warehouse } from '../table/index.ts';
import { appendRows } from '../table/index.ts';
import { fileDigest, type LogFile, linesOf, someNames, sortLogFiles } from './log-files.ts';
import { createLogTables } from './log-tables.ts';
import { readLine } from './read-line.ts';
import { createStage } from './stage.ts';

export type IngestReport = {
  files: number;
  /** names of what is in the folder and was not read: another ending, a link */
  passedOver: readonly string[];
  /** files read before, by their bytes */
  skipped: number;
  lines: number;
  /** lines that the warehouse did not hold yet */
  kept: number;
  /** lines whose (kind, id) it already held: retries, and decisions that came by receipt as well */
  repeated: number;
  broken: number;
  /** the first broken line: what is wrong with it, and where */
  firstBroken: string | null;
};

export type IngestOptions = {
  /** lines that are merged in one transaction */
  readonly batchLines?: number;
  readonly progress?: (message: string) => void;
};

/** What is kept of a broken line; the file itself keeps all of it. */
const MAX_TEXT = 65_536;
/** Lines that are merged together: enough that many small files cost little, few enough for 100 MB. */
const BATCH_LINES = 50_000;

type Broken = { readonly line: number; readonly reason: string; readonly text: string };
type ReadFile = { readonly file: LogFile; readonly digest: string; lines: number; readonly broken: Broken[] };

const readFile = async (
  file: LogFile,
  digest: string,
  put: (line: StoredLine) => void,
): Promise<ReadFile> => {
  const read: ReadFile = { file, digest, lines: 0, broken: [] };
  let line = 0;
  for await (const text of linesOf(file.path)) {
    line++;
    if (text.trim() === '') continue;
    read.lines++;
    try {
      put(readLine(text, `${file.name}:${line}`));
    } catch (error) {
      const reason = asFault(error, `${file.name}:${line}`).message;
      read.broken.push({ line, reason, text: text.slice(0, MAX_TEXT) });
    }
  }
  return read;
};

/**
 * Writes down that a file was read. One that has grown is read again whole: its broken lines are those of its last
 * reading.
 */
const noteFile = async (warehouse: Warehouse, { file, digest, lines, broken }: ReadFile): Promise<void> => {
  const values: DuckDBValue[] = [digest, file.name, BigInt(lines), BigInt(broken.length)];
  await warehouse.run('INSERT INTO ingested_files VALUES (?, ?, ?, ?)', values);
  await warehouse.run('DELETE FROM quarantine WHERE path = ?', [file.name]);
  const rows = broken.map(({ line, reason, text }) => [file.name, BigInt(line), reason, text]);
  await appendRows(warehouse, 'quarantine', rows);
};

/**
 * Reads a folder of NDJSON (one StoredLine a line) into the warehouse.
 *
 * Every line is checked; a broken one goes to `quarantine` with its reason and place, and stops nothing. A line is
 * kept once by (kind, id), the edge's own copy before a receipt's. Lines and the digests of the files they came from
 * go in by one transaction, so that a run that was killed is simply run again, and a file already read is passed
 * over.
 */
export const ingest = async (
  warehouse: Warehouse,
  folder: string,
  options: IngestOptions = {},
): Promise<IngestReport> => {
  const { batchLines = BATCH_LINES, progress = () => {} } = options;
  await createLogTables(warehouse);
  const { files, passedOver } = sortLogFiles(folder);
  if (passedOver.length > 0)
    progress(
      `ingest: ${passedOver.length} passed over, no .ndjson or .jsonl by name: ${someNames(passedOver)}`,
    );
  const seen = new Set(
    (await warehouse.rows<{ digest: string }>('SELECT digest FROM ingested_files')).map(
      ({ digest }) => digest,
    ),
  );
  const report = { files: files.length, passedOver, skipped: 0, lines: 0, kept: 0, repeated: 0, broken: 0 };
  let firstBroken: string | null = null;
  const stage = createStage(warehouse);
  let read: ReadFile[] = [];

  const flush = async (): Promise<void> => {
    const put = stage.size();
    const kept = await warehouse.transaction(async () => {
      const added = await stage.merge();
      for (const file of read) await noteFile(warehouse, file);
      return added;
    });
    for (const { lines, broken } of read) {
      report.lines += lines;
      report.broken += broken.length;
      firstBroken ??= broken[0]?.reason ?? null;
    }
    report.kept += kept;
    report.repeated += put - kept;
    read = [];
    progress(`ingest: ${report.lines} lines read, ${report.kept} new, ${report.broken} broken`);
  };

  for (const file of files) {
    const digest = await fileDigest(file.path);
    if (seen.has(digest)) {
      report.skipped++;
      continue;
    }
    seen.add(digest);
    read.push(await readFile(file, digest, stage.put));
    if (stage.size() >= batchLines || read.length >= 2000) await flush();
  }
  if (read.length > 0) await flush();
  return { ...report, firstBroken };
};
