import { Fault } from '@causeway/contract';
import type { Command } from 'commander';
import { exactTree, type PolicyTree, treeArm, treeCells, treeText } from '../../policy/index.ts';
import { openWarehouse, readTable } from '../../table/index.ts';
import { type CommonOptions, names, numbers, verb, wholeNumber } from '../options.ts';
import { type Run, runVerb } from '../run.ts';

type Options = CommonOptions & {
  scores: string;
  features: string[];
  gammas: string[];
  costs?: number[];
  depth: number;
  arms?: string[];
  rows?: number;
};

const named = (tree: PolicyTree, features: readonly string[], arms: readonly string[], n: number): unknown =>
  'arm' in tree
    ? { arm: tree.arm, name: arms[tree.arm], rows: tree.rows, value: tree.sum / n }
    : {
        feature: features[tree.feature],
        threshold: tree.threshold,
        low: named(tree.low, features, arms, n),
        high: named(tree.high, features, arms, n),
        rows: tree.rows,
      };

const work = async (run: Run, options: Options) => {
  const { features, gammas } = options;
  const arms = options.arms ?? gammas;
  const costs = options.costs ?? gammas.map(() => 0);
  if (costs.length !== gammas.length || arms.length !== gammas.length)
    throw new Fault(
      'bad-input',
      '--costs',
      `got ${costs.length} costs and ${arms.length} arms for ${gammas.length} scores`,
    );
  const warehouse = await openWarehouse(':memory:');
  try {
    const table = await readTable(warehouse, run.note('scores', options.scores));
    const n = Math.min(table.n, options.rows ?? table.n);
    const x = features.map((name) => table.numbers(name).subarray(0, n));
    const net = gammas.map((name, a) =>
      table
        .numbers(name)
        .subarray(0, n)
        .map((v) => v - (costs[a] as number)),
    );
    const started = process.cpuUsage();
    const { tree, value } = exactTree(treeCells(x, net), options.depth);
    const used = process.cpuUsage(started);
    const shares = new Array<number>(arms.length).fill(0);
    for (let i = 0; i < n; i++) {
      const arm = treeArm(tree, (f) => x[f]?.[i] as number);
      shares[arm] = (shares[arm] as number) + 1 / n;
    }
    const constants = net.map((column) => column.reduce((s, v) => s + v, 0) / n);
    const best = constants.indexOf(Math.max(...constants));
    run.say(`policy tree: ${value} by ${treeText(tree, features, arms)}`);
    return {
      rows: n,
      depth: options.depth,
      value,
      text: treeText(tree, features, arms),
      tree: named(tree, features, arms, n),
      shares,
      bestConstant: { arm: best, name: arms[best], value: constants[best] },
      constants,
      cpuSeconds: (used.user + used.system) / 1e6,
    };
  } finally {
    warehouse.close();
  }
};

/** `causeway policy tree`: the best tree of a depth, exactly. */
export const policyTree = (): Command =>
  verb('tree', 'the policy tree with the largest mean score net of cost, exactly (A10)')
    .requiredOption('--scores <file>', 'CSV, Parquet or NDJSON, one row a unit')
    .requiredOption('--features <columns>', 'what the tree may split on, with commas between', names)
    .requiredOption('--gammas <columns>', 'a score an arm, with commas between', names)
    .option('--costs <numbers>', 'cost an arm, in the same order; 0 by default', numbers)
    .option('--arms <names>', 'names of the arms, in the same order', names)
    .option('--depth <n>', 'splits from the top to a leaf', wholeNumber(0, 4), 2)
    .option('--rows <n>', 'only the first n rows', wholeNumber(1, 1e9))
    .action((options: Options) => runVerb('policy-tree', options, (run) => work(run, options)));
