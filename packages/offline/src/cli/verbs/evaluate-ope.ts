import { Fault } from '@causeway/contract';
import type { Command } from 'commander';
import { opeReport } from '../../ope/index.ts';
import { openWarehouse, readTable } from '../../table/index.ts';
import { type CommonOptions, names, numbers, share, verb, wholeNumber } from '../options.ts';
import { type Run, runVerb } from '../run.ts';
import { timeColumn } from '../user-columns.ts';
import { type OpeColumns, opeTables } from '../user-ope.ts';

type Options = CommonOptions &
  OpeColumns & {
    input: string;
    time?: string;
    segment?: string;
    level: number;
    samples: number;
    grid?: number[];
  };

const work = async (run: Run, options: Options) => {
  const warehouse = await openWarehouse(':memory:');
  try {
    const source = await readTable(warehouse, run.note('input', options.input));
    const { table, notes } = opeTables(source, options, options.seed);
    const at = options.time === undefined ? undefined : timeColumn(source, options.time);
    const common = { level: options.level, seed: options.seed, ...(options.grid && { grid: options.grid }) };
    const report = opeReport(table, { ...common, samples: options.samples, ...(at && { at }) });
    run.say(
      report.automatic === null
        ? `evaluate ope: no answer: ${report.refusal}`
        : `evaluate ope: ${report.automatic.value} (${report.automatic.low} to ${report.automatic.high})`,
    );
    if (options.segment === undefined) return { ...report, notes };
    const segment = source.texts(options.segment);
    const slices = [...new Set(segment)].sort().map((name) => {
      const rows = segment.flatMap((s, i) => (s === name ? [i] : []));
      const part = (x: ArrayLike<number>) => rows.map((i) => x[i] as number);
      const slice = {
        n: rows.length,
        reward: part(table.reward),
        propensity: part(table.propensity),
        candidate: part(table.candidate),
        cluster: rows.map((i) => table.cluster[i] as string),
        ...(table.shownMean && table.policyMean
          ? { shownMean: part(table.shownMean), policyMean: part(table.policyMean) }
          : {}),
      };
      try {
        const { automatic, refusal, support } = opeReport(slice, common);
        return { segment: name, rows: rows.length, automatic, refusal, support };
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        return { segment: name, rows: rows.length, automatic: null, refusal: error.message, support: null };
      }
    });
    return { ...report, slices, notes };
  } finally {
    warehouse.close();
  }
};

/** `causeway evaluate ope`: fifteen estimators and an automatic one on any logged table. */
export const evaluateOpe = (): Command =>
  verb(
    'ope',
    'off-policy value on a table of your own (A14-A16, B34-B38), with intervals; refuses without support',
  )
    .requiredOption('--input <file>', 'CSV, Parquet or NDJSON, one row a decision')
    .requiredOption('--action <column>', 'what was done')
    .requiredOption('--reward <column>', 'what came of it, a number')
    .option(
      '--propensity <column>',
      'logged probability of what was done; estimated from --features when not given',
    )
    .option('--pi <column>', 'the candidate’s probability of what was done')
    .option('--q <column>', 'outcome model at what was done')
    .option('--v <column>', 'outcome model averaged over the candidate')
    .option('--group <column>', 'whose row it is: rows of one person are one cluster')
    .option('--time <column>', 'when: makes the bootstrap draw neighbours in time together')
    .option('--segment <column>', 'report each of its values apart as well')
    .option('--features <columns>', 'contexts: an outcome model is fitted on other people’s rows', names)
    .option('--policy <columns>', 'with --features: the candidate’s probability of each arm', names)
    .option(
      '--arms <values>',
      'the arms of --policy in their order; sorted values of --action by default',
      names,
    )
    .option(
      '--winsorise <share>',
      'cut rewards above this quantile (a robust mean of heavy tails; biased down)',
      share,
    )
    .option('--level <share>', 'level of the intervals', share, 0.95)
    .option('--samples <n>', 'bootstrap samples; 0 for none', wholeNumber(0, 100_000), 1000)
    .option('--grid <numbers>', 'tempers that the tuned estimators choose from', numbers)
    .action((options: Options) => runVerb('evaluate-ope', options, (run) => work(run, options)));
