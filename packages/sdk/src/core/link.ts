import type { PageLine, PageModel, Profile, StepState } from '@causeway/contract';
import type { Drops } from './drops.ts';
import type { Emitter } from './emitter.ts';
import type { HazardRuntime } from './hazard-runtime.ts';
import type { Visit, VisitEvents } from './visit.ts';
import type { VisitOptions } from './visit-options.ts';
import type { DecisionView } from './visit-state.ts';

/** Who this is and which model serves them, as far as it is known. */
export type Known = {
  readonly profile: Profile;
  readonly profileToken: string | null;
  readonly token: string | null;
  readonly z: readonly number[];
  readonly model: PageModel;
  readonly modelDigest: string | null;
  readonly runtime: HazardRuntime;
};

type Headless<L> = L extends PageLine ? Omit<L, 'id' | 'session' | 'at'> : never;

export type LinkHooks = {
  readonly drops: Drops;
  readonly events: Emitter<VisitEvents>;
  readonly lastStep: () => StepState | null;
  /** Writes a line under the visit's next id, now. */
  readonly write: (line: Headless<PageLine>) => void;
};

/** What a visit has beyond its page: profile and model, decisions, delivery. A visit without an edge has the prior alone. */
export type Link = Pick<Visit, 'start' | 'decide' | 'flush' | 'pieces'> & {
  add(line: PageLine): void;
  readonly now: () => Known;
  readonly lines: () => readonly PageLine[];
  readonly size: () => number;
  readonly acknowledged: () => number;
  readonly failures: () => number;
  readonly last: () => DecisionView | null;
};
export type MakeLink = (options: VisitOptions, hooks: LinkHooks) => Link;
