import { Fault } from '@causeway/contract';
import type { Command } from 'commander';
import { averageEffects } from '../../learners/index.ts';
import { allRows, choosePrecisions, crossFitScores, groupFolds, orderOutcome } from '../../nuisance/index.ts';
import { openWarehouse, readTable } from '../../table/index.ts';
import { type CommonOptions, names, verb } from '../options.ts';
import { type Run, runVerb } from '../run.ts';
import { readStudy } from '../study-files.ts';
import { featureMatrix } from '../user-columns.ts';
import { userEffects } from '../user-effects.ts';

type Options = CommonOptions & {
  input?: string;
  treatment?: string;
  outcome?: string;
  features?: string[];
  propensity?: string;
  person?: string;
  control?: string;
};

const FOLDS = 5;

const ofStudy = async (run: Run, seed: number) => {
  const { live, exposures, unexposed } = await readStudy(run);
  run.say(`effects: ${exposures.n} exposures`);
  const precisions = choosePrecisions(exposures, allRows(exposures.n), live.actions.length);
  const folds = groupFolds(exposures.subject, FOLDS, seed);
  const scores = crossFitScores(exposures, folds, orderOutcome(live.actions, precisions));
  const result = {
    exposures: exposures.n,
    unexposed: unexposed.n,
    effects: averageEffects(exposures, scores),
    truncation: scores.truncation,
  };
  run.writeJson('effects.json', result);
  return result;
};

const ofTable = async (run: Run, input: string, options: Options) => {
  const { treatment, outcome, features, propensity, person, control } = options;
  if (treatment === undefined || outcome === undefined || features === undefined) {
    throw new Fault('bad-input', '--input', 'with it, --treatment, --outcome and --features are needed');
  }
  const warehouse = await openWarehouse(':memory:');
  try {
    const table = await readTable(warehouse, run.note('input', input));
    const study = {
      n: table.n,
      treatment: table.texts(treatment),
      outcome: table.numbers(outcome),
      x: featureMatrix(table, features),
      names: features,
      propensity: propensity === undefined ? null : table.numbers(propensity),
      person:
        person === undefined ? Array.from({ length: table.n }, (_, i) => String(i)) : table.texts(person),
      ...(control === undefined ? {} : { control }),
    };
    const result = userEffects(study, options.seed);
    run.writeJson('effects-table.json', result);
    return result;
  } finally {
    warehouse.close();
  }
};

/** `causeway effects`: what each action does on average; or what a treatment does in a table of one's own. */
export const effects = (): Command =>
  verb(
    'effects',
    'cross-fitted doubly robust effects of each action (A8); with --input, on a table of your own',
  )
    .option('--input <file>', 'CSV, Parquet or NDJSON, one row a unit')
    .option('--treatment <column>', 'what the unit got')
    .option('--outcome <column>', 'what came of it, a number')
    .option('--features <columns>', 'numbers known before the treatment, with commas between', names)
    .option(
      '--propensity <column>',
      'probability of the treatment that the row got; estimated when not given',
    )
    .option('--person <column>', 'whose row it is, when a person has several')
    .option('--control <value>', 'the treatment to compare with; the first in order by default')
    .action((options: Options) =>
      runVerb('effects', options, (run) =>
        options.input === undefined ? ofStudy(run, options.seed) : ofTable(run, options.input, options),
      ),
    );
