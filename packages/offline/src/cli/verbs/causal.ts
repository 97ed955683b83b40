import { Fault } from '@causeway/contract';
import { Command } from 'commander';
import {
  eValue,
  instrumentEffect,
  interferenceEffects,
  marginalStructural,
  orthogonalInstrument,
  rosenbaumBound,
} from '../../causal/index.ts';
import type { UserTable } from '../../table/index.ts';
import { type CausalOptions, fileVerb, named, onTable } from '../causal-file.ts';
import { numbers, share, wholeNumber } from '../options.ts';
import { runVerb } from '../run.ts';
import { timeColumn } from '../user-columns.ts';
import { userSensitivity } from '../user-sensitivity.ts';
import { writeText } from '../write-text.ts';
import { causalChecks } from './causal-checks.ts';

/** What the rows of each of these verbs must have. */
const rolesOf = (options: CausalOptions) => ({
  outcome: named(options, 'outcome', 'y'),
  treatment: named(options, 'treatment', 't'),
  group: options.group,
});

const sidesOf = (options: CausalOptions, table: UserTable) => ({
  y: table.numbers(named(options, 'outcome', 'y')),
  t: table.numbers(named(options, 'treatment', 't')),
});

const iv = (): Command =>
  fileVerb('iv', 'effect by an instrument: two-stage least squares, Wald, first stage, Anderson-Rubin set')
    .option('--instrument <column>', 'moves the treatment, and the outcome through it alone')
    .option('--z <column>', 'the same')
    .option('--group <column>', 'clusters of the errors')
    .action((options: CausalOptions) =>
      runVerb('causal-iv', options, (run) =>
        onTable(
          run,
          options,
          { ...rolesOf(options), instrument: named(options, 'instrument', 'z') },
          (of) => {
            const { table, columns } = of;
            const study = {
              n: table.n,
              ...sidesOf(options, table),
              z: table.numbers(named(options, 'instrument', 'z')),
              ...columns,
              ...(options.group === undefined ? {} : { group: table.texts(options.group) }),
            };
            const plain = instrumentEffect(study);
            // A weak instrument's effects by row are noise, and with few rows the folds' models are.
            const orthogonal =
              plain.weak || table.n < 100 ? null : orthogonalInstrument({ ...study, seed: options.seed });
            return {
              method: 'iv',
              rows: table.n,
              ...plain,
              orthogonal: orthogonal && { effect: orthogonal.effect, byColumn: orthogonal.byColumn },
            };
          },
        ),
      ),
    );

type SensitivityOptions = CausalOptions & {
  propensity?: string;
  gamma: number[];
  segment?: string;
  riskRatio?: number[];
  positive?: number;
  pairs?: number;
  page?: string;
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
    .option('--page <file>', 'all of it as one page of Markdown')
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
        const roles = { ...rolesOf(options), propensity: options.propensity };
        const result = await onTable(run, options, roles, ({ table, columns }) => ({
          method: 'sensitivity',
          ...closed,
          ...userSensitivity({
            ...sidesOf(options, table),
            ...columns,
            propensity: options.propensity === undefined ? null : table.numbers(options.propensity),
            segment: options.segment === undefined ? null : table.texts(options.segment),
            gamma,
          }),
        }));
        if (options.page !== undefined) writeText(options.page, String(result['page']));
        return result;
      }),
    );

const interference = (): Command =>
  fileVerb('interference', 'direct and spillover effects within clusters (partial interference)')
    .option('--cluster <column>', 'who can affect whom')
    .option('--group <column>', 'the same')
    .action((options: CausalOptions) =>
      runVerb('causal-interference', options, (run) =>
        onTable(
          run,
          options,
          { ...rolesOf(options), cluster: named(options, 'cluster', 'group') },
          ({ table, columns }) => ({
            method: 'interference',
            rows: table.n,
            ...interferenceEffects({
              n: table.n,
              ...sidesOf(options, table),
              cluster: table.texts(named(options, 'cluster', 'group')),
              ...columns,
            }),
          }),
        ),
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
    .action((options: CausalOptions & { time?: string; truncate: number }) =>
      runVerb('causal-msm', options, (run) =>
        onTable(
          run,
          options,
          {
            ...rolesOf(options),
            person: named(options, 'person', 'group'),
            time: named(options, 'time', 'time'),
          },
          ({ table, columns, left }) => {
            if (left > 0)
              throw new Fault(
                'bad-input',
                table.path,
                `${left} rows lack person, time, treatment or outcome: a history with a hole has no weight`,
              );
            const { y: outcome, t: treatment } = sidesOf(options, table);
            return {
              method: 'msm',
              rows: table.n,
              ...marginalStructural({
                n: table.n,
                person: table.texts(named(options, 'person', 'group')),
                time: timeColumn(table, named(options, 'time', 'time')),
                treatment,
                outcome,
                ...columns,
                truncate: options.truncate,
              }),
            };
          },
        ),
      ),
    );

/** `causeway causal ..`: effects where treatment was not drawn at random, and how far to trust them. */
export const causal = (): Command => {
  const program = new Command('causal')
    .description('effects beyond randomisation: iv, sensitivity, checks, interference, msm')
    .showHelpAfterError('(causeway causal --help tells how it is used)');
  for (const part of [iv, sensitivity, causalChecks, interference, msm])
    program.addCommand(part().exitOverride());
  return program;
};
