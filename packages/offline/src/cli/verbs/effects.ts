import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Fault } from '@causeway/contract';
import { type Command, Option } from 'commander';
import { averageEffects, distilEffect, type EffectTable } from '../../learners/index.ts';
import {
  allRows,
  choosePrecisions,
  crossFitScores,
  groupFolds,
  OUTCOME_MODELS,
  type OutcomeModelName,
  orderOutcome,
} from '../../nuisance/index.ts';
import { csvCell, openWarehouse, readTable, type UserTable } from '../../table/index.ts';
import { armsOf } from '../arms-of.ts';
import { encodeFeatures } from '../encode-features.ts';
import { makeFolder } from '../make-folder.ts';
import { type CommonOptions, names, verb, wholeNumber } from '../options.ts';
import { refuseRoles } from '../refuse-roles.ts';
import { type Run, runVerb } from '../run.ts';
import { readStudy } from '../study-files.ts';
import { completeRows, leftNotes } from '../usable-rows.ts';
import { timeColumn } from '../user-columns.ts';
import { LEARNERS, type LearnerName, userEffects } from '../user-effects.ts';
import { writeText } from '../write-text.ts';

type Options = CommonOptions & {
  input?: string;
  treatment?: string;
  outcome?: string;
  features?: string[];
  propensity?: string;
  person?: string;
  group?: string;
  time?: string;
  weight?: string;
  learner: LearnerName;
  predict?: string;
  out?: string;
  export?: string;
  control?: string;
  sensitive?: string[];
  outcomeModel: OutcomeModelName;
  folds: number;
  repeats: number;
};

const FOLDS = 5;

const ofStudy = async (run: Run, seed: number) => {
  const { live, exposures, unexposed } = await readStudy(run);
  run.say(`effects: ${exposures.n} exposures`);
  const precisions = choosePrecisions(exposures, allRows(exposures.n), live.actions.length);
  const folds = groupFolds(exposures.subject, FOLDS, seed);
  const scores = crossFitScores(exposures, folds, orderOutcome(live.actions, precisions));
  const result = {
    exposures: exposures.n,
    unexposed: unexposed.n,
    effects: averageEffects(exposures, scores),
    truncation: scores.truncation,
  };
  run.writeJson('effects.json', result);
  return result;
};

/** effect, low and high of each arm: named by the arm where there are several. */
const writePredictions = (
  path: string,
  arms: readonly string[],
  { effect, standardError }: EffectTable,
): void => {
  const many = effect.length > 1;
  const head = arms
    .slice(1)
    .flatMap((arm) => ['effect', 'low', 'high'].map((name) => (many ? `${name}_${arm}` : name)));
  const lines = [['row', ...head.map(csvCell)].join(',')];
  const n = effect[0]?.length ?? 0;
  for (let i = 0; i < n; i++) {
    const cells = effect.flatMap((own, k) => {
      const half = 1.959963984540054 * (standardError?.[k]?.[i] as number);
      const value = own[i] as number;
      return [value, value - half, value + half];
    });
    lines.push([i, ...cells].join(','));
  }
  writeText(path, `${lines.join('\n')}\n`);
};

/** Each column as the study would read it: numbers, or one column a value. */
const sensitiveColumns = (table: UserTable, wanted: readonly string[]): Map<string, Float64Array> => {
  const out = new Map<string, Float64Array>();
  for (const name of wanted) {
    const encoder = encodeFeatures(table, [name]);
    const [d, cells] = [encoder.names.length, encoder.apply(table)];
    encoder.names.forEach((column, k) =>
      out.set(
        column,
        Float64Array.from({ length: table.n }, (_, i) => cells[i * d + k] as number),
      ),
    );
  }
  return out;
};

