import type { Command } from 'commander';
import { openWarehouse, readTable } from '../../table/index.ts';
import { type CommonOptions, verb } from '../options.ts';
import { type Run, runVerb } from '../run.ts';
import { applyTablePolicy, loadTablePolicy } from '../table-policy-file.ts';
import { writeDecisions } from '../write-decisions.ts';

type Options = CommonOptions & { policy: string; input: string; out: string };

const work = async (run: Run, options: Options) => {
  const file = loadTablePolicy(run.note('policy', options.policy));
  const warehouse = await openWarehouse(':memory:');
  try {
    const table = await readTable(warehouse, run.note('input', options.input));
    const made = applyTablePolicy(file, table);
    const shares = writeDecisions(options.out, file.arms, made);
    run.say(`policy apply: ${table.n} rows, ${made.spent} spent`);
    return { rows: table.n, chosen: file.chosen, spent: made.spent, shares };
  } finally {
    warehouse.close();
  }
};

/** `causeway policy apply`: what a kept policy does with the people of another file. */
export const policyApply = (): Command =>
  verb('apply', 'decide for the rows of a file by a policy that `policy learn` wrote')
    .requiredOption('--policy <file>', 'table-policy.json')
    .requiredOption('--input <file>', 'CSV, Parquet or NDJSON with the same feature columns')
    .requiredOption('--out <file>', 'CSV: row, action, effect of each arm')
    .action((options: Options) => runVerb('policy-apply', options, (run) => work(run, options)));
