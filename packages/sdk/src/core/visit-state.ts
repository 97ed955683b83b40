import type { Context, DecisionResponse, Fact, Profile, Stage, StepLine } from '@causeway/contract';

/** What a shop gets from asking. `none` with a reason for every fault and every deadline. */
export type Decided = {
  /** an action of those that were offered, or `none` */
  readonly action: string;
  /** the decision's id, 64 hexadecimal digits; null when the edge did not decide */
  readonly decision: string | null;
  /** the probability with which this action was drawn, 0 to 1; null when nothing was drawn */
  readonly propensity: number | null;
  /** why there is no decision: `timeout`, `offline`, `not-running`, `status-429` and so on; absent when there is one */
  readonly reason?: string;
};

/** The last decision as a panel shows it; the answer is the edge's own, or null when there was none in time. */
export type DecisionView = {
  /** the shop's name for the place where it asked */
  readonly point: string;
  /** the step that was open */
  readonly step: number;
  /** from the call to the answer or the deadline, ms */
  readonly tookMs: number;
  /** what the shop was told */
  readonly decided: Decided;
  /** the edge's own words, with the whole distribution */
  readonly answer: DecisionResponse | null;
};

/**
 * A live picture for panels. d, total, phi, index, smoothed, hazard and survival are those of the open step as if it
 * closed now; `closed` is the last line of a closed step. Nothing in it is needed to run.
 */
export type VisitState = {
  /** the edge's base address; null without one */
  readonly edge: string | null;
  /** the visit's random name */
  readonly session: string;
  /** the stage of the journey */
  readonly stage: Stage;
  /** the open step's number, from 1 */
  readonly step: number;
  /** basket, device, time so far */
  readonly context: Context;
  /** facts of the open step */
  readonly facts: readonly Fact[];
  /** d_t, friction of the open step by family, in units */
  readonly d: readonly number[];
  /** Δ_t, friction so far by family, in units */
  readonly total: readonly number[];
  /** φ_t by PHI_NAMES, 0 to 1 */
  readonly phi: readonly number[];
  /** F_t */
  readonly index: number;
  /** F̄_t */
  readonly smoothed: number;
  /** λ_t, the probability of leaving in this step, 0 to 1 */
  readonly hazard: number;
  /** S_t, the probability of being still here, 0 to 1 */
  readonly survival: number;
  /** the last step that closed; null before the first has */
  readonly closed: StepLine | null;
  /** who this is, in numbers */
  readonly profile: Profile;
  /** whether the profile came in a verified token, or is the prior */
  readonly signed: boolean;
  /** digest of the release that serves this visitor; null until told */
  readonly release: string | null;
  /** digest of the page model in use; null: the default one */
  readonly model: string | null;
  /** lines and receipts that wait to be sent */
  readonly queue: number;
  /** lines and receipts that the edge has acknowledged */
  readonly acknowledged: number;
  /** beacons that failed in a row */
  readonly failures: number;
  /** what could not be kept, sent or done, by reason */
  readonly drops: Readonly<Record<string, number>>;
  /** the last ask; null before the first */
  readonly lastDecision: DecisionView | null;
};
