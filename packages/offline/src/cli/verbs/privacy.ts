import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { readThresholds } from '../../gates/index.ts';
import { exportDays } from '../../log/index.ts';
import { accessSubject, dataInventory, impactAssessment, retainRows } from '../../privacy/index.ts';
import { type CommonOptions, verb, wholeNumber } from '../options.ts';
import { runVerb } from '../run.ts';
import { readLive } from '../study-files.ts';
import { THRESHOLDS } from './gate.ts';

const inventory = (): Command =>
  verb('inventory', 'every column of the warehouse: whom it tells of, and why it is kept').action(
    (options: CommonOptions) =>
      runVerb('privacy', options, async (run) => {
        run.input('warehouse.duckdb', 'ingest');
        const found = await run.warehouse(dataInventory);
        run.writeJson('inventory.json', found);
        run.say(
          `privacy: ${found.columns.length} columns in ${found.tables.length} tables; unclassified: ${found.unclassified.join(', ') || 'none'}`,
        );
        return { columns: found.columns.length, unclassified: found.unclassified };
      }),
  );

const access = (): Command =>
  verb('access', 'everything that is held of a pseudonym, with a receipt')
    .requiredOption('--subject <pseudonym>', 'the pseudonym')
    .action((options: CommonOptions & { subject: string }) =>
      runVerb('privacy', { ...options, subject: '(a subject)' } as CommonOptions, async (run) => {
        run.input('warehouse.duckdb', 'ingest');
        const { receipt, tables } = await run.warehouse((warehouse) =>
          accessSubject(warehouse, options.subject, Date.now()),
        );
        run.writeJson(`receipts/access-${receipt.of.slice(0, 16)}.json`, receipt);
        run.writeJson(`access/${receipt.of.slice(0, 16)}.json`, tables);
        run.say(
          `privacy: ${Object.values(receipt.rows).reduce((a, b) => a + b, 0)} rows of ${Object.keys(receipt.rows).length} tables`,
        );
        return { ...receipt };
      }),
    );

const days = wholeNumber(1, 100_000);

const retain = (): Command =>
  verb('retain', 'remove what is older than so many days, with a receipt')
    .requiredOption('--days <n>', 'how long lines are kept', days)
    .action((options: CommonOptions & { days: number }) =>
      runVerb('privacy', options, async (run) => {
        run.input('warehouse.duckdb', 'ingest');
        const receipt = await run.warehouse(async (warehouse) => {
          const made = await retainRows(warehouse, options.days, Date.now());
          await exportDays(warehouse, join(options.dir, 'parquet'));
          return made;
        });
        run.writeJson(`receipts/retention-${receipt.at}.json`, receipt);
        run.say(`privacy: ${Object.values(receipt.rows).reduce((a, b) => a + b, 0)} rows removed`);
        return { ...receipt };
      }),
    );

const assess = (): Command =>
  verb(
    'assess',
    'a data protection impact assessment from what is configured and stored: DIR/impact-assessment.md',
  )
    .option('--days <n>', 'how long lines are kept', days)
    .option('--thresholds <file>', 'the bounds', THRESHOLDS)
    .action((options: CommonOptions & { days?: number; thresholds: string }) =>
      runVerb('privacy', options, async (run) => {
        run.input('warehouse.duckdb', 'ingest');
        const found = await run.warehouse(dataInventory);
        const text = impactAssessment(
          found,
          readLive(run),
          readThresholds(run.note('thresholds', options.thresholds)),
          {
            at: Date.now(),
            retentionDays: options.days ?? null,
          },
        );
        writeFileSync(run.output('impact-assessment.md'), text);
        run.say('privacy: impact-assessment.md');
        return { columns: found.columns.length };
      }),
    );

/** `causeway privacy`: what is held, of whom, for how long; access, retention, and the document. Erasure is `causeway erase`. */
export const privacy = (): Command => {
  const all = verb(
    'privacy',
    'what is held of people: inventory, access, retain, assess',
  ).enablePositionalOptions();
  for (const one of [inventory, access, retain, assess]) all.addCommand(one().exitOverride());
  return all;
};
