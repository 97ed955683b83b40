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
import { completeRows, leftNotes } from '../usable-rows.ts';
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

/** The value of a column that is meant: as it stands, or a truth value in any case, since `True` in a file is read as true. */
const meant = (value: string, found: readonly string[]): string =>
  found.includes(value) || !/^(true|false)$/i.test(value) ? value : value.toLowerCase();

/** Throws `bad-input` when a value that was asked for is not in the column. */
const checkArms = (options: AnalyseOptions, found: readonly string[], treated: string, control?: string) => {
  const gone =
    (found.includes(treated) ? undefined : '--treated') ??
    (control === undefined || found.includes(control) ? undefined : '--control');
  if (gone !== undefined)
    throw new Fault(
      'bad-input',
      gone,
      `got ${gone === '--treated' ? options.treated : options.control}, the values of ${options.arm} are ${found.slice(0, 10).join(', ')}`,
    );
};

const analyse = async (run: Run, options: AnalyseOptions) => {
  const warehouse = await openWarehouse(':memory:');
  try {
    const whole = await readTable(warehouse, run.note('input', options.input));
    const needed = [options.arm, options.person].filter((name) => name !== undefined);
    const { table: source, left } = completeRows(whole, needed);
    const notes = leftNotes(whole.n, left, needed);
    for (const note of notes) run.say(`experiment analyse: ${note}`);
    const arm = source.texts(options.arm);
    const found = [...new Set(arm)].sort();
    const wanted = meant(options.treated, found);
    const control = options.control === undefined ? undefined : meant(options.control, found);
    checkArms(options, found, wanted, control);
    const rows = arm.flatMap((name, i) =>
      name === wanted || control === undefined || name === control ? [i] : [],
    );
    const pick = (x: ArrayLike<number>) => rows.map((i) => x[i] as number);
    const person = options.person === undefined ? rows.map(String) : source.texts(options.person);
    const guards: Guardrail[] = (options.guardrails ?? []).map((text) => {
      const { name, worst } = guardrail(text);
      return { name, worst, outcome: pick(source.numbers(name)) };
    });
    const strata = options.stratum === undefined ? undefined : source.texts(options.stratum);
    const outcome = pick(source.numbers(options.outcome));
    const treated = rows.map((i) => (arm[i] === wanted ? 1 : 0));
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
    const told = { ...report, leftOut: left, notes };
    if (options.tau === undefined) return told;
    if (options.person !== undefined)
      throw new Fault('bad-input', '--tau', 'the sequential test takes one row a person: leave --person out');
    const test = new SequentialTest({ tau: options.tau, alpha: 1 - options.level });
    outcome.forEach((y, i) => {
      test.add(treated[i] === 1, y);
    });
    return { ...told, sequential: test.look() };
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
        .requiredOption('--arm <column>', 'what a person was assigned to; rows without it are left out')
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
