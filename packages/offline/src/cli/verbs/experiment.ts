import { Fault } from '@causeway/contract';
import type { Command } from 'commander';
import {
  analyseExperiment,
  detectableEffect,
  type Guardrail,
  powerOf,
  SequentialTest,
  sampleSize,
} from '../../experiment/index.ts';
import { openWarehouse, readTable } from '../../table/index.ts';
import { type CommonOptions, names, positive, share, verb, wholeNumber } from '../options.ts';
import { type Run, runVerb } from '../run.ts';
import { timeColumn } from '../user-columns.ts';

type PowerOptions = CommonOptions & {
  base?: number;
  deviation?: number;
  effect?: number;
  rows?: number;
  alpha: number;
  power: number;
  share: number;
  explained: number;
  perPerson: number;
  correlation: number;
};

const power = async (run: Run, options: PowerOptions) => {
  const { base, effect, rows, alpha, share: treated, explained, correlation, perPerson } = options;
  const deviation = options.deviation ?? (base === undefined ? undefined : Math.sqrt(base * (1 - base)));
  if (deviation === undefined || (effect === undefined && rows === undefined))
    throw new Fault('bad-input', 'power', 'give --base or --deviation, and --effect or --rows or both');
  const shape = {
    deviation,
    alpha,
    power: options.power,
    share: treated,
    explained,
    correlation,
    rowsPerPerson: perPerson,
  };
  const result = {
    deviation,
    ...(effect === undefined ? {} : { rowsNeeded: sampleSize({ ...shape, effect }) }),
    ...(rows === undefined ? {} : { detectableEffect: detectableEffect(shape, rows) }),
    ...(effect === undefined || rows === undefined ? {} : { power: powerOf({ ...shape, effect }, rows) }),
  };
  run.say(`experiment power: ${JSON.stringify(result)}`);
  return result;
};

type AnalyseOptions = CommonOptions & {
  input: string;
  outcome: string;
  arm: string;
  treated: string;
  control?: string;
  person?: string;
  covariates?: string[];
  stratum?: string;
  time?: string;
  share: number;
  level: number;
  guardrails?: string[];
  tau?: number;
};

/** `name:worst` guards a column's effect from below. */
const guardrail = (text: string): { name: string; worst: number } => {
  const [name = '', worst = '0'] = text.split(':');
  if (!Number.isFinite(Number(worst)))
    throw new Fault('bad-input', '--guardrails', `got ${text}, allowed is COLUMN:WORST`);
  return { name, worst: Number(worst) };
};

const analyse = async (run: Run, options: AnalyseOptions) => {
  const warehouse = await openWarehouse(':memory:');
  try {
    const source = await readTable(warehouse, run.note('input', options.input));
    const arm = source.texts(options.arm);
    const rows = arm.flatMap((name, i) =>
      name === options.treated || options.control === undefined || name === options.control ? [i] : [],
    );
    const pick = (x: ArrayLike<number>) => rows.map((i) => x[i] as number);
    const person = options.person === undefined ? rows.map(String) : source.texts(options.person);
    const guards: Guardrail[] = (options.guardrails ?? []).map((text) => {
      const { name, worst } = guardrail(text);
      return { name, worst, outcome: pick(source.numbers(name)) };
    });
    const strata = options.stratum === undefined ? undefined : source.texts(options.stratum);
    const outcome = pick(source.numbers(options.outcome));
    const treated = rows.map((i) => (arm[i] === options.treated ? 1 : 0));
    const at = options.time === undefined ? undefined : timeColumn(source, options.time);
    const report = analyseExperiment(
      {
        n: rows.length,
        outcome,
        treated,
        person: options.person === undefined ? person : rows.map((i) => person[i] as string),
        ...(options.covariates && { covariates: options.covariates.map((c) => pick(source.numbers(c))) }),
        ...(strata && { stratum: rows.map((i) => strata?.[i] as string) }),
        ...(at && { at: pick(at) }),
      },
      { level: options.level, share: options.share, guardrails: guards },
    );
    run.say(`experiment analyse: ${report.verdict}`);
    if (options.tau === undefined) return report;
    if (options.person !== undefined)
      throw new Fault('bad-input', '--tau', 'the sequential test takes one row a person: leave --person out');
    const test = new SequentialTest({ tau: options.tau, alpha: 1 - options.level });
    outcome.forEach((y, i) => {
      test.add(treated[i] === 1, y);
    });
    return { ...report, sequential: test.look() };
  } finally {
    warehouse.close();
  }
};

/** `causeway experiment power | analyse`. */
export const experiment = (): Command =>
  verb('experiment', 'plan an experiment and read it out')
    .enablePositionalOptions()
    .addCommand(
      verb('power', 'rows that an effect needs, or the effect that rows can find')
        .exitOverride()
        .option('--base <rate>', 'rate of a yes-or-no outcome without treatment', share)
        .option('--deviation <number>', 'standard deviation of the outcome, when it is not a rate', positive)
        .option('--effect <number>', 'difference worth finding', Number)
        .option('--rows <n>', 'rows that there will be', wholeNumber(2, 1e12))
        .option('--alpha <share>', 'chance of a false alarm', share, 0.05)
        .option('--power <share>', 'chance to find the effect', share, 0.8)
        .option('--share <share>', 'share of people treated', share, 0.5)
        .option('--explained <share>', 'share of variance that covariates from before explain', share, 0)
        .option('--per-person <number>', 'rows a person', positive, 1)
        .option('--correlation <share>', 'how alike a person’s rows are', share, 0)
        .action((options: PowerOptions) =>
          runVerb('experiment-power', options, (run) => power(run, options)),
        ),
    )
    .addCommand(
      verb('analyse', 'sample ratio, effect with adjustment, strata, early and late, guardrails')
        .exitOverride()
        .requiredOption('--input <file>', 'CSV, Parquet or NDJSON, one row a visit or a person')
        .requiredOption('--outcome <column>', 'a number')
        .requiredOption('--arm <column>', 'what a person was assigned to')
        .requiredOption('--treated <value>', 'the value of --arm that is the treatment')
        .option('--control <value>', 'the value that it is compared with; all others by default')
        .option('--person <column>', 'whose row it is')
        .option('--covariates <columns>', 'numbers from before the experiment (CUPED)', names)
        .option('--stratum <column>', 'strata: taken out, and reported apart')
        .option(
          '--time <column>',
          'when: novelty and carry-over are read from each person’s early and late rows',
        )
        .option('--share <share>', 'share of people that was meant to be treated', share, 0.5)
        .option('--level <share>', 'level of the intervals', share, 0.95)
        .option('--guardrails <columns>', 'COLUMN:WORST, with commas between', names)
        .option('--tau <number>', 'also an always-valid test, for effects of about this size', positive)
        .action((options: AnalyseOptions) =>
          runVerb('experiment-analyse', options, (run) => analyse(run, options)),
        ),
    );
