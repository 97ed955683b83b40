import { Fault } from '@causeway/contract';
import { type Interval, meanInterval } from '../maths/index.ts';
import type { OnlineBandit } from './online-bandit.ts';

export type BanditLog = {
  readonly n: number;
  readonly d: number;
  /** n x d */
  readonly x: Float64Array;
  readonly action: Int32Array;
  readonly reward: ArrayLike<number>;
  readonly propensity: ArrayLike<number>;
  readonly cluster: ArrayLike<string | number>;
};

export type Progressive = {
  /** r π_t(a|x) / μ(a|x) of every row, π_t having learned from the rows before it alone. */
  readonly rounds: Float64Array;
  readonly value: Interval;
  /** Share of each arm in what it would have shown. */
  readonly shares: readonly number[];
};

/** Runs a learner along a log, testing on each row before it learns from it (B38 with a policy that changes). */
export const progressiveValidation = (bandit: OnlineBandit, log: BanditLog): Progressive => {
  const { arms } = bandit.options;
  const pi = new Float64Array(arms);
  const rounds = new Float64Array(log.n);
  const shares = new Array<number>(arms).fill(0);
  for (let i = 0; i < log.n; i++) {
    const a = log.action[i] as number;
    const p = log.propensity[i] as number;
    const r = log.reward[i] as number;
    if (!(p > 0 && p <= 1))
      throw new Fault('bad-input', `row ${i + 1}`, `propensity ${p}, allowed is (0, 1]`);
    if (!(a >= 0 && a < arms))
      throw new Fault('unknown-action', `row ${i + 1}`, `got ${a}, there are ${arms} arms`);
    if (!Number.isFinite(r))
      throw new Fault('bad-input', `row ${i + 1}`, `reward ${r}, a finite number is needed`);
    bandit.propose(log.x, i * log.d, pi);
    rounds[i] = (r * (pi[a] as number)) / p;
    for (let k = 0; k < arms; k++) shares[k] = (shares[k] as number) + (pi[k] as number) / log.n;
    bandit.learn(log.x, i * log.d, a, r, p);
  }
  return { rounds, value: meanInterval(rounds, log.cluster), shares };
};

/** Challenger less champion on the same rows: the champion gives way only when the interval is above 0. */
export const challenge = (
  champion: Progressive,
  challenger: Progressive,
  cluster: ArrayLike<string | number>,
) => {
  const gain = meanInterval(
    challenger.rounds.map((v, i) => v - (champion.rounds[i] as number)),
    cluster,
  );
  return { gain, replace: gain.low > 0 };
};
