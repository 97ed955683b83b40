import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lagrangianBudget, learnTablePolicy } from '@causeway/offline';
import { PYTHON } from '../boost/peers.ts';
import {
  ARMS,
  BUDGET_PER_ROW,
  COSTS,
  FEATURES,
  type Log,
  makeLog,
  type People,
  people,
  type World,
} from './worlds.ts';

export const PEERS = ['t', 'x', 'dr'].flatMap((name) => [`${name}-boost`, `${name}-linear`]);

const A = ARMS.length;
const NEW_PEOPLE = 40_000;

/** Mean true gain over arm 0 a person. */
const gainOf = ({ n, means }: People, arm: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += (means[i * A + (arm[i] as number)] as number) - (means[i * A] as number);
  return sum / n;
};

const allocate = (n: number, effects: readonly Float64Array[]): Uint8Array =>
  lagrangianBudget({ n, values: [new Float64Array(n), ...effects], costs: COSTS }, BUDGET_PER_ROW * n).arm;

/** The gains of scikit-learn's learners on the same log, at the same budget on the same people. */
const peerGains = (log: Log, fresh: People, binary: boolean): Record<string, number> => {
  const folder = mkdtempSync(join(tmpdir(), 'causeway-policy-'));
  try {
    const put = (name: string, v: Float64Array | Int32Array) =>
      writeFileSync(join(folder, name), new Uint8Array(v.buffer, v.byteOffset, v.byteLength));
    put('log-x', log.x);
    put('log-y', log.reward);
    put('log-p', log.propensity);
    put('log-a', log.action);
    put('new-x', fresh.x);
    const shape = { n: log.n, m: fresh.n, d: FEATURES.length, arms: A, binary };
    writeFileSync(join(folder, 'shape.json'), JSON.stringify(shape));
    const script = new URL('learn-peers.py', import.meta.url).pathname;
    const { status, stderr } = spawnSync(PYTHON, [script, folder], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`learn-peers.py: ${stderr.slice(-500)}`);
    return Object.fromEntries(
      PEERS.map((name) => {
        const bytes = readFileSync(join(folder, `${name}.bin`));
        const all = new Float64Array(new Uint8Array(bytes).buffer);
        const effects = ARMS.slice(1).map((_, k) =>
          Float64Array.from({ length: fresh.n }, (__, i) => all[i * (A - 1) + k] as number),
        );
        return [name, gainOf(fresh, allocate(fresh.n, effects))];
      }),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
};

export type LogResult = {
  /** gain of the oracle a person, and of doing nothing */
  readonly oracle: number;
  /** shares of the oracle's gain */
  readonly ours: number;
  readonly peers: Record<string, number>;
  readonly chosen: string;
  readonly covered: boolean;
};

/** One log of a world: what the learned policy and its peers gain on 40,000 new people, as shares of what the truth would. */
export const shareOfOracle = (world: World, n: number, seed: number, withPeers: boolean): LogResult => {
  const log = makeLog(world, n, seed);
  const fresh = people(world, NEW_PEOPLE, seed + 500_000);
  const truth = ARMS.slice(1).map((_, k) =>
    Float64Array.from(
      { length: fresh.n },
      (__, i) => (fresh.means[i * A + k + 1] as number) - (fresh.means[i * A] as number),
    ),
  );
  const oracle = gainOf(fresh, allocate(fresh.n, truth));
  const fit = learnTablePolicy({
    rows: {
      n,
      d: FEATURES.length,
      x: log.x,
      y: log.reward,
      action: log.action,
      arms: A,
      propensity: log.propensity,
      seed: 1,
    },
    arms: ARMS,
    costs: COSTS,
    budgetPerRow: BUDGET_PER_ROW,
    objective: 'gross',
  });
  const gain = gainOf(fresh, fit.decide(fresh.x, fresh.n).arm);
  // Without any effect there is nothing to share: gains are then told as they are.
  const unit = oracle > 0 ? oracle : 1;
  const peers = withPeers ? peerGains(log, fresh, !world.revenue) : {};
  const { low, high } = fit.value.gain;
  return {
    oracle,
    ours: gain / unit,
    peers: Object.fromEntries(Object.entries(peers).map(([name, g]) => [name, g / unit])),
    chosen: fit.chosen,
    covered: low <= gain && gain <= high,
  };
};
