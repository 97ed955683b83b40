import { Fault } from '@causeway/contract';
import type { Command } from 'commander';
import { meanInterval } from '../../maths/index.ts';
import { dr, estimateValue, type OpeOptions, type OpeTable, opeReport } from '../../ope/index.ts';
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
    outcomes?: string[];
    level: number;
    samples: number;
    grid?: number[];
  };

const sliceOf = (table: OpeTable, rows: readonly number[]): OpeTable => {
  const part = (x: ArrayLike<number>) => rows.map((i) => x[i] as number);
  return {
    n: rows.length,
    reward: part(table.reward),
    propensity: part(table.propensity),
    candidate: part(table.candidate),
    cluster: rows.map((i) => table.cluster[i] as string),
    ...(table.shownMean && table.policyMean
      ? { shownMean: part(table.shownMean), policyMean: part(table.policyMean) }
      : {}),
  };
};

/** The report of a part, or why there is none: one part cannot cost the others theirs. */
const partReport = (table: OpeTable, common: OpeOptions) => {
  try {
    const { automatic, refusal, support } = opeReport(table, common);
    return { rows: table.n, automatic, refusal, support };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { rows: table.n, automatic: null, refusal: error.message, support: null };
  }
};

const work = async (run: Run, options: Options) => {
  const warehouse = await openWarehouse(':memory:');
  try {
    const whole = await readTable(warehouse, run.note('input', options.input));
    const { source, table, robust, ofOutcome, notes } = opeTables(whole, options, options.seed);
    const at = options.time === undefined ? undefined : timeColumn(source, options.time);
    const common = { level: options.level, seed: options.seed, ...(options.grid && { grid: options.grid }) };
    const report = opeReport(table, { ...common, samples: options.samples, ...(at && { at }) });
    const logged = meanInterval(table.reward, table.cluster, options.level);
    const outcomes = (options.outcomes ?? []).map((name) => {
      const own = ofOutcome(name);
      return {
        outcome: name,
        logged: meanInterval(own.reward, own.cluster, options.level),
        ...partReport(own, common),
      };
    });
    for (const note of notes) run.say(`evaluate ope: ${note}`);
    run.say(
      report.automatic === null
        ? `evaluate ope: no answer: ${report.refusal}`
        : `evaluate ope: ${report.automatic.value} (${report.automatic.low} to ${report.automatic.high})`,
    );
    const segment = options.segment === undefined ? [] : source.texts(options.segment);
    const slices = [...new Set(segment)].sort().map((name) => {
      const rows = segment.flatMap((s, i) => (s === name ? [i] : []));
      return { segment: name, ...partReport(sliceOf(table, rows), common) };
    });
    return {
      ...report,
      logged,
      ...(robust === null ? {} : { mrdr: estimateValue(dr, robust, options.level) }),
      ...(options.outcomes === undefined ? {} : { outcomes }),
      ...(options.segment === undefined ? {} : { slices }),
      notes,
    };
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
    .option('--policy <columns>', 'the candidate’s probability of each arm', names)
    .option('--target <column>', 'the arm that the candidate would choose, when it leaves nothing to chance')
    .option(
      '--outcomes <columns>',
      'other outcomes of the same policy: margin, abandonment (B43), friction',
      names,
    )
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
