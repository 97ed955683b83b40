import { readFileSync } from 'node:fs';
import { checkFeatureSet, computedFeatures, Fault, type FeatureSet } from '@causeway/contract';
import type { Command } from 'commander';
import {
  CUSTOMER_FEATURES,
  computeFeatures,
  featureCatalogue,
  findLeaks,
  oneAskEach,
  placeHistory,
  writeFeatures,
} from '../../features/index.ts';
import { zoneOffsets } from '../../table/index.ts';
import { readAsks } from '../ask-source.ts';
import { type EngineOptions, withEngine, withEngineOptions } from '../engine-of.ts';
import { type CommonOptions, moment, verb } from '../options.ts';
import { type Run, runVerb } from '../run.ts';

export type FeatureOptions = CommonOptions &
  EngineOptions & { definitions?: string; exposures?: string; asOf?: number };
/** Asks that are computed again without their future, each time. */
const TRIED = 1000;

export const readFeatureSet = (run: Run, path: string | undefined): FeatureSet => {
  if (path === undefined) return CUSTOMER_FEATURES;
  try {
    return checkFeatureSet(JSON.parse(readFileSync(run.note('definitions', path), 'utf8')), path);
  } catch (error) {
    if (error instanceof SyntaxError) throw new Fault('bad-input', path, 'it is not JSON');
    throw error;
  }
};

/** The options that say which features, and of whom when. */
export const withAsks = (command: Command): Command =>
  withEngineOptions(command)
    .option('--definitions <file>', 'the features (JSON); those of a customer by default')
    .option('--exposures <name>', 'at every exposure of this definition, or version')
    .option('--as-of <time>', 'or of every person at this moment', moment);

/** `causeway features`: declared features strictly before each moment, kept sparsely, with a catalogue and a leak trial. */
export const features = (): Command =>
  withAsks(
    verb('features', 'compute declared features strictly before each exposure, and try them for leaks'),
  ).action((options: FeatureOptions) =>
    runVerb('features', options, async (run) => {
      run.input('warehouse.duckdb', 'ingest');
      const set = readFeatureSet(run, options.definitions);
      const offset = zoneOffsets();
      const report = await run.warehouse(async (warehouse) => {
        const asks = await readAsks(warehouse, options);
        return withEngine(warehouse, options, async (engine) => {
          await placeHistory(warehouse, engine);
          const definitions = computedFeatures(set);
          const leaks = await findLeaks(engine, oneAskEach(asks).slice(0, TRIED), (some, history) =>
            computeFeatures(engine, definitions, some, offset, { history, asks: 'leak_asks' }),
          );
          await engine.drop('leak_asks');
          if (leaks.leaks.length > 0) {
            throw new Fault(
              'bad-input',
              'features',
              `${leaks.leaks.map(({ feature }) => feature).join(', ')} see the future`,
            );
          }
          return { ...(await writeFeatures(warehouse, set, asks, offset, engine)), leaks };
        });
      });
      run.writeJson('feature-catalogue.json', featureCatalogue(set));
      run.say(
        `features: ${report.asks} moments, ${report.kept} of ${report.values} values are kept, no leak in ${report.leaks.asked} trials`,
      );
      return report;
    }),
  );
