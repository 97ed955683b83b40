import { Fault } from '@causeway/contract';
import { type Command, Option } from 'commander';
import { loadPersonPeriods } from '../../features/index.ts';
import { fitPeriodHazard, MODEL_NAMES, type ModelName } from '../../hazard/index.ts';
import { openWarehouse, readTable } from '../../table/index.ts';
import { learnPage } from '../../turn/index.ts';
import { type CommonOptions, names, verb } from '../options.ts';
import { type Run, runVerb } from '../run.ts';
import { readLive, readProfiles, writeFiles } from '../study-files.ts';
import { featureMatrix } from '../user-columns.ts';
import { hazardOfTable } from './hazard-table.ts';

type Options = CommonOptions & {
  input?: string;
  session?: string;
  time?: string;
  event?: string;
  features?: string[];
  baseline: 'each' | 'constant';
  splitAt?: string;
  model: ModelName;
  out?: string;
  elapsed: 'yes' | 'no';
  elapsedColumns: string[];
  segment: string[];
  stage?: string;
  person?: string;
  compare: boolean;
};

const ofStudy = async (run: Run, { seed, model: form }: Options) => {
  run.input('warehouse.duckdb', 'ingest');
  const live = readLive(run);
  const profiles = readProfiles(run);
  const periods = await run.warehouse((warehouse) =>
    loadPersonPeriods(warehouse, profiles === undefined ? {} : { profiles }),
  );
  const { model, evaluation, hazard: chosen, notes, files } = learnPage(live, periods, { seed, form });
  run.writeJson('page-model.json', model);
  run.writeJson('hazard.json', { rows: periods.n, ...chosen, evaluation, notes });
  writeFiles(run, files);
  for (const note of notes) run.say(`hazard: ${note}`);
  return { rows: periods.n, ...chosen, evaluation, notes };
};

const ofTable = async (run: Run, input: string, options: Options) => {
  const { session, time, event, features, baseline, splitAt } = options;
  if (session === undefined || time === undefined || event === undefined || features === undefined) {
    throw new Fault('bad-input', '--input', 'with it, --session, --time, --event and --features are needed');
  }
  if (splitAt !== undefined)
    return hazardOfTable(run, { ...options, input, session, time, event, features, splitAt });
  const warehouse = await openWarehouse(':memory:');
  try {
    const table = await readTable(warehouse, run.note('input', input));
    // Rows of no session would be taken for one long session.
    const none = table.column(session).findIndex((cell) => cell === null || String(cell).trim() === '');
    if (none >= 0)
      throw new Fault('bad-input', `column ${session}, row ${none + 1}`, 'the session is missing');
    const fit = fitPeriodHazard(
      {
        n: table.n,
        names: features,
        x: featureMatrix(table, features),
        period: table.numbers(time),
        event: table.numbers(event),
        person: table.texts(session),
      },
      baseline,
    );
    run.writeJson('hazard-fit.json', fit);
    const { afterEvent } = fit.dropped;
    const aside =
      afterEvent > 0 ? `; ${afterEvent} of ${table.n} dropped: after the event of their session` : '';
    run.say(`hazard: ${fit.rows} rows with ${fit.events} events${aside}`);
    return fit;
  } finally {
    warehouse.close();
  }
};

/** `causeway hazard`: λ and the friction model from person-period rows; or the hazard of a table of one's own. */
export const hazard = (): Command =>
  verb(
    'hazard',
    'fit the hazard of leaving (B24) and the friction model; with --input, the hazard of a person-period file of your own',
  )
    .option('--input <file>', 'CSV (.gz too), Parquet or NDJSON, one row a person and period')
    .option('--session <column>', 'whose row it is')
    .option(
      '--time <column>',
      'number of the period; with --split-at also a date, a time of day or a time since 1970',
    )
    .option('--event <column>', '1 where it happened in this period, else 0')
    .option('--features <columns>', 'what the hazard may depend on, with commas between', names)
    .option('--split-at <value>', 'learn before this time, test behind it, and write a model for the page')
    .addOption(
      new Option('--model <kind>', 'the form; auto chooses by held-out log-loss, or mixes')
        .choices(MODEL_NAMES)
        .default('auto'),
    )
    .option('--out <folder>', 'with --split-at: where the model, its card and its plots go (else --dir)')
    .addOption(
      new Option(
        '--elapsed <yes|no>',
        'with --split-at: whether the model sees how long the session has gone on',
      )
        .choices(['yes', 'no'])
        .default('yes'),
    )
    .option(
      '--elapsed-columns <columns>',
      'features that tell elapsed time, left out of the comparison without it',
      names,
      [],
    )
    .option(
      '--segment <columns>',
      'also measure by the values of these columns; survival by the first',
      names,
      [],
    )
    .option('--stage <column>', 'also measure by the values of this column')
    .option('--person <column>', 'whose session it is: intervals draw whole persons')
    .option('--no-compare', 'do not learn the same again without elapsed time')
    .addOption(
      new Option('--baseline <kind>', 'one level a period, or one for all')
        .choices(['each', 'constant'])
        .default('each'),
    )
    .action((options: Options) =>
      runVerb('hazard', { ...options, dir: options.out ?? options.dir }, (run) =>
        options.input === undefined ? ofStudy(run, options) : ofTable(run, options.input, options),
      ),
    );
