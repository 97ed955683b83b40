import { join } from 'node:path';
import type { Command } from 'commander';
import { ingest as ingestLog } from '../../log/index.ts';
import { type CommonOptions, verb } from '../options.ts';
import { runVerb } from '../run.ts';

/** `causeway ingest`: NDJSON files into the warehouse, each line checked, once. */
export const ingest = (): Command =>
  verb(
    'ingest',
    'read a folder of NDJSON log lines into DIR/warehouse.duckdb; run it again whenever there is more',
  )
    .option('--log <folder>', 'the folder, DIR/log by default')
    .action((options: CommonOptions & { log?: string }) =>
      runVerb('ingest', options, async (run) => {
        const log = run.note('log', options.log ?? join(options.dir, 'log'));
        return run.warehouse((warehouse) => ingestLog(warehouse, log, { progress: run.say }));
      }),
    );
