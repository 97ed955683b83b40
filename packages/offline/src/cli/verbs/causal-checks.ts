import type { Command } from 'commander';
import { placeboChecks } from '../../causal/index.ts';
import { armsOf } from '../arms-of.ts';
import { type CausalOptions, fileVerb, named, onTable } from '../causal-file.ts';
import { names, wholeNumber } from '../options.ts';
import { runVerb } from '../run.ts';

type ChecksOptions = CausalOptions & { negativeOutcomes?: string[]; rounds: number; control?: string };

const rolesOf = (options: ChecksOptions) => ({
  outcome: named(options, 'outcome', 'y'),
  treatment: named(options, 'treatment', 't'),
  group: options.group,
});

/** `causeway causal checks`: placebo treatments, and outcomes that the treatment cannot have moved. */
export const causalChecks = (): Command =>
  fileVerb('checks', 'does the analysis find effects where there are none? placebos and negative controls')
    .option('--negative-outcomes <columns>', 'outcomes that the treatment cannot have moved', names)
    .option('--group <column>', 'whose row it is, when a person has several')
    .option('--control <value>', 'the treatment to compare with; the first in order by default')
    .option('--rounds <n>', 'placebo treatments to try', wholeNumber(5, 500), 40)
    .action((options: ChecksOptions) =>
      runVerb('causal-checks', options, (run) =>
        onTable(run, options, rolesOf(options), ({ table, columns }) => {
          const got = table.texts(named(options, 'treatment', 't'));
          const arms = armsOf(got, options.control);
          const { x, d } = columns;
          const rows = {
            n: table.n,
            x,
            d,
            y: table.numbers(named(options, 'outcome', 'y')),
            action: Int32Array.from(got, (arm) => arms.indexOf(arm)),
            arms: arms.length,
            seed: options.seed,
            ...(options.group === undefined ? {} : { group: table.texts(options.group) }),
          };
          const negatives = new Map(
            (options.negativeOutcomes ?? []).map((name) => [name, table.numbers(name)]),
          );
          return {
            method: 'checks',
            rows: table.n,
            control: arms[0],
            ...placeboChecks(rows, negatives, options.rounds),
          };
        }),
      ),
    );
