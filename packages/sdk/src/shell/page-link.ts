import type { Schedule, Visit, VisitOptions } from '../core/index.ts';
import type { Chance } from './chance.ts';
import type { StartOptions } from './start-options.ts';

export type PageLinkInput = {
  readonly options: StartOptions;
  readonly view: Window & typeof globalThis;
  /** this page's own name */
  readonly page: string;
  readonly chance: Chance;
  readonly clock: () => number;
  readonly schedule: Schedule;
};

/** A visit's delivery, tied to its page. */
export type Attached = {
  tick(): void;
  hide(): void;
  /** the connection is back */
  online(): void;
  stop(): void;
  /** a request of our own, which says nothing about the shop */
  readonly isOwnRequest: (url: string) => boolean;
};

/** What a page has when its visit is tied to an edge: a name on the device, transports, delivery. */
export type PageLink = {
  /** the device was here before */
  readonly known: boolean;
  readonly create: (
    options: Pick<VisitOptions, 'session' | 'stage' | 'context' | 'resume' | 'page' | 'clock' | 'origin'>,
  ) => Visit;
  readonly attach: (visit: Visit) => Attached;
};
export type MakePageLink = (input: PageLinkInput) => Promise<PageLink>;
