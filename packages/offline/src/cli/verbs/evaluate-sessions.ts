import { Fault } from '@causeway/contract';
import type { Command } from 'commander';
import { type SessionLog, sequentialReport } from '../../ope/index.ts';
import { openWarehouse, readTable, type UserTable } from '../../table/index.ts';
import { candidateMatrix } from '../candidate-matrix.ts';
import { encodeFeatures } from '../encode-features.ts';
import { type CommonOptions, names, share, verb } from '../options.ts';
import { refuseRoles } from '../refuse-roles.ts';
import { type Run, runVerb } from '../run.ts';
import { completeRows, subTable } from '../usable-rows.ts';
import { timeColumn } from '../user-columns.ts';

type Options = CommonOptions & {
  input: string;
  session: string;
  step?: string;
  action: string;
  reward: string;
  propensity: string;
  policy?: string[];
  target?: string;
  arms?: string[];
  features: string[];
  group?: string;
  gamma: number;
  level: number;
};

/** Rows by session in the order of their first row, and within it by step; as they stand where no step is given. */
const sessionOrder = (table: UserTable, session: string, step: string | undefined) => {
  const name = table.texts(session);
  const at = step === undefined ? null : timeColumn(table, step);
  const first = new Map<string, number>();
  name.forEach((s) => {
    if (!first.has(s)) first.set(s, first.size);
  });
  const order = Int32Array.from({ length: table.n }, (_, i) => i).sort(
    (a, b) =>
      (first.get(name[a] as string) as number) - (first.get(name[b] as string) as number) ||
      (at === null ? 0 : (at[a] as number) - (at[b] as number)) ||
      a - b,
  );
  const marks = Array.from(order, (i, r) => (r === 0 || name[i] !== name[order[r - 1] as number] ? r : -1));
  return { order, offset: Int32Array.from([...marks.filter((r) => r >= 0), table.n]) };
};

const work = async (run: Run, options: Options) => {
  refuseRoles(options.features, options);
  const warehouse = await openWarehouse(':memory:');
  try {
    const whole = await readTable(warehouse, run.note('input', options.input));
    const needed = [options.session, options.action, options.reward, options.propensity];
    const { table: complete, left } = completeRows(whole, needed);
    if (left > 0)
      throw new Fault(
        'bad-input',
        options.input,
        `${left} rows lack session, action, reward or propensity: a session with a hole has no weight`,
      );
    const { order, offset } = sessionOrder(complete, options.session, options.step);
    const table = subTable(complete, order);
    const action = table.texts(options.action);
    const chosen = options.target === undefined ? [] : table.texts(options.target);
    const arms = options.arms ?? [...new Set([...action, ...chosen])].sort();
    const pi = candidateMatrix(table, options, arms);
    if (pi === null) throw new Fault('bad-input', '--policy', 'it is missing: give --policy or --target');
    const encoder = encodeFeatures(table, options.features);
    const starts = offset.subarray(0, -1);
    const group = table.texts(options.group ?? options.session);
    const log: SessionLog = {
      rows: table.n,
      sessions: starts.length,
      arms: arms.length,
      p: encoder.names.length,
      offset,
      x: encoder.apply(table),
      action: Int32Array.from(action, (name) => arms.indexOf(name)),
      reward: table.numbers(options.reward),
      propensity: table.numbers(options.propensity),
      pi,
      cluster: Array.from(starts, (i) => group[i] as string),
    };
    const { seed, gamma, level } = options;
    const report = sequentialReport(log, { seed, gamma, level });
    const { value, low, high } = report.automatic;
    for (const note of encoder.notes) run.say(`evaluate sessions: ${note}`);
    run.say(`evaluate sessions: ${value} a session (${low} to ${high})`);
    return { rows: log.rows, sessions: log.sessions, arms, ...report, notes: encoder.notes };
  } finally {
    warehouse.close();
  }
};

/** `causeway evaluate sessions`: the value of a policy that decides several times in a session. */
export const evaluateSessions = (): Command =>
  verb(
    'sessions',
    'off-policy value a session, for several decisions in each (A13, B34, B35); refuses without support',
  )
    .requiredOption('--input <file>', 'CSV, Parquet or NDJSON, one row a decision')
    .requiredOption('--session <column>', 'which session it is of')
    .option('--step <column>', 'its place or time in the session; the order of rows by default')
    .requiredOption('--action <column>', 'what was done')
    .requiredOption('--reward <column>', 'what came of the step, a number')
    .requiredOption('--propensity <column>', 'logged probability of what was done')
    .requiredOption('--features <columns>', 'the state: what was known before the step', names)
    .option('--policy <columns>', 'the candidate’s probability of each arm', names)
    .option('--target <column>', 'the arm that the candidate would choose, when it leaves nothing to chance')
    .option('--arms <values>', 'the arms of --policy in their order; sorted by default', names)
    .option('--group <column>', 'whose session it is')
    .option('--gamma <share>', 'what a step later counts', share, 1)
    .option('--level <share>', 'level of the intervals', share, 0.95)
    .action((options: Options) => runVerb('evaluate-sessions', options, (run) => work(run, options)));
