import { createHash } from 'node:crypto';
import { asFault, digest, Fault } from '@causeway/contract';
import type { Warehouse } from '../table/index.ts';
import { appendRows } from '../table/index.ts';
import { createEventTables, EVENT_TABLE_COLUMNS, IDENTIFIERS } from './event-tables.ts';
import { fileDigest, type LogFile, someNames, sortFiles } from './log-files.ts';
import type { Mapping } from './mapping.ts';
import { mappingSql } from './mapping-sql.ts';
import { readRaw, type Unreadable } from './raw-table.ts';

export type EventsReport = {
  files: number;
  /** names of what is in the folder and was not read: another ending, a link */
  passedOver: readonly string[];
  /** files read before by the same mapping, by their bytes */
  skipped: number;
  /** files that could not be read at all; each has a line in the quarantine and is tried again next time */
  brokenFiles: number;
  rows: number;
  kept: number;
  /** rows whose id and content were there before */
  repeated: number;
  broken: number;
  /** rows kept that are older than what the source had brought before */
  late: number;
  /** rows of erased persons, passed over */
  erased: number;
  firstBroken: string | null;
};

export type EventsOptions = {
  /** the shop's key for tokens, 16 to 64 bytes; null when all identifiers are given as tokens */
  readonly key: Uint8Array | null;
  readonly progress?: (message: string) => void;
  /** milliseconds, for rates only */
  readonly clock?: () => number;
};

const EXTENSIONS = {
  csv: /\.(csv|tsv)(\.gz)?$/i,
  parquet: /\.parquet$/i,
  ndjson: /\.(ndjson|jsonl)(\.gz)?$/i,
} as const;

type FileReport = Pick<EventsReport, 'rows' | 'kept' | 'broken' | 'late' | 'erased'>;

const erasedSql = IDENTIFIERS.map(
  (name) =>
    `(p.${name} IS NOT NULL AND sha256(p.${name}) IN (SELECT token FROM erased e WHERE p.at_ms <= e.until_ms))`,
).join(' OR ');

/** Moves good rows of `parsed` into `events`, once by id; the same id with other content is broken. */
const merge = async (warehouse: Warehouse, source: string, name: string): Promise<FileReport> => {
  const columns = EVENT_TABLE_COLUMNS.slice(0, -1).join(', ');
  const one = async (sql: string): Promise<number> => (await warehouse.rows<{ n: number }>(sql))[0]?.n ?? 0;
  const rows = await one('SELECT count(*) AS n FROM parsed');
  const anyErased = (await one('SELECT count(*) AS n FROM erased')) > 0;
  const erased = anyErased
    ? await one(`SELECT count(*) AS n FROM parsed p WHERE reason IS NULL AND (${erasedSql})`)
    : 0;
  if (erased > 0) await warehouse.run(`DELETE FROM parsed p WHERE reason IS NULL AND (${erasedSql})`);
  await warehouse.run(
    `CREATE OR REPLACE TEMP TABLE fresh AS SELECT * FROM parsed WHERE reason IS NULL
     QUALIFY row_number() OVER (PARTITION BY id ORDER BY line) = 1`,
  );
  const known = `(SELECT id, content FROM fresh UNION ALL SELECT id, content FROM events WHERE source = '${source}')`;
  const different = `SELECT p.line, 'id: ' || p.id || ' was read before with other content' AS reason, p.text
    FROM parsed p INNER JOIN ${known} k ON k.id = p.id WHERE p.reason IS NULL AND k.content <> p.content`;
  await warehouse.run(
    `INSERT INTO quarantine SELECT DISTINCT $1, line, reason, text FROM (${different}
     UNION ALL SELECT line, reason, text FROM parsed WHERE reason IS NOT NULL)`,
    [name],
  );
  await warehouse.run(`DELETE FROM fresh WHERE id IN (SELECT id FROM events WHERE source = '${source}')`);
  const late = await one(
    `SELECT count(*) AS n FROM fresh WHERE at_ms < (SELECT max(at_ms) FROM events WHERE source = '${source}')`,
  );
  const kept = await one('SELECT count(*) AS n FROM fresh');
  await warehouse.run(
    `INSERT INTO events SELECT ${columns}, (SELECT count(*) FROM ingested_files) FROM fresh ORDER BY at_ms, id`,
  );
  await warehouse.run(
    `INSERT INTO changed_days SELECT DISTINCT 'events', at_ms // 86400000 FROM fresh ON CONFLICT DO NOTHING`,
  );
  await warehouse.run('DROP TABLE fresh');
  return { rows, kept, late, erased, broken: 0 };
};

