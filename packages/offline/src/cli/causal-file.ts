import { Fault } from '@causeway/contract';
import type { Command } from 'commander';
import { openWarehouse, readTable, type UserTable } from '../table/index.ts';
import { encodeFeatures } from './encode-features.ts';
import { type CommonOptions, names, verb } from './options.ts';
import type { Run } from './run.ts';

/** A column that may be named in two ways. */
export const named = (options: Record<string, unknown>, long: string, short: string): string => {
  const got = options[long] ?? options[short];
  if (typeof got === 'string') return got;
  throw new Fault('bad-input', `--${long}`, `it is missing (--${short} is the same)`);
};

/** Reads the table, does the work, writes and says its result. */
export const onTable = async (
  run: Run,
  input: string,
  work: (table: UserTable) => Record<string, unknown>,
) => {
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

/** What the verbs of `causeway causal` take. */
export type CausalOptions = CommonOptions &
  Record<string, unknown> & { input?: string; features?: string[]; group?: string };

/** Feature columns as numbers, and what each is. */
export const columnsOf = (table: UserTable, features: readonly string[] | undefined) => {
  const encoder = encodeFeatures(table, features ?? []);
  return { x: encoder.apply(table), d: encoder.names.length, names: encoder.names };
};

/** A verb on a file with an outcome and a treatment. */
export const fileVerb = (name: string, summary: string): Command =>
  verb(name, summary)
    .option('--input <file>', 'CSV, Parquet or NDJSON')
    .option('--outcome <column>', 'what came of it, a number')
    .option('--y <column>', 'the same')
    .option('--treatment <column>', '0 or 1')
    .option('--t <column>', 'the same')
    .option('--features <columns>', 'columns known before the treatment, with commas between', names);

/** Throws `bad-input` when no file is named. */
export const inputOf = (options: CausalOptions): string => {
  if (options.input === undefined) throw new Fault('bad-input', '--input', 'it is missing');
  return options.input;
};
