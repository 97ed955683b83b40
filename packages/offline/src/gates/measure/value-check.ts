import { releaseDigest } from '@causeway/contract';
import { balanceReleases, confirmationFactor, policyRounds } from '../../evaluate/index.ts';
import { type Interval, meanInterval } from '../../maths/index.ts';
import { importanceWeights, measureSupport, type Support } from '../../ope/index.ts';
import type { CandidateCase } from '../candidate-case.ts';

export type ValueCheck = {
  /** rows that the live release wrote; all rows when it wrote too few */
  readonly rows: number;
  readonly incumbent: number;
  /** candidate less incumbent, cents an exposure, 95 % */
  readonly gain: Interval;
  /** the same with weights cut at half their cap */
  readonly shift: number;
  readonly cutShare: number;
  /** cents an exposure that the money given away costs */
  readonly spend: Interval;
  readonly support: Support;
  /** Γ of the marginal sensitivity model at which the gain over doing nothing could be nothing; 1 when it is not there at all */
  readonly gamma: number;
};

const LEAST_ROWS = 200;

const minus = (a: Interval, b: Interval): Interval => {
  const value = a.value - b.value;
  const standardError = Math.hypot(a.standardError, b.standardError);
  const half = 1.96 * standardError;
  return {
    value,
    standardError,
    low: value - half,
    high: value + half,
    clusters: Math.min(a.clusters, b.clusters),
  };
};

/**
 * The candidate against what is live by the doubly robust scores (A16): the live release by the rows that it wrote itself, the candidate by all rows, balanced over
 * the releases that wrote them. When the log has one writer, both by the same rows.
 */
export const checkValue = (c: CandidateCase): ValueCheck => {
  const { exposures: e, scores, policy } = c;
  const live = releaseDigest(c.live);
  const own = e.release.flatMap((release, i) => (release === live ? [i] : []));
  const all = Array.from({ length: e.n }, (_, i) => i);
  const pick = (of: (i: number) => number, rows = all) =>
    meanInterval(
      rows.map(of),
      rows.map((i) => e.subject[i] as string),
    );
  const candidate = policyRounds(e, scores, policy);
  const balanced = balanceReleases(e, candidate.value, candidate.policyMean, policy);
  const enough = own.length >= LEAST_ROWS && own.length < e.n;
  const rounds = policyRounds(e, scores, e.pi).value;
  const incumbent = enough ? pick((i) => e.reward[i] as number, own) : pick((i) => rounds[i] as number);
  // The incumbent by its own log, the candidate by all of it: what releases before it explored speaks for the candidate too.
  const plain = enough
    ? minus(
        pick((i) => balanced[i] as number),
        incumbent,
      )
    : pick((i) => (candidate.value[i] as number) - (rounds[i] as number));
  const factor = confirmationFactor(e.n);
  const weight = (i: number) =>
    (policy[i * scores.arms + (e.action[i] as number)] as number) / (e.propensity[i] as number);
  const half = scores.truncation.cap / 2;
  const cut = pick((i) => {
    const w = weight(i);
    const over = 1 / (e.propensity[i] as number) > half ? w * (1 - half * (e.propensity[i] as number)) : 0;
    const shown = i * scores.arms + (e.action[i] as number);
    return -over * ((e.reward[i] as number) - (scores.means.reward[shown] as number));
  });
  const support = measureSupport(
    importanceWeights({ n: e.n, candidate: candidate.candidate, propensity: e.propensity }),
    e.subject,
  );
  return {
    rows: enough ? own.length : e.n,
    incumbent: incumbent.value,
    gain: {
      ...plain,
      low: plain.value - factor * (plain.value - plain.low),
      high: plain.value + factor * (plain.high - plain.value),
      standardError: factor * plain.standardError,
    },
    shift: plain.standardError > 0 ? Math.abs(cut.value) / plain.standardError : 0,
    cutShare: scores.truncation.cut / Math.max(1, e.n),
    spend: meanInterval(candidate.spend, e.subject),
    support,
    gamma: hiddenBias(c),
  };
};

/**
 * The largest Γ (to 0.05, at most 3) at which Σ π Γ-scores over doing nothing stays above 0 when every row's true weight may be off by a factor in
 * [1/Γ, Γ] about its excess over one (|δ| <= ln Γ, A17): residuals against the policy take the large weight, those for it the small one.
 */
const hiddenBias = ({ exposures: e, scores, policy }: CandidateCase): number => {
  const arms = scores.arms;
  const gainAt = (gamma: number): number => {
    let sum = 0;
    for (let i = 0; i < e.n; i++) {
      const shown = e.action[i] as number;
      for (let a = 1; a < arms; a++) {
        const at = i * arms + a;
        const p = policy[at] as number;
        if (p > 0 && e.eligible[at] === 1)
          sum += p * ((scores.means.reward[at] as number) - (scores.means.reward[i * arms] as number));
      }
      const residual = (e.reward[i] as number) - (scores.means.reward[i * arms + shown] as number);
      const pull = shown === 0 ? (policy[i * arms] as number) - 1 : (policy[i * arms + shown] as number);
      const mass = e.propensity[i] as number;
      const term = pull * residual;
      const odds = (1 - mass) / mass;
      sum += term * (1 + odds * (term > 0 ? 1 / gamma : gamma));
    }
    return sum / e.n;
  };
  let gamma = 1;
  while (gamma < 3 && gainAt(gamma + 0.05) > 0) gamma += 0.05;
  return Math.round(100 * gamma) / 100;
};
