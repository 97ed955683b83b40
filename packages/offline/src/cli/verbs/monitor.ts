import { Fault } from '@causeway/contract';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { FAMILIES } from '../../monitor/index.ts';
import { type CommonOptions, names, verb, wholeNumber } from '../options.ts';
import { runVerb } from '../run.ts';
import { type LiveOptions, monitorLive } from './monitor-live.ts';
import { monitorStudy } from './monitor-log.ts';
import { monitorTable } from './monitor-table.ts';

export type MonitorOptions = CommonOptions & {
  input?: string;
  time?: string;
  metric?: string[];
  by?: string[];
  events?: string;
  unit?: string;
  among?: string;
  count?: 'hour' | 'day';
  reference?: string;
  split?: string;
  referenceUntil?: string;
  until?: string;
  falseAlarm: number;
  family?: string;
  webhook?: string;
};

const chance = (text: string): number => {
  const x = Number(text);
  if (x > 0 && x < 1) return x;
  throw new InvalidArgumentError(`got ${text}, allowed is a number between 0 and 1.`);
};

const more = (text: string, before: string[] = []): string[] => [...before, ...names(text)];

/** `causeway monitor`: what changed, since when, by what evidence, and what to do; of the log, or of any table. */
export const monitor = (): Command =>
  verb(
    'monitor',
    'find changes and drifts: in DIR’s log and warehouse, or with --input in any CSV, Parquet or NDJSON',
  )
    .option('--input <file>', 'a table of your own instead of DIR')
    .option('--time <column>', 'the column of times; the only one of dates by default')
    .option(
      '--metric <columns...>',
      'columns to watch over time; COLUMN=VALUE watches how often a value stands there',
      more,
    )
    .option('--by <columns>', 'one series a value of these columns', names)
    .option(
      '--events <column>',
      'the table is an event log: this column names the event, and --metric names events',
    )
    .option('--unit <column>', 'with --events: the visit; each counts once, as having the event or not')
    .option('--among <event>', 'with --events: only visits with this event, at its time')
    .addOption(new Option('--count <bucket>', 'also watch how many rows there are').choices(['hour', 'day']))
    .option('--reference <file>', 'compare all columns with this earlier table')
    .option('--split <time>', 'compare all columns before and after this moment')
    .option(
      '--reference-until <time>',
      'what lies before is known to be in order; a quarter of the rows by default',
    )
    .option('--until <time>', 'only what happened before this moment, as the monitor of that day saw it')
    .option('--false-alarm <chance>', 'of any false alarm over the whole file', chance, 0.05)
    .addOption(new Option('--family <name>', 'what alerts are filed under').choices(FAMILIES))
    .option('--webhook <url>', 'post new alerts there as JSON')
    .option(
      '--every <seconds>',
      'go on: bring the log up to now and look again, so often',
      wholeNumber(1, 86_400),
    )
    .option('--rounds <n>', 'with --every: so many looks', wholeNumber(1, 1_000_000))
    .option('--log <folder>', 'with --every: the log, DIR/log by default')
    .option(
      '--bucket <url>',
      'with --every: first bring it from https://HOST/BUCKET (keys in the environment)',
    )
    .option('--prefix <text>', 'of the bucket only what begins so', 'log/')
    .action((options: MonitorOptions & Partial<LiveOptions>) => {
      const { input, every } = options;
      if (every !== undefined) {
        if (input !== undefined)
          throw new Fault(
            'bad-input',
            '--every',
            'it watches the log of DIR; --input is one table, looked at once',
          );
        return monitorLive({ ...options, every, prefix: options.prefix ?? '' });
      }
      return runVerb('monitor', options, (run) =>
        input === undefined ? monitorStudy(run, options) : monitorTable(run, { ...options, input }),
      );
    });
