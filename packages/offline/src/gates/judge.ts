import { digest } from '@causeway/contract';
import type { Evidence } from './evidence.ts';
import type { Thresholds } from './thresholds.ts';

/** One gate: what was measured, what is allowed, and the outcome in a sentence. `skipped`: there was nothing to measure. */
export type Gate = {
  readonly gate: string;
  readonly measured: number | null;
  readonly allowed: string;
  readonly outcome: 'passed' | 'refused' | 'skipped';
  readonly says: string;
};

export type Override = {
  readonly gate: string;
  readonly by: string;
  readonly reason: string;
  readonly at: number;
};

export type GateReport = {
  readonly kind: 'gates';
  readonly version: 1;
  readonly candidate: string;
  readonly live: string;
  /** digest of the evidence, and of the thresholds it was held to */
  readonly evidence: string;
  readonly thresholds: string;
  readonly gates: readonly Gate[];
  readonly overrides: readonly Override[];
  /** true when every gate passed, was skipped, or is overridden */
  readonly passed: boolean;
  readonly refused: readonly string[];
};

const most = (gate: string, measured: number | null, bound: number, says: string): Gate => ({
  gate,
  measured,
  allowed: `at most ${bound}`,
  outcome: measured === null ? 'skipped' : measured <= bound ? 'passed' : 'refused',
  says,
});
const least = (gate: string, measured: number | null, bound: number, says: string): Gate => ({
  gate,
  measured,
  allowed: `at least ${bound}`,
  outcome: measured === null ? 'skipped' : measured >= bound ? 'passed' : 'refused',
  says,
});

const fairness = (e: Evidence, t: Thresholds): Gate[] =>
  t.fairness.groups.flatMap(({ name, maxRateGap }) => {
    const found = e.groups.find((group) => group.name === name);
    const { inside = null, outside = null } = found ?? {};
    const gap = inside === null || outside === null ? null : Math.abs(inside.treated - outside.treated);
    const harmed = [inside, outside].flatMap((side) => (side === null ? [] : [side.gain.high]));
    return [
      most(
        `fairness-rate-${name}`,
        gap,
        maxRateGap,
        'difference in how often anything is done for the group and for the rest',
      ),
      least(
        `fairness-harm-${name}`,
        harmed.length === 0 ? null : Math.min(...harmed),
        -t.fairness.maxHarmCents,
        'upper bound of what either side gains over doing nothing, cents: below it the policy harms them beyond chance',
      ),
    ];
  });

