import { Fault } from '@causeway/contract';
import type { Command } from 'commander';
import {
  type Allocation,
  cappedBudget,
  fairBudget,
  greedyBudget,
  lagrangianBudget,
} from '../../policy/index.ts';
import { openWarehouse, readTable } from '../../table/index.ts';
import { type CommonOptions, names, numbers, positive, share, verb, wholeNumber } from '../options.ts';
import { type Run, runVerb } from '../run.ts';

type Options = CommonOptions & {
  scores: string;
  gammas: string[];
  costs: number[];
  budget: number;
  by?: string[];
  person?: string;
  cap: number;
  fair?: string;
  gap: number;
};

const told = ({ multiplier, counts, spent, gain }: Allocation) => ({ multiplier, counts, spent, gain });

const work = async (run: Run, options: Options) => {
  const { gammas, costs, budget } = options;
  if (costs.length !== gammas.length)
    throw new Fault('bad-input', '--costs', `got ${costs.length} costs for ${gammas.length} scores`);
  const warehouse = await openWarehouse(':memory:');
  try {
    const table = await readTable(warehouse, run.note('scores', options.scores));
    const values = gammas.map((name) => table.numbers(name));
    const problem = { n: table.n, values, costs };
    const fit = lagrangianBudget(problem, budget);
    const capped =
      options.person === undefined
        ? undefined
        : cappedBudget(problem, budget, table.texts(options.person), options.cap);
    const fair =
      options.fair === undefined
        ? undefined
        : fairBudget(problem, budget, table.texts(options.fair), options.gap);
    // What the allocation gains by other scores of the same rows: doubly robust ones judge a plug-in choice.
    const judged = options.by?.map((name) => table.numbers(name));
    if (judged !== undefined && judged.length !== gammas.length)
      throw new Fault('bad-input', '--by', `got ${judged.length} columns for ${gammas.length} scores`);
    const gainBy = judged?.[0]?.reduce(
      (sum, base, i) => sum + (judged[fit.arm[i] as number]?.[i] as number) - base,
      0,
    );
    run.say(`policy budget: gain ${fit.gain}, spent ${fit.spent} of ${budget}, multiplier ${fit.multiplier}`);
    return {
      rows: table.n,
      budget,
      ...told(fit),
      ...(gainBy === undefined ? {} : { gainBy }),
      upperBound: fit.upperBound,
      gap: fit.gap,
      relativeGap: fit.relativeGap,
      greedy: told(greedyBudget(problem, budget)),
      ...(capped === undefined
        ? {}
        : {
            capped: {
              ...told(capped),
              cap: capped.cap,
              upperBound: capped.upperBound,
              relativeGap: capped.relativeGap,
              rowsHeldBack: capped.rowsHeldBack,
              price: fit.gain - capped.gain,
            },
          }),
      ...(fair === undefined
        ? {}
        : {
            fair: {
              counts: fair.counts,
              spent: fair.spent,
              gain: fair.gain,
              shares: fair.shares,
              sharesWithout: fair.unconstrained.shares,
              price: fair.price,
              relativePrice: fair.relativePrice,
            },
          }),
    };
  } finally {
    warehouse.close();
  }
};

/** `causeway policy budget`: who gets what when the money is limited, with a certificate. */
export const policyBudget = (): Command =>
  verb('budget', 'allocate arms under a budget by the Lagrangian (A11, A12, B39-B41), with its dual gap')
    .requiredOption('--scores <file>', 'CSV, Parquet or NDJSON, one row a unit')
    .requiredOption('--gammas <columns>', 'value of each arm, the first being "nothing"', names)
    .requiredOption('--costs <numbers>', 'cost an arm, in the same order', numbers)
    .requiredOption('--budget <amount>', 'what may be spent over all rows', positive)
    .option(
      '--features <columns>',
      'accepted so that one line of flags serves tree and budget; not used',
      names,
    )
    .option('--by <columns>', 'judge the allocation by these scores as well', names)
    .option('--person <column>', 'also with a frequency cap: whose row it is')
    .option('--cap <n>', 'rows of a person that may get an arm other than the first', wholeNumber(0, 1e6), 1)
    .option('--fair <column>', 'also with like shares of these groups served, and what that costs')
    .option('--gap <share>', 'largest difference of those shares', share, 0.05)
    .action((options: Options) => runVerb('policy-budget', options, (run) => work(run, options)));
