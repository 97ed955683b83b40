import { Fault } from '@causeway/contract';
import type { Command } from 'commander';
import { loadPersonPeriods } from '../../features/index.ts';
import {
  learnFriction,
  loadFrictionSteps,
  refreshStructural,
  type TemplateFriction,
  tableSteps,
} from '../../friction/index.ts';
import { openWarehouse, readTable } from '../../table/index.ts';
import { learnPage } from '../../turn/index.ts';
import { cellNumbers, cellTexts, cellTimes, cellTruths } from '../friction-columns.ts';
import { type CommonOptions, names, verb } from '../options.ts';
import { type Run, runVerb } from '../run.ts';
import { readLive, readPage, readProfiles, writeFiles } from '../study-files.ts';

type Options = CommonOptions & {
  input?: string;
  session?: string;
  time?: string;
  event?: string;
  template?: string;
  features?: string[];
  value?: string;
  refresh?: boolean;
};

const sayRanking = (run: Run, templates: readonly TemplateFriction[]): void => {
  for (const { template, structuralIndex, worst, atStakeCents } of templates.slice(0, 10)) {
    const stake =
      atStakeCents === null ? 'not at risk' : `${atStakeCents.value.toPrecision(3)} a session at stake`;
    run.say(`friction: ${template} ${structuralIndex.toFixed(3)}, most of it ${worst}, ${stake}`);
  }
};

const stepsOf = async (run: Run) => {
  run.input('warehouse.duckdb', 'ingest');
  const profiles = readProfiles(run);
  return run.warehouse(async (warehouse) => {
    const periods = await loadPersonPeriods(warehouse, profiles === undefined ? {} : { profiles });
    return { periods, steps: await loadFrictionSteps(warehouse, periods) };
  });
};

const ofStudy = async (run: Run, { seed, refresh = false }: Options) => {
  const live = readLive(run);
  const { periods, steps } = await stepsOf(run);
  if (refresh) {
    const page = readPage(run, live);
    const friction = refreshStructural(page.friction, steps);
    run.writeJson('page-model.json', { ...page, friction });
    run.say(`friction: structural means refreshed by ${steps.n} steps`);
    return { rows: steps.n, structural: friction.structural };
  }
  const {
    model,
    evaluation,
    hazard: chosen,
    friction,
    notes,
    files,
  } = learnPage(live, periods, { seed, steps });
  run.writeJson('page-model.json', model);
  run.writeJson('hazard.json', { rows: periods.n, ...chosen, evaluation, notes });
  writeFiles(run, files);
  run.writeJson('friction.json', friction);
  for (const note of notes) run.say(`friction: ${note}`);
  if (friction !== null) sayRanking(run, friction.templates);
  return { rows: steps.n, ...friction, notes };
};

const ofTable = async (run: Run, input: string, options: Options) => {
  const { session, time, event, template, features, value, seed } = options;
  if (session === undefined || time === undefined || event === undefined || features === undefined)
    throw new Fault('bad-input', '--input', 'with it, --session, --time, --event and --features are needed');
  const warehouse = await openWarehouse(':memory:');
  try {
    const wanted = [session, time, event, ...features, ...[template, value].flatMap((name) => name ?? [])];
    const table = await readTable(warehouse, run.note('input', input), [...new Set(wanted)]);
    const steps = tableSteps({
      n: table.n,
      session: cellTexts(table, session),
      time: cellTimes(table, time),
      event: cellTruths(table, event),
      template: template === undefined ? new Array<string>(table.n).fill('all') : cellTexts(table, template),
      families: features.map((name) => ({ name, values: cellNumbers(table, name) })),
      ...(value === undefined ? {} : { value: cellNumbers(table, value) }),
    });
    const { report } = learnFriction(steps, seed);
    run.writeJson('friction.json', report);
    for (const note of report.notes) run.say(`friction: ${note}`);
    sayRanking(run, report.templates);
    return report;
  } finally {
    warehouse.close();
  }
};

/** `causeway friction`: encoder, index, memory and structural friction of the log, or of a table of steps of one's own. */
export const friction = (): Command =>
  verb(
    'friction',
    'learn φ, F and F̄ with the hazard (B26-B29) and rank pages by structural friction; with --input, on steps of your own',
  )
    .option('--input <file>', 'CSV, Parquet or NDJSON, one row a step of a session')
    .option('--session <column>', 'whose step it is')
    .option('--time <column>', 'when: a number or a date; orders the steps')
    .option(
      '--event <column>',
      '1 where the session was lost after this step, 0 where it went on, empty where it does not count',
    )
    .option('--features <columns>', 'amounts of friction at the step, from 0 on, with commas between', names)
    .option('--template <column>', 'the page, stage or template that the step was on')
    .option('--value <column>', 'what the session brings when it is not lost; 1 without it')
    .option('--refresh', 'daily: keep encoder, index and memory, move the structural means toward this log')
    .action((options: Options) =>
      runVerb('friction', options, (run) =>
        options.input === undefined ? ofStudy(run, options) : ofTable(run, options.input, options),
      ),
    );
