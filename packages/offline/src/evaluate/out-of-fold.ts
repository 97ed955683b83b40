import type { Exposures } from '../exposure/exposures.ts';
import type { Scores } from '../nuisance/index.ts';

/** One number an exposed session for a policy given as a matrix π (n x A). */
export type PolicyRounds = {
  /** Doubly robust: Σ_a π Γ (A16), in cents of net margin. */
  readonly value: Float64Array;
  /** 1 - conversion, and incentive cents, in the same way. */
  readonly abandons: Float64Array;
  readonly spend: Float64Array;
  /** π at the shown arm; the outcome model at the shown arm and averaged over π: for IPS, SNIPS, DM and DR. */
  readonly candidate: Float64Array;
  readonly shownMean: Float64Array;
  readonly policyMean: Float64Array;
};

export const policyRounds = (e: Exposures, scores: Scores, pi: Float64Array): PolicyRounds => {
  const { arms } = scores;
  const empty = () => new Float64Array(e.n);
  const out = {
    value: empty(),
    abandons: empty(),
    spend: empty(),
    candidate: empty(),
    shownMean: empty(),
    policyMean: empty(),
  };
  for (let i = 0; i < e.n; i++) {
    let [value, orders, spend, mean] = [0, 0, 0, 0];
    for (let at = i * arms; at < (i + 1) * arms; at++) {
      const p = pi[at] as number;
      if (p === 0) continue;
      value += p * (scores.reward[at] as number);
      orders += p * (scores.converted[at] as number);
      spend += p * (scores.cost[at] as number);
      mean += p * (scores.means.reward[at] as number);
    }
    const shown = i * arms + (e.action[i] as number);
    out.value[i] = value;
    out.abandons[i] = 1 - orders;
    out.spend[i] = spend;
    out.policyMean[i] = mean;
    out.candidate[i] = pi[shown] as number;
    out.shownMean[i] = scores.means.reward[shown] as number;
  }
  return out;
};

/** π of "this arm for everyone, nothing where it is masked"; the arm may differ by row. */
export const constantMatrix = (e: Exposures, arm: (i: number) => number): Float64Array => {
  const arms = e.actions.length;
  const pi = new Float64Array(e.n * arms);
  for (let i = 0; i < e.n; i++) {
    const wanted = i * arms + arm(i);
    pi[e.eligible[wanted] === 1 ? wanted : i * arms] = 1;
  }
  return pi;
};
