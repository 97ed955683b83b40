import { ratioRounds } from '../estimator.ts';
import { ratios, type SessionLog } from './session-log.ts';

const perSession = (log: SessionLog, value: (s: number, from: number, to: number) => number): Float64Array =>
  Float64Array.from({ length: log.sessions }, (_, s) =>
    value(s, log.offset[s] as number, log.offset[s + 1] as number),
  );

/** Σ_t γ^t r_t of each session (A13). */
export const returnsOf = (log: SessionLog, gamma = 1): Float64Array =>
  perSession(log, (_, from, to) => {
    let [sum, discount] = [0, 1];
    for (let i = from; i < to; i++, discount *= gamma) sum += discount * (log.reward[i] as number);
    return sum;
  });

/** W_T Σ γ^t r_t: the whole session's weight on the whole session's return (B35). One number a session. */
export const trajectoryIps = (log: SessionLog, gamma = 1): Float64Array => {
  const { upTo } = ratios(log);
  const returns = returnsOf(log, gamma);
  return returns.map((g, s) => g * (upTo[(log.offset[s + 1] as number) - 1] as number));
};

/** The same, self-normalised. */
export const trajectorySnips = (log: SessionLog, gamma = 1): Float64Array => {
  const { upTo } = ratios(log);
  const weights = perSession(log, (_, __, to) => upTo[to - 1] as number);
  return ratioRounds(trajectoryIps(log, gamma), weights);
};

/** Σ_t γ^t W_t r_t: each reward is weighted by what came before it alone. */
export const perDecisionIps = (log: SessionLog, gamma = 1): Float64Array => {
  const { upTo } = ratios(log);
  return perSession(log, (_, from, to) => {
    let [sum, discount] = [0, 1];
    for (let i = from; i < to; i++, discount *= gamma)
      sum += discount * (upTo[i] as number) * (log.reward[i] as number);
    return sum;
  });
};

/**
 * Per decision, self-normalised at each step over all sessions: a session that has ended keeps its last weight. Rounds carry the ratio's
 * influence, so their mean is the estimate.
 */
export const perDecisionSnips = (log: SessionLog, gamma = 1): Float64Array => {
  const { upTo } = ratios(log);
  let longest = 0;
  for (let s = 0; s < log.sessions; s++)
    longest = Math.max(longest, (log.offset[s + 1] as number) - (log.offset[s] as number));
  const total = new Float64Array(log.sessions);
  let discount = 1;
  for (let t = 0; t < longest; t++, discount *= gamma) {
    const place = (from: number, to: number) => Math.min(from + t, to - 1);
    const weights = perSession(log, (_, from, to) => upTo[place(from, to)] as number);
    const gains = perSession(log, (_, from, to) =>
      from + t < to ? (upTo[from + t] as number) * (log.reward[from + t] as number) : 0,
    );
    ratioRounds(gains, weights).forEach((v, s) => {
      total[s] = (total[s] as number) + discount * v;
    });
  }
  return total;
};
