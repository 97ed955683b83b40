import type { Context, PageModel, PublicJwk, Stage } from '@causeway/contract';
import type { MakeHazard } from './hazard-runtime.ts';
import type { Schedule } from './schedule.ts';
import type { Send } from './send.ts';
import type { Subtle } from './subtle.ts';
import type { VisitSnapshot } from './visit-snapshot.ts';

export type VisitOptions = {
  /** the edge's base address, for the reader of the state; null: no edge, friction only */
  readonly edge: string | null;
  /** this page's origin: the audience that a profile token must name */
  readonly origin: string;
  readonly session: string;
  readonly anonymous?: string | undefined;
  readonly subjectToken?: string | undefined;
  /** ms since 1970 */
  readonly clock: () => number;
  /** uniform in [0, 1), for the jitter of retries */
  readonly chance?: () => number;
  readonly schedule?: Schedule;
  readonly send: Send;
  /** another transport for beacons, when they go to another host */
  readonly sendLog?: Send | undefined;
  readonly subtle: Subtle;
  /** pinned public keys of profile tokens */
  readonly keys: readonly PublicJwk[];
  readonly context?: Partial<Context>;
  readonly stage?: Stage;
  readonly pageModel?: PageModel;
  /** in place of the kernel on the page model's blob */
  readonly hazardRuntime?: MakeHazard;
  /** for a decision, ms */
  readonly deadlineMs?: number;
  /** for the profile and its model, ms */
  readonly startDeadlineMs?: number;
  /** for a beacon, ms */
  readonly logDeadlineMs?: number;
  readonly mostEntries?: number;
  /** where an earlier page of the same visit left off */
  readonly resume?: VisitSnapshot | undefined;
  /** a profile token kept from earlier; used while it is valid */
  readonly profileToken?: string | undefined;
  /** makes line ids of this page differ from those of another page of the visit */
  readonly page?: string;
};

export const VISIT_DEFAULTS = {
  deadlineMs: 150,
  startDeadlineMs: 3000,
  logDeadlineMs: 10_000,
  mostEntries: 500,
} as const;

/** Inside cart and checkout a step closes after so much active time, ms. */
export const STEP_ACTIVE_MS = 5000;
