import type { Command } from 'commander';
import {
  challenge,
  epsilonGreedy,
  inverseGap,
  OnlineBandit,
  progressiveValidation,
} from '../../bandit/index.ts';
import { openWarehouse, readTable } from '../../table/index.ts';
import { encodeColumns } from '../encode-columns.ts';
import { type CommonOptions, names, positive, share, verb } from '../options.ts';
import { refuseRoles } from '../refuse-roles.ts';
import { type Run, runVerb } from '../run.ts';
import { completeRows } from '../usable-rows.ts';

type Options = CommonOptions & {
  input: string;
  action: string;
  reward: string;
  features: string[];
  propensity?: string;
  group?: string;
  epsilon: number;
  gamma: number;
  memory: number;
  ridge: number;
};

const work = async (run: Run, options: Options) => {
  refuseRoles(options.features, options);
  const warehouse = await openWarehouse(':memory:');
  try {
    const whole = await readTable(warehouse, run.note('input', options.input));
    const needed = [options.action, options.reward, options.propensity, options.group];
    const { table, left } = completeRows(
      whole,
      needed.filter((name) => name !== undefined),
    );
    const texts = table.texts(options.action);
    const arms = [...new Set(texts)].sort();
    const place = new Map(arms.map((name, a) => [name, a]));
    const { x, d, names: columns, notes } = encodeColumns(table, options.features);
    const log = {
      n: table.n,
      d,
      x,
      action: Int32Array.from(texts, (name) => place.get(name) as number),
      reward: table.numbers(options.reward),
      propensity:
        options.propensity === undefined
          ? new Float64Array(table.n).fill(1 / arms.length)
          : table.numbers(options.propensity),
      cluster:
        options.group === undefined
          ? Array.from({ length: table.n }, (_, i) => i)
          : table.texts(options.group),
    };
    const common = { arms: arms.length, d, ridge: options.ridge, memory: options.memory };
    const make = {
      champion: () => new OnlineBandit({ ...common, exploration: epsilonGreedy(options.epsilon) }),
      challenger: () =>
        new OnlineBandit({
          ...common,
          exploration: inverseGap(options.gamma, options.epsilon / arms.length),
          update: 'doubly-robust',
        }),
    };
    const started = performance.now();
    const bandit = make.champion();
    const champion = progressiveValidation(bandit, log);
    const seconds = (performance.now() - started) / 1000;
    const other = progressiveValidation(make.challenger(), log);
    run.writeJson('bandit.json', { kind: 'bandit', version: 1, arms, columns, effects: bandit.effects() });
    for (const note of notes) run.say(`bandit: ${note}`);
    run.say(`bandit: progressive value ${champion.value.value} over ${table.n} rows`);
    return {
      rows: table.n,
      leftOut: left,
      arms,
      value: champion.value,
      shares: champion.shares,
      challenger: { value: other.value, shares: other.shares, ...challenge(champion, other, log.cluster) },
      bytes: bandit.bytes,
      rowsPerSecond: table.n / seconds,
      propensities: options.propensity === undefined ? 'uniform' : 'given',
      notes,
    };
  } finally {
    warehouse.close();
  }
};

/** `causeway bandit`: a learner that updates row by row, valued along the log. */
export const bandit = (): Command =>
  verb(
    'bandit',
    'learn online from a logged table; progressive value with interval, champion and challenger (B33, B38)',
  )
    .requiredOption('--input <file>', 'CSV, Parquet or NDJSON, one row a decision, in the order of time')
    .requiredOption('--action <column>', 'what was done')
    .requiredOption('--reward <column>', 'what came of it, a number')
    .requiredOption('--features <columns>', 'what was known before; texts become indicators', names)
    .option('--propensity <column>', 'logged probability of what was done; uniform when not given')
    .option('--group <column>', 'whose row it is')
    .option('--epsilon <share>', 'share of exploration', share, 0.1)
    .option('--gamma <number>', 'how sharply the challenger’s inverse-gap exploration follows', positive, 100)
    .option('--memory <share>', 'weight left to a row after the next one; 1 forgets nothing', share, 1)
    .option('--ridge <number>', 'precision of each weight before the first row', positive, 1)
    .action((options: Options) => runVerb('bandit', options, (run) => work(run, options)));