/** One file in one transaction: its rows, what was wrong with it, and that it was read. */
const ingestFile = (
  warehouse: Warehouse,
  file: LogFile,
  mark: string,
  mapping: Mapping,
  key: Uint8Array | null,
): Promise<FileReport> =>
  warehouse.transaction(async () => {
    const name = `${mapping.name}/${file.name}`;
    await warehouse.run('DELETE FROM quarantine WHERE path = ?', [name]);
    const unreadable: Unreadable[] = await readRaw(warehouse, file.path, mapping);
    await warehouse.run(`CREATE OR REPLACE TEMP TABLE parsed AS ${mappingSql(mapping, key)}`);
    const report = await merge(warehouse, mapping.name, name);
    await appendRows(
      warehouse,
      'quarantine',
      unreadable.map(({ line, reason }) => [name, BigInt(line), reason, '']),
    );
    const [aside] = await warehouse.rows<{ n: number }>(
      'SELECT count(*) AS n FROM quarantine WHERE path = ?',
      [name],
    );
    const broken = aside?.n ?? 0;
    const rows = report.rows + unreadable.length;
    const values = [mark, name, BigInt(rows), BigInt(broken)];
    await warehouse.run('INSERT INTO ingested_files VALUES (?, ?, ?, ?)', values);
    await warehouse.run('DROP TABLE parsed; DROP TABLE raw');
    return { ...report, rows, broken };
  });

/** A file that cannot be read stands in the quarantine as line 0 and stops no other. */
const setAside = async (warehouse: Warehouse, name: string, error: unknown): Promise<string> => {
  const { message } = asFault(error, name);
  await warehouse.run('DELETE FROM quarantine WHERE path = ?', [name]);
  await appendRows(warehouse, 'quarantine', [[name, 0n, message, '']]);
  return message;
};

/**
 * Reads a shop's own table (a file, or a folder of them) into `events` through its mapping.
 *
 * A row is kept once by (source, id), in whatever order rows and files come. A broken row goes to `quarantine` with its
 * reason and place, without its identifiers, and stops nothing. A file goes in whole or not at all, together with the
 * note that it was read: a run that was killed is simply run again. Throws `missing-key` when tokens are to be made
 * without a key.
 */
export const ingestEvents = async (
  warehouse: Warehouse,
  path: string,
  mapping: Mapping,
  options: EventsOptions,
): Promise<EventsReport> => {
  const { key, progress = () => {}, clock = () => 0 } = options;
  mappingSql(mapping, key);
  await createEventTables(warehouse);
  const { files, passedOver } = sortFiles(path, EXTENSIONS[mapping.format], `no .${mapping.format} file`);
  if (passedOver.length > 0)
    progress(
      `ingest: ${passedOver.length} passed over, no .${mapping.format} by name: ${someNames(passedOver)}`,
    );
  const known = await warehouse.rows<{ digest: string }>('SELECT digest FROM ingested_files');
  const seen = new Set(known.map(({ digest: mark }) => mark));
  const report: EventsReport = {
    files: files.length,
    passedOver,
    skipped: 0,
    brokenFiles: 0,
    rows: 0,
    kept: 0,
    repeated: 0,
    broken: 0,
    late: 0,
    erased: 0,
    firstBroken: null,
  };
  for (const file of files) {
    const bytes = await fileDigest(file.path);
    const mark = createHash('sha256')
      .update(`${digest(mapping)} ${bytes}`)
      .digest('hex');
    if (seen.has(mark)) {
      report.skipped++;
      continue;
    }
    const started = clock();
    try {
      const read = await ingestFile(warehouse, file, mark, mapping, key);
      seen.add(mark);
      for (const name of ['rows', 'kept', 'broken', 'late', 'erased'] as const) report[name] += read[name];
      report.repeated += read.rows - read.kept - read.broken - read.erased;
      const seconds = (clock() - started) / 1000;
      const rate = seconds > 0 ? `, ${Math.round(read.rows / seconds)} rows a second` : '';
      progress(
        `ingest: ${mapping.name}/${file.name}: ${read.rows} rows, ${read.kept} new, ${read.broken} broken${rate}`,
      );
    } catch (error) {
      // Only a file that is at fault is passed over; a defect of ours, a full disk, a lost lock are told.
      if (!(error instanceof Fault && error.code === 'bad-input')) throw error;
      report.brokenFiles++;
      report.firstBroken ??= await setAside(warehouse, `${mapping.name}/${file.name}`, error);
      progress(`ingest: ${mapping.name}/${file.name} cannot be read`);
    }
  }
  const [first] = await warehouse.rows<{ reason: string }>(
    `SELECT reason FROM quarantine WHERE starts_with(path, '${mapping.name}/') ORDER BY path, line LIMIT 1`,
  );
  return { ...report, firstBroken: report.firstBroken ?? first?.reason ?? null };
};
