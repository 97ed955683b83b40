import { Fault } from '@causeway/contract';
import type { Command } from 'commander';
import { openWarehouse, readTable, type UserTable } from '../table/index.ts';
import { encodeFeatures } from './encode-features.ts';
import { type CommonOptions, names, verb } from './options.ts';
import { type Roles, refuseRoles } from './refuse-roles.ts';
import type { Run } from './run.ts';
import { completeRows, leftNotes } from './usable-rows.ts';

/** A column that may be named in two ways. */
export const named = (options: Record<string, unknown>, long: string, short: string): string => {
  const got = options[long] ?? options[short];
  if (typeof got === 'string') return got;
  throw new Fault('bad-input', `--${long}`, `it is missing (--${short} is the same)`);
};

/** What the verbs of `causeway causal` take. */
export type CausalOptions = CommonOptions &
  Record<string, unknown> & { input?: string; features?: string[]; group?: string };

/** The rows in which no column with a role is missing, how many lacked one, and their features as numbers. */
export type CausalTable = {
  readonly table: UserTable;
  readonly left: number;
  readonly columns: { readonly x: Float64Array; readonly d: number; readonly names: readonly string[] };
};

/** Throws `bad-input` when no file is named. */
export const inputOf = (options: CausalOptions): string => {
  if (options.input === undefined) throw new Fault('bad-input', '--input', 'it is missing');
  return options.input;
};

/**
 * Reads the table without the rows that lack a column with a role, does the work, writes and says its result, with how many rows
 * were left out and what there is to tell of the features.
 */
export const onTable = async (
  run: Run,
  options: CausalOptions,
  roles: Roles,
  work: (of: CausalTable) => Record<string, unknown> & { readonly notes?: readonly string[] },
): Promise<Record<string, unknown>> => {
  const { features = [] } = options;
  refuseRoles(features, roles);
  const warehouse = await openWarehouse(':memory:');
  try {
    const whole = await readTable(warehouse, run.note('input', inputOf(options)));
    const needed = Object.values(roles).filter((name) => name !== undefined);
    const { table, left } = completeRows(whole, needed);
    const encoder = encodeFeatures(table, features);
    const columns = { x: encoder.apply(table), d: encoder.names.length, names: encoder.names };
    const made = work({ table, left, columns });
    const notes = [...leftNotes(whole.n, left, needed), ...encoder.notes, ...(made.notes ?? [])];
    const result = { ...made, leftOut: left, notes };
    const { method, summary } = result as Record<string, unknown>;
    run.writeJson(`causal-${method}.json`, result);
    for (const note of notes) run.say(`causal ${method}: ${note}`);
    run.say(`causal ${method}: ${summary}`);
    return result;
  } finally {
    warehouse.close();
  }
};

/** A verb on a file with an outcome and a treatment. */
export const fileVerb = (name: string, summary: string): Command =>
  verb(name, summary)
    .option('--input <file>', 'CSV, Parquet or NDJSON')
    .option('--outcome <column>', 'what came of it, a number')
    .option('--y <column>', 'the same')
    .option('--treatment <column>', '0 or 1; rows without it, or another column that is named, are left out')
    .option('--t <column>', 'the same')
    .option('--features <columns>', 'columns known before the treatment, with commas between', names);
