import { expectedQ } from './fitted-q.ts';
import { ratios, type SessionLog } from './session-log.ts';

/** Σ_a π(a|s_0) Q̂(s_0, a) of each session: fitted-Q evaluation, as right as the model is. */
export const fittedQValue = (log: SessionLog, q: Float64Array): Float64Array => {
  const value = expectedQ(log);
  return Float64Array.from({ length: log.sessions }, (_, s) => {
    const i = log.offset[s] as number;
    return value(i, q.subarray(i * log.arms, (i + 1) * log.arms));
  });
};

/**
 * Sequential doubly robust (Jiang and Li 2016), from the end of each session:
 *   V_t = V̂(s_t) + w_t (r_t + γ V_{t+1} - Q̂(s_t, a_t)),
 * unbiased when the propensities are right, whatever Q̂ is, when Q̂ did not see the session. With `until` t, corrections stop before
 * step t: 0 is the model alone.
 */
export const sequentialDr = (log: SessionLog, q: Float64Array, gamma = 1, until = Infinity): Float64Array => {
  const { step } = ratios(log);
  const value = expectedQ(log);
  const { arms, offset, action, reward } = log;
  return Float64Array.from({ length: log.sessions }, (_, s) => {
    const [from, to] = [offset[s] as number, offset[s + 1] as number];
    let later = 0;
    for (let i = to - 1; i >= from; i--) {
      const own = value(i, q.subarray(i * arms, (i + 1) * arms));
      const shown = q[i * arms + (action[i] as number)] as number;
      later =
        i - from < until ? own + (step[i] as number) * ((reward[i] as number) + gamma * later - shown) : own;
    }
    return later;
  });
};