const ofTable = async (run: Run, input: string, options: Options) => {
  const { treatment, outcome, features, propensity, control } = options;
  if (treatment === undefined || outcome === undefined || features === undefined) {
    throw new Fault('bad-input', '--input', 'with it, --treatment, --outcome and --features are needed');
  }
  if ((options.predict === undefined) !== (options.out === undefined))
    throw new Fault('bad-input', '--predict', 'it goes with --out, and --out with it');
  const person = options.group ?? options.person;
  refuseRoles(features, { treatment, outcome, propensity, weight: options.weight });
  // Before minutes of fitting, not after.
  if (options.out !== undefined) makeFolder(dirname(options.out));
  if (options.export !== undefined) makeFolder(options.export);
  const warehouse = await openWarehouse(':memory:');
  try {
    const whole = await readTable(warehouse, run.note('input', input));
    const needed = [treatment, outcome, propensity, person, options.time, options.weight].filter(
      (name) => name !== undefined,
    );
    const { table, left } = completeRows(whole, needed);
    const got = table.texts(treatment);
    const arms = armsOf(got, control);
    const encoder = encodeFeatures(table, features);
    const place = new Map(arms.map((arm, k) => [arm, k]));
    const x = encoder.apply(table);
    const { report, predict } = userEffects({
      rows: {
        n: table.n,
        d: encoder.names.length,
        x,
        y: table.numbers(outcome),
        action: Int32Array.from(got, (arm) => place.get(arm) as number),
        arms: arms.length,
        seed: options.seed,
        ...(person === undefined ? {} : { group: table.texts(person) }),
        ...(options.time === undefined ? {} : { at: timeColumn(table, options.time) }),
        ...(options.weight === undefined ? {} : { weight: table.numbers(options.weight) }),
      },
      arms,
      names: encoder.names,
      propensity: propensity === undefined ? null : table.numbers(propensity),
      learner: options.learner,
      outcomeModel: options.outcomeModel,
      folds: options.folds,
      repeats: options.repeats,
      sensitive: sensitiveColumns(table, options.sensitive ?? []),
    });
    const exportModels = (folder: string) =>
      predict(x, table.n).effect.map((effect, k) => {
        const made = distilEffect({
          x,
          n: table.n,
          d: encoder.names.length,
          effect,
          names: encoder.names,
          seed: options.seed,
        });
        writeFileSync(join(folder, `effect-${k + 1}.blob`), made.blob);
        writeFileSync(join(folder, `effect-${k + 1}.onnx`), made.onnx);
        return { treatment: arms[k + 1], file: `effect-${k + 1}`, ...made.fidelity };
      });
    if (options.predict !== undefined && options.out !== undefined) {
      const later = await readTable(warehouse, run.note('predict', options.predict));
      writePredictions(options.out, arms, predict(encoder.apply(later), later.n));
    }
    const models = options.export === undefined ? undefined : exportModels(options.export);
    const notes = [...leftNotes(whole.n, left, needed), ...encoder.notes, ...report.notes];
    const result = { ...report, leftOut: left, notes, ...(models === undefined ? {} : { models }) };
    run.writeJson('effects-table.json', result);
    for (const note of notes) run.say(`effects: ${note}`);
    run.say(`effects: ${report.verdict}`);
    return result;
  } finally {
    warehouse.close();
  }
};

/** `causeway effects`: what each action does on average; or what a treatment does in a table of one's own. */
export const effects = (): Command =>
  verb(
    'effects',
    'cross-fitted doubly robust effects of each action (A8); with --input, on a table of your own',
  )
    .option('--input <file>', 'CSV, Parquet or NDJSON, one row a unit')
    .option('--treatment <column>', 'what the unit got; rows that lack a column named here are left out')
    .option('--outcome <column>', 'what came of it, a number')
    .option(
      '--features <columns>',
      'columns known before the treatment, with commas between; texts become one column a level',
      names,
    )
    .option(
      '--propensity <column>',
      'probability of the treatment that the row got; estimated when not given',
    )
    .option('--person <column>', 'whose row it is, when a person has several')
    .option('--group <column>', 'the same')
    .option('--time <column>', 'when: folds then go from past to future, cut between different times')
    .option('--weight <column>', 'how much a row counts')
    .option('--folds <n>', 'folds of the cross-fitting', wholeNumber(2, 50), FOLDS)
    .option('--repeats <n>', 'draws of the folds whose answers are averaged', wholeNumber(1, 50), 1)
    .addOption(
      new Option('--learner <name>', 'what learns the effects by row').choices(LEARNERS).default('auto'),
    )
    .addOption(
      new Option('--outcome-model <name>', 'what foretells outcomes by arm')
        .choices(OUTCOME_MODELS)
        .default('auto'),
    )
    .option('--sensitive <columns>', 'columns that must not drive who is treated; warns of stand-ins', names)
    .option('--predict <file>', 'rows whose effects are wanted, with the same feature columns')
    .option('--export <folder>', 'small models of the effects: kernel blob and .onnx of each treatment')
    .option('--out <file>', 'CSV of their effects: effect, low, high (95 %) of each treatment')
    .option('--control <value>', 'the treatment to compare with; the first in order by default')
    .action((options: Options) =>
      runVerb('effects', options, (run) =>
        options.input === undefined ? ofStudy(run, options.seed) : ofTable(run, options.input, options),
      ),
    );