/** The gates in the order of the flow. */
const gatesOf = (e: Evidence, t: Thresholds): Gate[] => {
  const { effect, value } = e;
  const { support } = value;
  const off = support.meanWeight.low > 1 + 1e-9 || support.meanWeight.high < 1 - 1e-9;
  const error = effect.realised.standardError;
  // Promises are held against what was realised only where the two differ beyond chance.
  const beyond = effect.promised - effect.realised.value > 3 * error;
  const promise = beyond ? effect.promised / Math.max(effect.realised.value, error) : 1;
  return [
    most(
      'leakage-column',
      e.leakage.strongest.auc,
      t.leakage.maxColumnAuc,
      `how well ${e.leakage.strongest.name} alone tells the outcome (AUC)`,
    ),
    most(
      'leakage-history',
      e.leakage.early,
      t.leakage.maxEarlyShare,
      'share of decisions older than the history behind z',
    ),
    most(
      'order-refused',
      e.order.refused,
      t.order.maxRefusedShare,
      'share of decisions that cannot be learned from',
    ),
    most('order-broken', e.order.broken, t.order.maxBrokenShare, 'share of lines that are no log lines'),
    most(
      'order-future',
      e.order.aheadDays,
      t.order.maxAheadDays,
      'days that the log reaches beyond the candidate’s date',
    ),
    most('freshness-log', e.order.logAgeDays, t.order.maxLogAgeDays, 'days since the last line'),
    most(
      'freshness-history',
      e.order.historyAgeDays,
      t.order.maxHistoryAgeDays,
      'days from the history behind z to the last line',
    ),
    least(
      'assignment',
      e.assignment.p,
      t.assignment.minP,
      `p of draws by their logged probabilities alone; weakest at ${e.assignment.where}`,
    ),
    least(
      'overlap-size',
      support.effectiveSampleSize,
      t.overlap.minEffectiveSize,
      'effective sample size of the candidate on this log',
    ),
    most('overlap-weight', support.largestShare, t.overlap.maxLargestShare, 'share of the largest weight'),
    least(
      'overlap-mean',
      off ? 0 : 1,
      1,
      `mean weight ${support.meanWeight.value.toFixed(3)}: it is one where the log holds what the candidate does`,
    ),
    least(
      'overlap-least',
      e.leastPropensity,
      t.overlap.minPropensity,
      'least logged probability of a shown action',
    ),
    most(
      'calibration-hazard',
      e.hazardError,
      t.hazard.maxExcessError,
      'calibration error of λ beyond sampling, on the last quarter',
    ),
    least(
      'calibration-effect',
      effect.slope.clusters === 0 ? null : effect.slope.high,
      t.effect.minSlopeHigh,
      'upper bound of the slope of realised on predicted effects',
    ),
    most(
      'calibration-promise',
      promise,
      t.effect.maxOverpromise,
      `promised ${effect.promised.toFixed(0)} cents an exposure, realised ${effect.realised.value.toFixed(0)}`,
    ),
    most(
      'sensitivity-truncation',
      value.cutShare,
      t.sensitivity.maxTruncatedShare,
      'share of weights that were cut',
    ),
    most(
      'sensitivity-cap',
      value.shift,
      t.sensitivity.maxTruncationShift,
      'what half the cap would move, in standard errors',
    ),
    least(
      'sensitivity-hidden',
      value.gamma,
      t.sensitivity.minGamma,
      'factor of hidden bias that the gain over doing nothing survives',
    ),
    most(
      'integrity-orders',
      e.integrity.odd,
      t.integrity.maxOddShare,
      'share of orders far above their basket',
    ),
    most(
      'integrity-person',
      e.integrity.largestPerson,
      t.integrity.maxLargestPerson,
      'largest share of one person in all money',
    ),
    most(
      'parity',
      e.parity.rows === 0 ? null : e.parity.bits ? e.parity.worst : 1,
      t.parity.maxDifference,
      'λ by kernel, twin, edge and study',
    ),
    most(
      'skew',
      e.skew.rows === 0 ? null : e.skew.maxAbsDifference,
      t.parity.maxSkew,
      'page against study on φ, F and F̄',
    ),
    ...fairness(e, t),
    most(
      'budget',
      e.budget.allowed > 0 ? e.budget.low / e.budget.allowed - 1 : e.budget.low > 0 ? 1 : 0,
      t.budget.maxOverspend,
      `expected ${e.budget.spendPerSession.toFixed(1)} cents a session (at least ${e.budget.low.toFixed(1)}), allowed ${e.budget.allowed.toFixed(1)}`,
    ),
    least(
      'value',
      value.gain.low / Math.max(1, Math.abs(value.incumbent)),
      -t.value.toleranceShare,
      `candidate less incumbent ${value.gain.value.toFixed(0)} [${value.gain.low.toFixed(0)}, ${value.gain.high.toFixed(0)}] cents an exposure, as a share of ${value.incumbent.toFixed(0)}`,
    ),
    most('size-release', e.size.releaseBytes, t.size.maxReleaseBytes, 'bytes of the release'),
    most('size-page', e.size.pageBytes, t.size.maxPageBytes, 'bytes that a page loads, gzip'),
    most(
      'latency',
      e.size.decisionMicroseconds,
      t.size.maxDecisionMicroseconds,
      'microseconds of one decision’s arithmetic',
    ),
    most('privacy-names', e.privacy.names, 0, 'people or visits named in what is published'),
    least('privacy-cells', e.privacy.smallestCell, t.privacy.minCell, 'smallest published count'),
  ];
};

/** Holds the evidence to the thresholds. An override lets one named gate go, and stands in the report with its name and reason. */
export const judge = (
  evidence: Evidence,
  thresholds: Thresholds,
  overrides: readonly Override[] = [],
): GateReport => {
  const gates = gatesOf(evidence, thresholds);
  const refused = gates.filter(({ outcome }) => outcome === 'refused').map(({ gate }) => gate);
  const let_ = new Set(overrides.map(({ gate }) => gate));
  return {
    kind: 'gates',
    version: 1,
    candidate: evidence.candidate,
    live: evidence.live,
    evidence: digest(evidence),
    thresholds: digest(thresholds),
    gates,
    overrides,
    refused,
    passed: refused.every((gate) => let_.has(gate)),
  };
};
