import { Fault } from '@causeway/contract';
import type { Command } from 'commander';
import { crossFitScores, groupFolds, ridgeOutcome } from '../../nuisance/index.ts';
import { estimatePropensities } from '../../ope/index.ts';
import { learnTablePolicy } from '../../policy/index.ts';
import { openWarehouse, readTable } from '../../table/index.ts';
import { encodeColumns } from '../encode-columns.ts';
import { type CommonOptions, names, numbers, positive, verb } from '../options.ts';
import { type Run, runVerb } from '../run.ts';
import { tableExposures } from '../table-exposures.ts';

type Options = CommonOptions & {
  log: string;
  action: string;
  reward: string;
  features: string[];
  propensity?: string;
  control?: string;
  costs?: string;
  budget?: number;
  group?: string;
};

const work = async (run: Run, options: Options) => {
  const warehouse = await openWarehouse(':memory:');
  try {
    const table = await readTable(warehouse, run.note('log', options.log));
    const { n } = table;
    const action = table.texts(options.action);
    const sorted = [...new Set(action)].sort();
    const control = options.control ?? (sorted[0] as string);
    if (!sorted.includes(control))
      throw new Fault('unknown-action', '--control', `got ${control}, the arms are ${sorted.join(', ')}`);
    const arms = [control, ...sorted.filter((name) => name !== control)];
    const costs = options.costs === undefined ? arms.map(() => 0) : numbers(options.costs);
    const { x, d, names: columns } = encodeColumns(table, options.features);
    const person =
      options.group === undefined
        ? Array.from({ length: n }, (_, i) => String(i))
        : table.texts(options.group);
    const shown = Int32Array.from(action, (name) => arms.indexOf(name));
    const propensity =
      options.propensity === undefined
        ? estimatePropensities({
            x,
            n,
            p: d,
            action: shown,
            arms: arms.length,
            group: person,
            seed: options.seed,
          })
        : table.numbers(options.propensity);
    const exposures = tableExposures({
      n,
      arms,
      action: shown,
      propensity,
      reward: table.numbers(options.reward),
      x,
      person,
    });
    const scores = crossFitScores(exposures, groupFolds(person, 5, options.seed), ridgeOutcome(d));
    const learned = learnTablePolicy({
      n,
      p: d,
      arms,
      x,
      scores: scores.reward,
      costs,
      budgetPerRow: options.budget === undefined ? Infinity : options.budget / n,
      person,
      seed: options.seed,
    });
    const result = {
      rows: n,
      arms,
      columns,
      propensities: options.propensity === undefined ? 'estimated' : 'given',
      ...learned,
    };
    run.writeJson('policy-table.json', result);
    run.say(`policy learn: ${learned.chosen}`);
    return result;
  } finally {
    warehouse.close();
  }
};

/** `causeway policy learn`: from a logged table to a policy that is shown to be better than doing nothing, or to nothing. */
export const policyLearn = (): Command =>
  verb('learn', 'learn a policy from a logged table: trees, linear, constants; conservative choice (A10-A12)')
    .requiredOption('--log <file>', 'CSV, Parquet or NDJSON, one row a decision')
    .requiredOption('--action <column>', 'what was done')
    .requiredOption('--reward <column>', 'what came of it, a number')
    .requiredOption('--features <columns>', 'what was known before; texts become indicators', names)
    .option('--propensity <column>', 'logged probability of what was done; estimated when not given')
    .option('--control <value>', 'the arm that is doing nothing; the first in order by default')
    .option('--costs <numbers>', 'cost an arm: the control first, the others in order')
    .option('--budget <amount>', 'what may be spent over all rows', positive)
    .option('--group <column>', 'whose row it is')
    .action((options: Options) => runVerb('policy-learn', options, (run) => work(run, options)));
