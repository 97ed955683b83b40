import { readFileSync } from 'node:fs';
import {
  array,
  type Checked,
  Fault,
  integer,
  literal,
  number,
  object,
  oneOf,
  optional,
  text,
} from '@causeway/contract';

const share = number(0, 1);

/** The bounds that a candidate must keep: one file under version control (`packages/offline/gates.json`). Its digest stands in every report. */
export const checkThresholds = object({
  kind: literal('gates'),
  version: literal(1),
  /** a column that alone tells the outcome so well has seen it; decisions older than the history behind z */
  leakage: object({ maxColumnAuc: share, maxEarlyShare: share }),
  order: object({
    maxRefusedShare: share,
    maxBrokenShare: share,
    /** clocks differ, and a day's last visits end after the study began */
    maxAheadDays: number(0, 10_000),
    maxLogAgeDays: number(0, 10_000),
    maxHistoryAgeDays: number(0, 10_000),
  }),
  /** least p, after Holm, of draws that depend on nothing but their logged probabilities */
  assignment: object({ minP: share }),
  overlap: object({ minEffectiveSize: number(0, 1e9), maxLargestShare: share, minPropensity: share }),
  /** calibration error of λ beyond what sampling explains */
  hazard: object({ maxExcessError: share }),
  /** slope of realised on predicted effects; predicted gain over realised gain when the two differ beyond chance */
  effect: object({ minSlopeHigh: number(-10, 10), maxOverpromise: number(1, 100) }),
  /** weights that were cut, what cutting at half the cap moves in errors, and the Γ of hidden bias that a gain must survive */
  sensitivity: object({
    maxTruncatedShare: share,
    maxTruncationShift: number(0, 100),
    minGamma: number(1, 100),
  }),
  integrity: object({ maxRevenueToCart: number(1, 1e6), maxOddShare: share, maxLargestPerson: share }),
  /** edge against study on probabilities; page against study on friction */
  parity: object({ maxDifference: share, maxSkew: share }),
  fairness: object({
    minGroup: integer(2, 1e9),
    groups: array(object({ name: oneOf(['mobile', 'known']), maxRateGap: share, reason: text(300) }), 8),
    /** a group may lose so many cents an exposure against doing nothing, beyond chance */
    maxHarmCents: number(0, 1e6),
  }),
  /** spend over what is allowed, beyond chance */
  budget: object({ maxOverspend: number(0, 10) }),
  /** the value's lower bound may lie so far under the incumbent, as a share of its value */
  value: object({ toleranceShare: share }),
  size: object({
    maxReleaseBytes: integer(0, 1e9),
    maxPageBytes: integer(0, 1e9),
    maxDecisionMicroseconds: number(0, 1e9),
  }),
  /** what `causeway scenarios` asks of a candidate in worlds that the log did not show (`ScenarioBounds`) */
  scenarios: optional(
    object({ maxLostShare: share, maxTreatedRise: share, maxForetoldLoss: number(0, 1e6) }),
  ),
  /** no published count is under this, but 0 */
  privacy: object({ minCell: integer(1, 1e6) }),
});
export type Thresholds = Checked<typeof checkThresholds>;

export const readThresholds = (path: string): Thresholds => {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Fault('bad-input', path, 'it cannot be read as JSON', error);
  }
  return checkThresholds(value, path);
};
