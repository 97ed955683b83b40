import { Fault } from '@causeway/contract';
import { Command } from 'commander';
import {
  eValue,
  instrumentEffect,
  interferenceEffects,
  marginalStructural,
  rosenbaumBound,
} from '../../causal/index.ts';
import { openWarehouse, readTable, type UserTable } from '../../table/index.ts';
import { encodeFeatures } from '../encode-features.ts';
import { type CommonOptions, names, numbers, share, verb, wholeNumber } from '../options.ts';
import { type Run, runVerb } from '../run.ts';
import { timeColumn } from '../user-columns.ts';
import { userSensitivity } from '../user-sensitivity.ts';

/** A column that may be named in two ways. */
const named = (options: Record<string, unknown>, long: string, short: string): string => {
  const got = options[long] ?? options[short];
  if (typeof got === 'string') return got;
  throw new Fault('bad-input', `--${long}`, `it is missing (--${short} is the same)`);
};

const onTable = async (run: Run, input: string, work: (table: UserTable) => Record<string, unknown>) => {
  const warehouse = await openWarehouse(':memory:');
  try {
    const result = work(await readTable(warehouse, run.note('input', input)));
    run.writeJson(`causal-${result['method']}.json`, result);
    run.say(`causal ${result['method']}: ${result['summary']}`);
    return result;
  } finally {
    warehouse.close();
  }
};

type Options = CommonOptions &
  Record<string, unknown> & { input?: string; features?: string[]; group?: string };

const columnsOf = (table: UserTable, features: readonly string[] | undefined) => {
  const encoder = encodeFeatures(table, features ?? []);
  return { x: encoder.apply(table), d: encoder.names.length, names: encoder.names };
};

const fileVerb = (name: string, summary: string): Command =>
  verb(name, summary)
    .option('--input <file>', 'CSV, Parquet or NDJSON')
    .option('--outcome <column>', 'what came of it, a number')
    .option('--y <column>', 'the same')
    .option('--treatment <column>', '0 or 1')
    .option('--t <column>', 'the same')
    .option('--features <columns>', 'columns known before the treatment, with commas between', names);

const inputOf = (options: Options): string => {
  if (options.input === undefined) throw new Fault('bad-input', '--input', 'it is missing');
  return options.input;
};

const iv = (): Command =>
  fileVerb('iv', 'effect by an instrument: two-stage least squares, Wald, first stage, Anderson-Rubin set')
    .option('--instrument <column>', 'moves the treatment, and the outcome through it alone')
    .option('--z <column>', 'the same')
    .option('--group <column>', 'clusters of the errors')
    .action((options: Options) =>
      runVerb('causal-iv', options, (run) =>
        onTable(run, inputOf(options), (table) => ({
          method: 'iv',
          rows: table.n,
          ...instrumentEffect({
            n: table.n,
            y: table.numbers(named(options, 'outcome', 'y')),
            t: table.numbers(named(options, 'treatment', 't')),
            z: table.numbers(named(options, 'instrument', 'z')),
            ...columnsOf(table, options.features),
            ...(options.group === undefined ? {} : { group: table.texts(options.group) }),
          }),
        })),
      ),
    );

type SensitivityOptions = Options & {
  propensity?: string;
  gamma: number[];
  segment?: string;
  riskRatio?: number[];
  positive?: number;
  pairs?: number;
};

const sensitivity = (): Command =>
  fileVerb(
    'sensitivity',
    'how much hidden confounding would change the answer (A17): bounds, E-value, Rosenbaum',
  )
    .option('--propensity <column>', 'P(treated | x); a logistic regression on the features when left out')
    .option('--gamma <numbers>', 'odds ratios to try', numbers, [1, 1.1, 1.25, 1.5, 2])
    .option('--segment <column>', 'bounds for each of its values apart')
    .option('--risk-ratio <numbers>', 'E-values of these risk ratios; needs no input', numbers)
    .option(
      '--positive <n>',
      'matched pairs in which the treated did better; with --pairs',
      wholeNumber(0, 1e9),
    )
    .option('--pairs <n>', 'discordant matched pairs', wholeNumber(1, 1e9))
    .action((options: SensitivityOptions) =>
      runVerb('causal-sensitivity', options, async (run) => {
        const { riskRatio, positive, pairs, gamma } = options;
        const eValues = riskRatio?.map((ratio) => ({ riskRatio: ratio, eValue: eValue(ratio) }));
        const rosenbaum =
          positive === undefined || pairs === undefined
            ? undefined
            : gamma.map((g) => ({ gamma: g, p: rosenbaumBound(positive, pairs, g) }));
        const closed = { ...(eValues && { eValues }), ...(rosenbaum && { rosenbaum }) };
        if (options.input === undefined) {
          if (eValues === undefined && rosenbaum === undefined)
            throw new Fault(
              'bad-input',
              '--input',
              'it is missing, and neither --risk-ratio nor --positive is given',
            );
          return { method: 'sensitivity', ...closed, summary: 'closed forms only' };
        }
        return onTable(run, options.input, (table) => ({
          method: 'sensitivity',
          ...closed,
          ...userSensitivity({
            y: table.numbers(named(options, 'outcome', 'y')),
            t: table.numbers(named(options, 'treatment', 't')),
            ...columnsOf(table, options.features),
            propensity: options.propensity === undefined ? null : table.numbers(options.propensity),
            segment: options.segment === undefined ? null : table.texts(options.segment),
            gamma,
          }),
        }));
      }),
    );

const interference = (): Command =>
  fileVerb('interference', 'direct and spillover effects within clusters (partial interference)')
    .option('--cluster <column>', 'who can affect whom')
    .option('--group <column>', 'the same')
    .action((options: Options) =>
      runVerb('causal-interference', options, (run) =>
        onTable(run, inputOf(options), (table) => ({
          method: 'interference',
          rows: table.n,
          ...interferenceEffects({
            n: table.n,
            y: table.numbers(named(options, 'outcome', 'y')),
            t: table.numbers(named(options, 'treatment', 't')),
            cluster: table.texts(named(options, 'cluster', 'group')),
            ...columnsOf(table, options.features),
          }),
        })),
      ),
    );

const msm = (): Command =>
  fileVerb(
    'msm',
    'effect of repeated treatment by a marginal structural model with stabilised, truncated weights',
  )
    .option('--person <column>', 'whose row it is')
    .option('--group <column>', 'the same')
    .option('--time <column>', 'which period')
    .option('--truncate <share>', 'share of weights cut at each end', share, 0.001)
    .action((options: Options & { time?: string; truncate: number }) =>
      runVerb('causal-msm', options, (run) =>
        onTable(run, inputOf(options), (table) => ({
          method: 'msm',
          rows: table.n,
          ...marginalStructural({
            n: table.n,
            person: table.texts(named(options, 'person', 'group')),
            time: timeColumn(table, named(options, 'time', 'time')),
            treatment: table.numbers(named(options, 'treatment', 't')),
            outcome: table.numbers(named(options, 'outcome', 'y')),
            ...columnsOf(table, options.features),
            truncate: options.truncate,
          }),
        })),
      ),
    );

/** `causeway causal ..`: effects where treatment was not drawn at random, and how far to trust them. */
export const causal = (): Command => {
  const program = new Command('causal').description(
    'effects beyond randomisation: iv, sensitivity, interference, msm',
  );
  for (const part of [iv, sensitivity, interference, msm]) program.addCommand(part().exitOverride());
  return program;
};
