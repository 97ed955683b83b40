import { releaseDigest } from '@causeway/contract';
import type { CandidateCase } from './candidate-case.ts';
import { type AssignmentCheck, checkAssignment } from './measure/assignment.ts';
import { checkEffects, type EffectCheck } from './measure/effect-check.ts';
import { type GroupFacts, groupFacts } from './measure/groups.ts';
import { hazardExcessError } from './measure/hazard-error.ts';
import { checkIntegrity, type IntegrityCheck } from './measure/integrity.ts';
import { checkLeakage, type LeakCheck } from './measure/leakage.ts';
import { checkParity } from './measure/parity.ts';
import { checkPrivacy, type PrivacyCheck } from './measure/privacy-check.ts';
import { releaseSize, type SizeCheck } from './measure/release-size.ts';
import { checkValue, type ValueCheck } from './measure/value-check.ts';
import type { Thresholds } from './thresholds.ts';

/** Everything that gates judge, as numbers; no threshold has a say in it but for the sizes of groups. */
export type Evidence = {
  readonly kind: 'evidence';
  readonly version: 1;
  readonly candidate: string;
  readonly live: string;
  readonly exposures: number;
  readonly leakage: LeakCheck;
  readonly order: {
    readonly refused: number;
    readonly broken: number;
    readonly logAgeDays: number;
    readonly historyAgeDays: number | null;
    /** how far the log reaches beyond the candidate's own date, days */
    readonly aheadDays: number;
  };
  readonly assignment: AssignmentCheck;
  readonly leastPropensity: number;
  readonly hazardError: number | null;
  readonly effect: EffectCheck;
  readonly integrity: IntegrityCheck;
  readonly parity: { readonly rows: number; readonly worst: number; readonly bits: boolean };
  readonly skew: { readonly rows: number; readonly maxAbsDifference: number };
  readonly groups: readonly {
    readonly name: 'mobile' | 'known';
    readonly inside: GroupFacts | null;
    readonly outside: GroupFacts | null;
  }[];
  readonly value: ValueCheck;
  readonly budget: { readonly spendPerSession: number; readonly low: number; readonly allowed: number };
  readonly size: SizeCheck;
  readonly privacy: PrivacyCheck;
};

const DAY_MS = 86_400_000;
const share = (part: number, whole: number): number => (whole > 0 ? part / whole : 0);

/** Measures a candidate. `clock` (ms) times decisions. */
export const gatherEvidence = (c: CandidateCase, thresholds: Thresholds, clock: () => number): Evidence => {
  const { candidate, exposures: e, unexposed, log } = c;
  const value = checkValue(c);
  const exposed = e.n / Math.max(1, e.n + unexposed.n);
  let least = 1;
  for (let i = 0; i < e.n; i++) least = Math.min(least, e.propensity[i] as number);
  return {
    kind: 'evidence',
    version: 1,
    candidate: releaseDigest(candidate),
    live: releaseDigest(c.live),
    exposures: e.n,
    leakage: checkLeakage(e, c.historyAsOf),
    order: {
      refused: share(log.refused, log.decisions),
      broken: share(log.broken, log.lines),
      logAgeDays: Math.max(0, (candidate.createdAt - log.to) / DAY_MS),
      historyAgeDays: c.historyAsOf === null ? null : (log.to - c.historyAsOf) / DAY_MS,
      aheadDays: Math.max(0, (log.to - candidate.createdAt) / DAY_MS),
    },
    assignment: checkAssignment(e),
    leastPropensity: least,
    hazardError: c.periods === null ? null : hazardExcessError(candidate.page, c.periods),
    effect: checkEffects(c),
    integrity: checkIntegrity(e, thresholds.integrity.maxRevenueToCart),
    parity: checkParity(candidate.page, c.periods),
    skew: { rows: log.skew.rows, maxAbsDifference: log.skew.maxAbsDifference },
    groups: thresholds.fairness.groups.map(({ name }) => {
      const [inside, outside] = groupFacts(c, name, thresholds.fairness.minGroup);
      return { name, inside, outside };
    }),
    value,
    budget: {
      spendPerSession: exposed * value.spend.value,
      low: exposed * value.spend.low,
      allowed: c.allowedPerSession,
    },
    size: releaseSize(candidate, e, clock),
    privacy: checkPrivacy(c),
  };
};
