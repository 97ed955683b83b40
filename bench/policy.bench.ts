import {
  bootstrap,
  ESTIMATORS,
  estimateValue,
  exactTree,
  lagrangianBudget,
  type OpeTable,
  opeReport,
  treeCells,
} from '@causeway/offline';
import type { Bench } from './bench.ts';
import { chance } from './policy/chance.ts';
import { revenueTable } from './policy/revenue-table.ts';

/** Numbers of a fixed sequence in [0, 1): the bench draws no chance of its own. */
const sequence = (seed: number) => chance(seed).uniform;

const cpu = (work: () => void): number => {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
};

/** Ten arms logged with unequal propensities; the candidate leans `sharp` times to what pays. Truth by the means themselves. */
const opeTable = (n: number, seed: number, sharp: number): { table: OpeTable; truth: number } => {
  const u = sequence(seed);
  const columns = Array.from({ length: 5 }, () => new Float64Array(n));
  const [reward, propensity, candidate, shownMean, policyMean] = columns as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  let truth = 0;
  for (let i = 0; i < n; i++) {
    const x = u();
    const means = Array.from({ length: 10 }, (_, a) => 0.1 + 0.5 * Math.abs(Math.sin(a + 3 * x)));
    const soft = (t: number) => {
      const w = means.map((m) => Math.exp(t * m));
      const sum = w.reduce((a, b) => a + b, 0);
      return w.map((v) => v / sum);
    };
    const [mu, pi] = [soft(-2), soft(sharp)];
    let [a, left] = [0, u()];
    while (a < 9 && left >= (mu[a] as number)) left -= mu[a++] as number;
    reward[i] = u() < (means[a] as number) ? 1 : 0;
    propensity[i] = mu[a] as number;
    candidate[i] = pi[a] as number;
    shownMean[i] = 0.8 * (means[a] as number) + 0.05;
    policyMean[i] = pi.reduce((s, p, k) => s + p * (0.8 * (means[k] as number) + 0.05), 0);
    truth += pi.reduce((s, p, k) => s + p * (means[k] as number), 0) / n;
  }
  return {
    table: {
      n,
      reward,
      propensity,
      candidate,
      shownMean,
      policyMean,
      cluster: Array.from({ length: n }, (_, i) => i),
    },
    truth,
  };
};

const treeData = (n: number, seed: number) => {
  const u = sequence(seed);
  const x = [12, 70, 2, 2, 2, 2, 2, 2, 2].map((levels) =>
    Float64Array.from({ length: n }, () => Math.floor(levels * u())),
  );
  const scores = [0, 1, 2].map((a) =>
    Float64Array.from({ length: n }, (_, i) => u() + 0.1 * a * ((x[2] as Float64Array)[i] as number)),
  );
  return { x, scores };
};

const bench: Bench = {
  name: 'policy',
  about:
    'off-policy reports, exact trees and budgets beside the recorded CPU of Open Bandit Pipeline and policytree; coverage beside 95 %',
  run: (emit) => {
    // Recorded on this kind of machine: obp 30.5 CPU-s for four logs, policytree 86.7 CPU-s at depth 2 on 64,000 x 9.
    const logs = [1, 2, 3, 4].map((seed) => opeTable(10_000, seed, 4).table);
    emit({
      name: '15 estimators, 1000 bootstraps, 4 logs of 10k (peer: obp, as recorded)',
      value: cpu(() => {
        for (const table of logs) opeReport(table, { samples: 1000 });
      }),
      unit: 'CPU s',
      peer: 30.5,
    });
    const { x, scores } = treeData(64_000, 5);
    for (const [depth, peer] of [
      [2, 86.7],
      [3, 86.7],
    ] as const)
      emit({
        name: `exact tree of depth ${depth} on 64,000 x 9 (peer: policytree at depth 2, as recorded)`,
        value: cpu(() => exactTree(treeCells(x, scores), depth)),
        unit: 'CPU s',
        peer,
      });
    const budget = (n: number) => {
      const u = sequence(n);
      const values = [0, 1, 2].map((a) => Float64Array.from({ length: n }, () => (a === 0 ? 0 : u())));
      return cpu(() => lagrangianBudget({ n, values, costs: [0, 5, 4] }, n));
    };
    const small = budget(1_000_000);
    emit({
      name: 'budget of 10M people (peer: ten times 1M: linear growth is 1)',
      value: budget(10_000_000),
      unit: 'CPU s',
      peer: 10 * small,
    });
    for (const [label, n, sharp] of [
      ['1k, light weights', 1000, 2],
      ['10k, light weights', 10_000, 2],
      ['1k, heavy weights', 1000, 8],
      ['10k, heavy weights', 10_000, 8],
    ] as const) {
      const covered = new Map(ESTIMATORS.map(({ name }) => [name, 0]));
      const best = new Map<string, number>();
      let error = 0;
      const SEEDS = 200;
      for (let seed = 0; seed < SEEDS; seed++) {
        const { table, truth } = opeTable(n, 100 + 7919 * seed, sharp);
        for (const e of ESTIMATORS) {
          const { value, low, high } = estimateValue(e, table);
          if (low <= truth && truth <= high) covered.set(e.name, (covered.get(e.name) ?? 0) + 1);
          const off = Math.abs(value - truth) / truth / SEEDS;
          if (e.name === 'automatic') error += off;
          else best.set(e.name, (best.get(e.name) ?? 0) + off);
        }
      }
      emit({
        name: `least coverage of 16 estimators, 200 seeds, ${label}`,
        value: Math.min(...covered.values()) / SEEDS,
        unit: 'share',
        peer: 0.95,
      });
      emit({
        name: `relative error of the automatic choice, ${label} (peer: the best fixed of 15)`,
        value: error,
        unit: 'share',
        peer: Math.min(...best.values()),
      });
    }
    for (const [n, weights] of [
      [1000, 'light'],
      [1000, 'heavy'],
      [10_000, 'light'],
      [10_000, 'heavy'],
    ] as const) {
      const covered = new Map(ESTIMATORS.map(({ name }) => [name, 0]));
      const SEEDS = 200;
      for (let seed = 0; seed < SEEDS; seed++) {
        const { table, truth } = revenueTable(n, 31 * seed + 7, weights);
        for (const e of ESTIMATORS) {
          const { low, high } = estimateValue(e, table);
          if (low <= truth && truth <= high) covered.set(e.name, (covered.get(e.name) ?? 0) + 1);
        }
      }
      emit({
        name: `least coverage of 16 estimators, 200 seeds, ${n} rows, ${weights} weights, revenue with a heavy tail`,
        value: Math.min(...covered.values()) / SEEDS,
        unit: 'share',
        peer: 0.95,
      });
    }
    const tiny = opeTable(1000, 1, 2).table;
    emit({
      name: 'resamples of 16 estimators on 1k rows (peer: on 10k rows, a tenth)',
      value: cpu(() => bootstrap(tiny, ESTIMATORS, { samples: 1000, seed: 1 })),
      unit: 'CPU s',
      peer: cpu(() => bootstrap(logs[0] as OpeTable, ESTIMATORS, { samples: 1000, seed: 1 })) / 10,
    });
  },
};

export default bench;
