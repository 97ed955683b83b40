import { Fault } from '@causeway/contract';
import { type Command, Option } from 'commander';
import { allocateArms, learnTablePolicy } from '../../policy/index.ts';
import { openWarehouse, readTable } from '../../table/index.ts';
import { armCosts, realisedCosts } from '../arm-costs.ts';
import { armsOf } from '../arms-of.ts';
import { columnSpecs, featureEncoder } from '../encode-features.ts';
import { featureNotes } from '../feature-notes.ts';
import { type CommonOptions, names, positive, share, verb } from '../options.ts';
import { readPropensity } from '../own-propensity.ts';
import { refuseRoles } from '../refuse-roles.ts';
import { type Run, runVerb } from '../run.ts';
import { followEffect, tablePolicyFile } from '../table-policy-file.ts';
import { tablePolicyValue } from '../table-policy-value.ts';
import { usableRows } from '../usable-rows.ts';
import { timeColumn } from '../user-columns.ts';
import { writeDecisions } from '../write-decisions.ts';

type Options = CommonOptions & {
  log: string;
  action: string;
  reward: string;
  features?: string[];
  propensity?: string;
  control?: string;
  costs?: string;
  cost?: string;
  budget?: number;
  budgetPerRow?: number;
  group?: string;
  time?: string;
  weight?: string;
  objective?: 'gross' | 'net';
  confidence: number;
  radius: number;
  predict?: string;
  out?: string;
};

const work = async (run: Run, options: Options) => {
  if ((options.predict === undefined) !== (options.out === undefined))
    throw new Fault('bad-input', '--predict', 'it goes with --out, and --out with it');
  const warehouse = await openWarehouse(':memory:');
  try {
    const whole = await readTable(warehouse, run.note('log', options.log));
    const { action: actionName, reward: rewardName } = options;
    const others = [options.propensity, options.group, options.time, options.cost, options.weight].filter(
      (name) => name !== undefined,
    );
    const { table, notes } = usableRows(whole, { action: actionName, reward: rewardName, needed: others });
    const features =
      options.features ?? whole.names.filter((name) => ![actionName, rewardName, ...others].includes(name));
    if (features.length === 0) throw new Fault('bad-input', '--features', 'no column is left to learn from');
    if (options.features === undefined)
      notes.push(
        `Features are all columns that no other flag names: ${features.join(', ')}. Each must have been known before the action.`,
      );
    refuseRoles(features, { ...options, action: actionName, reward: rewardName });
    const { n } = table;
    const got = table.texts(actionName);
    const arms = armsOf(got, options.control);
    const place = new Map(arms.map((arm, a) => [arm, a]));
    const action = Int32Array.from(got, (name) => place.get(name) as number);
    const specs = columnSpecs(table, features);
    const encoder = featureEncoder(specs);
    notes.push(...featureNotes(table, specs));
    const d = encoder.names.length;
    const x = encoder.apply(table);
    const y = table.numbers(rewardName);
    const person =
      options.group === undefined
        ? Array.from({ length: n }, (_, i) => String(i))
        : table.texts(options.group);
    const reading =
      options.propensity === undefined
        ? null
        : readPropensity(action, arms.length, table.numbers(options.propensity));
    if (reading === null)
      notes.push(
        'Propensities are estimated: the value assumes that the features hold all that drove the choice.',
      );
    const costs =
      options.cost === undefined
        ? armCosts(options.costs, arms)
        : realisedCosts(table.numbers(options.cost), action, arms.length);
    const budgetPerRow =
      options.budgetPerRow ?? (options.budget === undefined ? Infinity : options.budget / whole.n);
    const objective = options.objective ?? (budgetPerRow < Infinity ? 'gross' : 'net');
    const spending = { costs, budgetPerRow, objective };
    run.say(`policy learn: ${n} rows, ${arms.length} arms, ${d} columns`);
    const learned = learnTablePolicy({
      ...spending,
      rows: {
        n,
        d,
        x,
        y,
        action,
        arms: arms.length,
        group: person,
        seed: options.seed,
        ...(reading === null ? {} : { propensity: reading.own }),
        ...(options.time === undefined ? {} : { at: timeColumn(table, options.time) }),
        ...(options.weight === undefined ? {} : { weight: table.numbers(options.weight) }),
      },
      arms,
      confidence: options.confidence,
      radius: options.radius,
    });
    const own = learned.decide(x, n);
    const followers = own.effects.map((effect) => followEffect(x, n, d, effect, options.seed));
    const followed = allocateArms(
      followers.map((trees) => trees.predict(x, n)),
      n,
      spending,
      options.seed,
    ).arm;
    const everyone = learned.chosen === 'learned' ? null : (own.arm[0] as number);
    run.writeJson(
      'table-policy.json',
      tablePolicyFile({
        ...spending,
        arms,
        chosen: learned.chosen,
        everyone,
        multiplier: own.multiplier,
        columns: specs,
        effects: followers.map((trees) => trees.save()),
        seed: options.seed,
      }),
    );
    const later = async (predict: string, out: string) => {
      const table = await readTable(warehouse, run.note('predict', predict));
      const made = learned.decide(encoder.apply(table), table.n);
      return {
        rows: table.n,
        spent: made.spent,
        multiplier: made.multiplier,
        shares: writeDecisions(out, arms, made),
      };
    };
    const predicted =
      options.predict === undefined || options.out === undefined
        ? undefined
        : await later(options.predict, options.out);
    const result = {
      rows: n,
      arms,
      columns: encoder.names,
      propensities: reading === null ? 'estimated' : 'given',
      propensityReading: reading?.reading ?? null,
      objective,
      costs: Object.fromEntries(arms.map((name, a) => [name, costs[a]])),
      budgetPerRow: budgetPerRow < Infinity ? budgetPerRow : null,
      chosen: learned.chosen,
      spendPerRow: own.spent / n,
      multiplier: own.multiplier,
      shares: Object.fromEntries(arms.map((name, a) => [name, own.arm.filter((v) => v === a).length / n])),
      value: learned.value.policy,
      control: learned.value.control,
      gain: learned.value.gain,
      bestConstant: learned.bestConstant,
      candidates: learned.candidates,
      parts: learned.effects.mixed.weights,
      ope: tablePolicyValue(learned, y, action, person),
      artefact: {
        file: 'table-policy.json',
        agreement:
          everyone === null ? followed.reduce((s, a, i) => s + (a === own.arm[i] ? 1 / n : 0), 0) : 1,
      },
      ...(predicted === undefined ? {} : { predicted }),
      notes,
    };
    run.writeJson('policy-table.json', result);
    for (const note of notes) run.say(`policy learn: ${note}`);
    run.say(
      `policy learn: ${learned.chosen}, gain ${learned.value.gain.value} a row (${learned.value.gain.low} to ${learned.value.gain.high})`,
    );
    return result;
  } finally {
    warehouse.close();
  }
};

