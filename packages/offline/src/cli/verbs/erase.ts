import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { erasePerson } from '../../identity/index.ts';
import { exportDays } from '../../log/index.ts';
import { compactWarehouse } from '../../table/index.ts';
import { type EngineOptions, emptyEngine, withEngine, withEngineOptions } from '../engine-of.ts';
import { type CommonOptions, verb } from '../options.ts';
import { runVerb, WAREHOUSE } from '../run.ts';

/** `causeway erase`: someone out of every table and file, with a receipt. */
export const erase = (): Command =>
  withEngineOptions(
    verb('erase', 'take a person out of the warehouse and its Parquet files, and write a receipt'),
  )
    .requiredOption('--type <identifier>', 'subject, account, loyalty, email, device or cookie', 'subject')
    .requiredOption('--value <token>', 'the pseudonym or token')
    .action((options: CommonOptions & EngineOptions & { type: string; value: string }) =>
      runVerb('erase', { ...options, value: '(erased)' } as CommonOptions, async (run) => {
        const path = run.input('warehouse.duckdb', 'ingest');
        const { type, value, dir } = options;
        const receipt = await run.warehouse(async (warehouse) => {
          const emptied = await withEngine(warehouse, options, (engine) => emptyEngine(warehouse, engine));
          const made = await erasePerson(warehouse, { type, value, at: Date.now() });
          await exportDays(warehouse, join(dir, 'parquet'));
          return { ...made, emptied };
        });
        await compactWarehouse(path);
        for (const derived of ['profiles.json', 'feature-catalogue.json'])
          rmSync(join(dir, derived), { force: true });
        run.writeJson(`receipts/${receipt.of.slice(0, 16)}.json`, receipt);
        const rows = Object.values(receipt.rows).reduce((sum, n) => sum + n, 0);
        run.say(
          `erase: ${rows} rows of ${Object.keys(receipt.rows).length} tables; ${WAREHOUSE} was written anew`,
        );
        return receipt;
      }),
    );
