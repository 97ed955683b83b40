import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '@causeway/contract';
import type { Command } from 'commander';
import { placeSightings } from '../../identity/index.ts';
import { checkMapping, exportDays, fetchLog, ingestEvents, ingest as ingestLog } from '../../log/index.ts';
import { bucketOf } from '../bucket-of.ts';
import { type EngineOptions, withEngine, withEngineOptions } from '../engine-of.ts';
import { type CommonOptions, verb } from '../options.ts';
import { type Run, runVerb } from '../run.ts';

type Options = CommonOptions &
  EngineOptions & {
    log?: string;
    data?: string;
    mapping?: string;
    key?: string;
    bucket?: string;
    prefix: string;
    parquet?: boolean;
  };

const parse = (path: string): unknown => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Fault('bad-input', path, 'it cannot be read as JSON', error);
  }
};

/** A key file holds hex digits: 32 to 128 of them. */
const readKey = (path: string): Uint8Array => {
  const text = readFileSync(path, 'utf8').trim();
  if (!/^([0-9a-f]{2})+$/i.test(text)) throw new Fault('missing-key', path, 'allowed are hex digits');
  return new Uint8Array(Buffer.from(text, 'hex'));
};

/** Brings a bucket's log to DIR/log. */
const fetchBucket = async (run: Run, dir: string, address: string, prefix: string): Promise<void> => {
  const source = bucketOf(address, prefix);
  const { objects, fetched } = await fetchLog(source, join(dir, 'log'), run.say);
  run.say(`ingest: ${objects} objects in the bucket, ${fetched} of them new`);
};

const ofShop = (run: Run, options: Options & { data: string; mapping: string }) => {
  const mapping = checkMapping(parse(run.note('mapping', options.mapping)), options.mapping);
  const key = options.key === undefined ? null : readKey(options.key);
  const data = run.note('data', options.data);
  const progress = { progress: run.say, clock: () => performance.now() };
  return run.warehouse((warehouse) => ingestEvents(warehouse, data, mapping, { key, ...progress }));
};

/** `causeway ingest`: the log, or a table of the shop's own through its mapping, into the warehouse; each line once. */
export const ingest = (): Command =>
  withEngineOptions(
    verb(
      'ingest',
      'read a folder of NDJSON log lines, or your own CSV, Parquet or NDJSON by a mapping, into DIR/warehouse.duckdb; run it again whenever there is more',
    ),
  )
    .option('--log <folder>', 'the folder, DIR/log by default')
    .option(
      '--bucket <url>',
      'first bring the log from https://HOST/BUCKET (R2, S3; keys in the environment)',
    )
    .option('--prefix <text>', 'of the bucket only what begins so', 'log/')
    .option('--data <path>', "instead of the log: a file or folder of the shop's own")
    .option('--mapping <file>', 'how its columns are to be read (JSON)')
    .option('--key <file>', 'hex key that makes tokens of identifiers; keep it as you keep the identifiers')
    .option('--parquet', 'also bring DIR/parquet up to date, one file a table and day')
    .action((options: Options) =>
      runVerb('ingest', options, async (run) => {
        const { data, mapping } = options;
        if ((data === undefined) !== (mapping === undefined)) {
          throw new Fault('bad-input', 'ingest', '--data and --mapping go together');
        }
        if (options.bucket !== undefined) await fetchBucket(run, options.dir, options.bucket, options.prefix);
        const ofLog = () => {
          const log = run.note('log', options.log ?? join(options.dir, 'log'));
          return run.warehouse((warehouse) => ingestLog(warehouse, log, { progress: run.say }));
        };
        const report =
          data !== undefined && mapping !== undefined
            ? await ofShop(run, { ...options, data, mapping })
            : await ofLog();
        if (options.engine !== 'duckdb')
          await run.warehouse((warehouse) =>
            withEngine(warehouse, options, (engine) => placeSightings(warehouse, engine)),
          );
        if (options.parquet !== true) return report;
        const days = await run.warehouse((warehouse) => exportDays(warehouse, join(options.dir, 'parquet')));
        return { ...report, days };
      }),
    );