/** `causeway policy learn`: from a logged table to a policy that is shown to be better than doing nothing, or to nothing. */
export const policyLearn = (): Command =>
  verb('learn', 'learn a policy from a logged table within a budget; conservative choice (A10-A12, A18)')
    .requiredOption('--log <file>', 'CSV, Parquet or NDJSON, one row a decision')
    .requiredOption('--action <column>', 'what was done')
    .requiredOption('--reward <column>', 'what came of it, a number')
    .addOption(
      new Option(
        '--features, --contexts <columns>',
        'what was known before, with commas between; all columns that no other flag names by default',
      ).argParser(names),
    )
    .option('--propensity <column>', 'logged probability of what was done; estimated when not given')
    .option(
      '--control <value>',
      'the arm that is doing nothing; by its name (0, none, control, ..) or the first in order',
    )
    .option(
      '--costs <numbers>',
      'cost an arm: the control first and the others in order, or ARM=COST with commas between',
    )
    .option('--cost <column>', 'what the row did cost: an arm costs its mean')
    .option('--budget <amount>', 'what may be spent over as many rows as the log has', positive)
    .option('--budget-per-row <amount>', 'the same a row', positive)
    .addOption(
      new Option(
        '--objective <kind>',
        'effects, or effects less costs; gross with a budget, net without',
      ).choices(['gross', 'net']),
    )
    .option('--group <column>', 'whose row it is')
    .option('--time <column>', 'when: effects then are judged on rows later than those learned from')
    .option('--weight <column>', 'how much a row counts')
    .option('--confidence <share>', 'at which it must be better than doing nothing', share, 0.95)
    .option('--radius <number>', 'KL radius of populations in whose worst it must be so too', positive, 0)
    .option('--predict <file>', 'rows to decide for, with the same feature columns')
    .option('--out <file>', 'CSV of the decisions: row, action, effect of each arm')
    .action((options: Options & { contexts?: string[] }) => {
      const { contexts, ...rest } = options;
      const whole = contexts === undefined ? rest : { ...rest, features: contexts };
      return runVerb('policy-learn', whole, (run) => work(run, whole));
    });
