import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Fault } from '@causeway/contract';
import { fileDigest, filesOf } from '../log/index.ts';
import type { Warehouse } from '../table/index.ts';
import { withWarehouse } from '../table/index.ts';
import { makeFolder } from './make-folder.ts';
import type { CommonOptions } from './options.ts';
import { VERSION } from './version.ts';

/** One run of a verb: it notes what was read and written, so that run.json can tell how to make it again. */
export type Run = {
  /** path of an artefact that an earlier verb wrote; throws `bad-input` naming that verb when it is missing */
  input(name: string, from: string): string;
  /** notes a file or folder of the user's own */
  note(name: string, path: string): string;
  readJson(name: string, from: string): unknown;
  /** a JSON file of the user's own, noted by that name */
  readOwn(name: string, path: string): unknown;
  /** the same, or null when that verb has not run */
  readJsonIf(name: string): unknown;
  output(name: string): string;
  writeJson(name: string, value: unknown): void;
  warehouse<T>(work: (warehouse: Warehouse) => Promise<T>): Promise<T>;
  say(message: string): void;
};

export type RunRecord = {
  readonly kind: 'run';
  readonly version: 1;
  readonly verb: string;
  readonly causeway: string;
  readonly config: Record<string, unknown>;
  readonly seed: number;
  /** first and last moment of the log, ms */
  readonly interval: { readonly from: number; readonly to: number } | null;
  /** SHA-256 of what was read and written, by name */
  readonly inputs: Record<string, string>;
  readonly outputs: Record<string, string>;
};

export const WAREHOUSE = 'warehouse.duckdb';

/** What a folder of data is known by. */
const DATA = /\.(ndjson|jsonl|csv|tsv|parquet)(\.gz)?$/i;

const digestOf = async (path: string): Promise<string> => {
  const files = filesOf(path, DATA, 'no file of data');
  if (files.length === 1 && files[0]?.path === path) return fileDigest(path);
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file.name} ${await fileDigest(file.path)}\n`);
  return hash.digest('hex');
};

/** The data of a warehouse is the set of files it was read from: DuckDB's own bytes differ from run to run. */
const dataOf = async (warehouse: Warehouse) => {
  const files = await warehouse.rows<{ digest: string }>('SELECT digest FROM ingested_files ORDER BY digest');
  const held = await warehouse.rows<{ table_name: string }>('SELECT table_name FROM duckdb_tables()');
  const log = ['steps', 'decisions'].filter((name) => held.some((table) => table.table_name === name));
  const moments = ['events', ...log].filter((name) => held.some((table) => table.table_name === name));
  const hash = createHash('sha256');
  for (const { digest } of files) hash.update(`${digest}\n`);
  const [interval] = await warehouse.rows<{ from_at: number | null; to_at: number | null }>(
    `SELECT min(at_ms) AS from_at, max(at_ms) AS to_at
     FROM (${(log.length > 0 ? log : moments).map((name) => `SELECT at_ms FROM ${name}`).join(' UNION ALL ')})`,
  );
  const { from_at: from, to_at: to } = interval ?? { from_at: null, to_at: null };
  return { digest: hash.digest('hex'), interval: from === null || to === null ? null : { from, to } };
};

/** Runs a verb's work, then writes DIR/runs/VERB/run.json and, when asked for, the result as JSON. */
export const runVerb = async (
  name: string,
  options: CommonOptions,
  work: (run: Run) => Promise<Record<string, unknown>>,
): Promise<void> => {
  const { dir } = options;
  const paths = { inputs: new Map<string, string>(), outputs: new Map<string, string>() };
  const record = { warehouse: null as string | null, interval: null as RunRecord['interval'] };
  const parse = (path: string): unknown => {
    try {
      return JSON.parse(readFileSync(path, 'utf8'));
    } catch {
      throw new Fault('bad-input', path, 'it is not JSON');
    }
  };
  const run: Run = {
    input: (file, from) => {
      const path = join(dir, file);
      if (!existsSync(path))
        throw new Fault('bad-input', path, `it is missing: causeway ${from} --dir ${dir} writes it`);
      return run.note(file, path);
    },
    note: (file, path) => {
      if (!existsSync(path)) throw new Fault('bad-input', path, 'there is no such file or folder');
      paths.inputs.set(file, path);
      return path;
    },
    readJson: (file, from) => parse(run.input(file, from)),
    readOwn: (file, path) => parse(run.note(file, path)),
    readJsonIf: (file) => (existsSync(join(dir, file)) ? parse(run.note(file, join(dir, file))) : null),
    output: (file) => {
      const path = join(dir, file);
      makeFolder(dirname(path));
      paths.outputs.set(file, path);
      return path;
    },
    writeJson: (file, value) => writeFileSync(run.output(file), `${JSON.stringify(value, null, 1)}\n`),
    warehouse: (body) => {
      makeFolder(dir);
      return withWarehouse(join(dir, WAREHOUSE), async (warehouse) => {
        const result = await body(warehouse);
        const { digest, interval } = await dataOf(warehouse);
        record.warehouse = digest;
        record.interval = interval;
        return result;
      });
    },
    say: (message) => process.stderr.write(`${message}\n`),
  };
  const result = await work(run);

  const digests = async (of: Map<string, string>): Promise<Record<string, string>> => {
    const out: Record<string, string> = {};
    for (const [file, path] of of) out[file] = await digestOf(path);
    return out;
  };
  const { json, seed, ...config } = options as CommonOptions & Record<string, unknown>;
  const inputs = await digests(paths.inputs);
  const whole: RunRecord = {
    kind: 'run',
    version: 1,
    verb: name,
    causeway: VERSION,
    config,
    seed,
    interval: record.interval,
    inputs: record.warehouse === null ? inputs : { ...inputs, [WAREHOUSE]: record.warehouse },
    outputs: await digests(paths.outputs),
  };
  const recordPath = join(dir, 'runs', name, 'run.json');
  makeFolder(dirname(recordPath));
  writeFileSync(recordPath, `${JSON.stringify(whole, null, 1)}\n`);
  const text = `${JSON.stringify({ verb: name, ...result })}\n`;
  if (json === '-') process.stdout.write(text);
  else if (json !== undefined) {
    makeFolder(dirname(json));
    writeFileSync(json, text);
  }
};
