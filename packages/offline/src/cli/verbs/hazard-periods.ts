import type { Command } from 'commander';
import { csvText, eventPeriods, timeAxis } from '../../hazard/index.ts';
import { openWarehouse, plainCell, readTable } from '../../table/index.ts';
import { type CommonOptions, names, verb } from '../options.ts';
import { type Run, runVerb } from '../run.ts';
import { writeText } from '../write-text.ts';

type Options = CommonOptions & {
  input: string;
  session: string;
  time: string;
  name: string;
  from: string[];
  until: string[];
  keep: string[];
  output: string;
};

const ofLog = async (run: Run, options: Options) => {
  const warehouse = await openWarehouse(':memory:');
  try {
    const { session, time, name, keep } = options;
    const table = await readTable(warehouse, run.note('input', options.input), [
      session,
      time,
      name,
      ...keep,
    ]);
    const column = (own: string) => table.column(own).map(plainCell);
    const timeCells = column(time);
    const periods = eventPeriods(
      {
        n: table.n,
        session: column(session),
        time: timeAxis(timeCells, time),
        timeCells,
        name: column(name),
        keep: Object.fromEntries(keep.map((own) => [own, column(own)])),
      },
      options,
    );
    writeText(options.output, csvText(periods.names, periods.rows));
    const left = periods.rows.reduce((sum, row) => sum + (row[2] as number), 0);
    run.say(
      `hazard-periods: ${periods.rows.length} rows of ${periods.sessions} sessions, ${left} ended without ${options.until.join(' or ')}`,
    );
    return {
      rows: periods.rows.length,
      sessions: periods.sessions,
      events: left,
      session: 'session',
      time: 'time',
      event: 'left',
      features: periods.names.slice(3),
    };
  } finally {
    warehouse.close();
  }
};

/** `causeway hazard-periods`: an event log as a person-period file. */
export const hazardPeriods = (): Command =>
  verb(
    'hazard-periods',
    'turn a log of named events into person-period rows: a row an event, from a first event on until a good end',
  )
    .requiredOption('--input <file>', 'CSV, Parquet or NDJSON, one row an event')
    .requiredOption('--session <column>', 'whose event it is')
    .requiredOption('--time <column>', 'when it happened')
    .requiredOption('--name <column>', 'what happened')
    .option('--from <events>', 'rows begin with the first of these (else with the first event)', names, [])
    .option('--until <events>', 'the good end: nothing is foretold from these on', names, [])
    .option('--keep <columns>', 'columns that go along as they are', names, [])
    .requiredOption('--output <file>', 'the CSV to write')
    .action((options: Options) => runVerb('hazard-periods', options, (run) => ofLog(run, options)));
