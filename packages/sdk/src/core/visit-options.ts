import type { Context, PageModel, PublicJwk, Stage } from '@causeway/contract';
import type { Emitter } from './emitter.ts';
import type { MakeHazard } from './hazard-runtime.ts';
import type { Schedule } from './schedule.ts';
import type { Send } from './send.ts';
import type { Subtle } from './subtle.ts';
import type { VisitEvents } from './visit.ts';
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
  readonly chance?: (() => number) | undefined;
  readonly schedule?: Schedule | undefined;
  readonly send: Send;
  /** another transport for beacons, when they go to another host */
  readonly sendLog?: Send | undefined;
  readonly subtle: Subtle;
  /** pinned public keys of profile tokens */
  readonly keys: readonly PublicJwk[];
  readonly context?: Partial<Context>;
  readonly stage?: Stage | undefined;
  readonly pageModel?: PageModel | undefined;
  /** in place of the kernel on the page model's blob */
  readonly hazardRuntime?: MakeHazard | undefined;
  /** for a decision, ms; 150 */
  readonly deadlineMs?: number | undefined;
  /** for the profile, and then for its model, ms; 3000 */
  readonly startDeadlineMs?: number | undefined;
  /** for a beacon, ms; 10,000 */
  readonly logDeadlineMs?: number | undefined;
  /** lines and receipts that wait at most; 500 */
  readonly mostEntries?: number | undefined;
  /** where an earlier page of the same visit left off */
  readonly resume?: VisitSnapshot | undefined;
  /** a profile token kept from earlier; used while it is valid */
  readonly profileToken?: string | undefined;
  /** hears every event of the visit, from its first moment */
  readonly onEvent?: Emitter<VisitEvents>['emit'] | undefined;
  /** makes line ids of this page differ from those of another page of the visit */
  readonly page?: string | undefined;
};

/** Inside cart and checkout a step closes after so much active time, ms. */
export const STEP_ACTIVE_MS = 5000;
