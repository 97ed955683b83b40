import { computedFeatures } from '@causeway/contract';
import type { Command } from 'commander';
import { reconcile as compare, placeHistory } from '../../features/index.ts';
import { zoneOffsets } from '../../table/index.ts';
import { readAsks } from '../ask-source.ts';
import { withEngine } from '../engine-of.ts';
import { verb, wholeNumber } from '../options.ts';
import { runVerb } from '../run.ts';
import { type FeatureOptions, readFeatureSet, withAsks } from './features.ts';

/** `causeway reconcile`: the same features in batch and event by event, and every difference between the two. */
export const reconcile = (): Command =>
  withAsks(verb('reconcile', 'compare features computed in batch with the same folded event by event'))
    .option('--most <n>', 'moments to compare', wholeNumber(1, 10_000_000), 10_000)
    .action((options: FeatureOptions & { most: number }) =>
      runVerb('reconcile', options, async (run) => {
        run.input('warehouse.duckdb', 'ingest');
        const definitions = computedFeatures(readFeatureSet(run, options.definitions));
        const report = await run.warehouse(async (warehouse) => {
          const asks = (await readAsks(warehouse, options)).slice(0, options.most);
          return withEngine(warehouse, options, async (engine) => {
            await placeHistory(warehouse, engine);
            return compare(engine, definitions, asks, zoneOffsets());
          });
        });
        run.writeJson('reconciliation.json', report);
        run.say(
          `reconcile: ${report.values} values of ${report.rows} moments, ${report.different} differ, ${report.beyond} beyond tolerance`,
        );
        return report;
      }),
    );
