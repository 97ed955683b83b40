import { exp } from '@causeway/contract';
import { meanInterval } from '../../maths/index.ts';
import { groupFolds } from '../../nuisance/index.ts';
import { type Backup, crossFitQ, fitQ, type QModel, qOf } from './fitted-q.ts';
import { sequentialDr } from './sequential-dr.ts';
import type { SessionLog } from './session-log.ts';

export type LearnQOptions = {
  readonly seed: number;
  readonly gamma?: number;
  /** τ of softmax(Q/τ) (B36), in the reward's unit */
  readonly temperature: number;
  /** an arm that the log drew with less than this in a row may not be backed up nor chosen there */
  readonly leastPropensity?: number;
  /** standard errors of an arm's Q̂ (by its rows) that are taken off it */
  readonly caution?: number;
  /** The logged distribution, N x A: who is allowed where. */
  readonly mu: Float64Array;
  /** expected money of each arm, taken off Q when choosing */
  readonly costs?: readonly number[];
};

export type LearnedQ = {
  readonly model: QModel;
  /** π of every row of the log by models that did not see its session, N x A: for an honest evaluation. */
  readonly outOfFold: Float64Array;
  /** 'steps' looks ahead; 'bandit' weighs each decision by what its session earned after it under the log: the safer of the two when looking ahead is not shown to be better. */
  readonly chosen: 'steps' | 'bandit';
  readonly lookAheadGain: { readonly value: number; readonly low: number; readonly high: number };
  readonly policy: (
    x: Float64Array,
    row: number,
    allowed: (arm: number) => boolean,
    into: Float64Array,
  ) => void;
};

const softmaxInto = (
  q: Float64Array,
  allowed: (arm: number) => boolean,
  temperature: number,
  into: Float64Array,
): void => {
  let top = -Infinity;
  for (let a = 0; a < q.length; a++) if (allowed(a)) top = Math.max(top, q[a] as number);
  let sum = 0;
  for (let a = 0; a < q.length; a++) {
    into[a] = allowed(a) ? exp(((q[a] as number) - top) / temperature) : 0;
    sum += into[a] as number;
  }
  for (let a = 0; a < q.length; a++) into[a] = (into[a] as number) / sum;
};

/**
 * Batch Q-learning from logged sessions (B36) that controls extrapolation: an arm is backed up and chosen only where the log drew it
 * (behaviour constraint), its Q̂ less `caution` standard errors (conservative penalty), and V(s') is the softmax policy's own mean, not
 * a maximum over noise. Looking ahead is kept only when it is not worse, by sequential doubly robust values out of fold, than the bandit
 * that takes each decision by the return that followed it.
 */
export const learnQ = (log: SessionLog, options: LearnQOptions): LearnedQ => {
  const { gamma = 1, temperature, leastPropensity = 0.01, caution = 0.5, mu, costs = [] } = options;
  const { arms } = log;
  const counts = new Float64Array(arms);
  for (const a of log.action) counts[a] = (counts[a] as number) + 1;
  let [mean, square] = [0, 0];
  for (let s = 0; s < log.sessions; s++) {
    let g = 0;
    for (let i = log.offset[s] as number; i < (log.offset[s + 1] as number); i++)
      g += log.reward[i] as number;
    mean += g / log.sessions;
    square += (g * g) / log.sessions;
  }
  const spread = Math.sqrt(Math.max(0, square - mean * mean));
  const penalty = Float64Array.from(
    { length: arms },
    (_, a) => (caution * spread) / Math.sqrt(Math.max(1, counts[a] as number)) + (costs[a] ?? 0),
  );
  const allowedAt = (row: number) => (a: number) => (mu[row * arms + a] as number) >= leastPropensity;
  const careful = new Float64Array(arms);
  const pi = new Float64Array(arms);
  const choose = (q: Float64Array, allowed: (a: number) => boolean, into: Float64Array) => {
    for (let a = 0; a < arms; a++) careful[a] = (q[a] as number) - (penalty[a] as number);
    softmaxInto(careful, allowed, temperature, into);
  };
  const ahead: Backup = (row, q) => {
    choose(q, allowedAt(row), pi);
    let sum = 0;
    for (let a = 0; a < arms; a++) sum += (pi[a] as number) * (q[a] as number);
    return sum;
  };
  // The bandit's target is the return that followed under the log: one sweep on rewards to go.
  const toGo = log.reward.slice();
  for (let s = 0; s < log.sessions; s++)
    for (let i = (log.offset[s + 1] as number) - 2; i >= (log.offset[s] as number); i--)
      toGo[i] = (toGo[i] as number) + gamma * (toGo[i + 1] as number);
  const train = (kind: 'steps' | 'bandit', sessions: ArrayLike<number>): QModel =>
    kind === 'steps'
      ? fitQ(log, sessions, ahead, { gamma })
      : fitQ({ ...log, reward: toGo }, sessions, () => 0, { sweeps: 1 });
  const folds = groupFolds(log.cluster.map(String), 3, options.seed);
  const q = new Float64Array(arms);
  const held = (kind: 'steps' | 'bandit'): Float64Array => {
    const out = new Float64Array(log.rows * arms);
    for (let j = 0; j < folds.count; j++) {
      const model = train(kind, folds.train(j));
      for (const s of folds.test(j))
        for (let i = log.offset[s] as number; i < (log.offset[s + 1] as number); i++) {
          qOf(model, log.x, i, q);
          choose(q, allowedAt(i), pi);
          out.set(pi, i * arms);
        }
    }
    return out;
  };
  const policies = { steps: held('steps'), bandit: held('bandit') };
  const rounds = (of: Float64Array) => {
    const under = { ...log, pi: of };
    return sequentialDr(under, crossFitQ(under, options.seed, gamma), gamma);
  };
  const [steps, bandit] = [rounds(policies.steps), rounds(policies.bandit)];
  const gain = meanInterval(
    steps.map((v, s) => v - (bandit[s] as number)),
    log.cluster,
  );
  const chosen = gain.value - gain.standardError > 0 ? 'steps' : 'bandit';
  const all = Array.from({ length: log.sessions }, (_, s) => s);
  const model = train(chosen, all);
  return {
    model,
    outOfFold: policies[chosen],
    chosen,
    lookAheadGain: { value: gain.value, low: gain.low, high: gain.high },
    policy: (x, row, allowed, into) => {
      qOf(model, x, row, q);
      choose(q, allowed, into);
    },
  };
};
