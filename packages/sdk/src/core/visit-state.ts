import type { Context, DecisionResponse, Fact, Profile, Stage, StepLine } from '@causeway/contract';

/** What a shop gets from asking. `none` with a reason for every fault and every deadline. */
export type Decided = {
  readonly action: string;
  readonly decision: string | null;
  readonly propensity: number | null;
  readonly reason?: string;
};

/** The last decision as a panel shows it; the answer is the edge's own, or null when there was none in time. */
export type DecisionView = {
  readonly point: string;
  readonly step: number;
  readonly tookMs: number;
  readonly decided: Decided;
  readonly answer: DecisionResponse | null;
};

/**
 * A live picture for panels. d, total, phi, index, smoothed, hazard and survival are those of the open step as if it
 * closed now; `closed` is the last line of a closed step. Nothing in it is needed to run.
 */
export type VisitState = {
  readonly edge: string | null;
  readonly session: string;
  readonly stage: Stage;
  readonly step: number;
  readonly context: Context;
  readonly facts: readonly Fact[];
  readonly d: readonly number[];
  readonly total: readonly number[];
  readonly phi: readonly number[];
  readonly index: number;
  readonly smoothed: number;
  readonly hazard: number;
  readonly survival: number;
  readonly closed: StepLine | null;
  readonly profile: Profile;
  /** whether the profile came in a verified token, or is the prior */
  readonly signed: boolean;
  readonly release: string | null;
  /** digest of the page model in use; null: the default one */
  readonly model: string | null;
  readonly queue: number;
  readonly acknowledged: number;
  readonly failures: number;
  readonly drops: Readonly<Record<string, number>>;
  readonly lastDecision: DecisionView | null;
};
