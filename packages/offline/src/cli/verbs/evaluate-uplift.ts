import { Fault } from '@causeway/contract';
import type { Command } from 'commander';
import { openWarehouse, readTable } from '../../table/index.ts';
import { upliftReport } from '../../uplift/index.ts';
import { armsOf } from '../arms-of.ts';
import { type CommonOptions, verb, wholeNumber } from '../options.ts';
import { type Run, runVerb } from '../run.ts';
import { completeRows, leftNotes } from '../usable-rows.ts';

type Options = CommonOptions & {
  input: string;
  y: string;
  t: string;
  score: string;
  group?: string;
  control?: string;
  arm?: string;
  resamples?: number;
};

const ofFile = async (run: Run, options: Options) => {
  const warehouse = await openWarehouse(':memory:');
  try {
    const whole = await readTable(warehouse, run.note('input', options.input));
    const needed = [options.t, options.y, options.score, options.group].filter((name) => name !== undefined);
    const { table, left } = completeRows(whole, needed);
    const got = table.texts(options.t);
    const arms = armsOf(got, options.control);
    const arm = options.arm ?? (arms[1] as string);
    if (!arms.includes(arm) || arm === arms[0] || (options.arm === undefined && arms.length > 2))
      throw new Fault(
        'bad-input',
        '--arm',
        `the treatments are ${arms.slice(1).join(', ')}: name the one that the score is for`,
      );
    const own = got.flatMap((a, i) => (a === arm || a === arms[0] ? [i] : []));
    const pick = (values: ArrayLike<number>) => Float64Array.from(own, (i) => values[i] as number);
    const names = options.group === undefined ? undefined : table.texts(options.group);
    const report = upliftReport(
      {
        n: own.length,
        y: pick(table.numbers(options.y)),
        t: Float64Array.from(own, (i) => (got[i] === arm ? 1 : 0)),
        score: pick(table.numbers(options.score)),
        ...(names === undefined ? {} : { group: own.map((i) => names[i] as string) }),
      },
      { seed: options.seed, ...(options.resamples === undefined ? {} : { resamples: options.resamples }) },
    );
    const result = { ...report, leftOut: left, notes: leftNotes(whole.n, left, needed) };
    run.writeJson('evaluation-of-uplift.json', result);
    for (const note of result.notes) run.say(`uplift: ${note}`);
    run.say(`uplift: ${report.verdict}`);
    return { control: arms[0], arm, ...result };
  } finally {
    warehouse.close();
  }
};

/** `causeway evaluate uplift`: how well a score ranks randomised rows by their effect. */
export const evaluateUplift = (): Command =>
  verb(
    'uplift',
    'Qini and AUUC as scikit-uplift and as causalml define them, AUTOC, uplift@k, deciles, with intervals',
  )
    .requiredOption('--input <file>', 'CSV, Parquet or NDJSON, one row a unit of a randomised trial')
    .requiredOption('--y <column>', 'what came of it, a number')
    .requiredOption('--t <column>', 'what the unit got; rows that lack a column named here are left out')
    .requiredOption('--score <column>', 'predicted effect: the highest would be treated first')
    .option('--group <column>', 'whose row it is: resampling draws whole groups')
    .option('--control <value>', 'which treatment is the control')
    .option('--arm <value>', 'which treatment the score is for, when there are several')
    .option(
      '--resamples <n>',
      'bootstrap resamples; 300 by default, fewer (50 at least) beyond 100,000 rows',
      wholeNumber(20, 10_000),
    )
    .action((options: Options) => runVerb('evaluate-uplift', options, (run) => ofFile(run, options)));
