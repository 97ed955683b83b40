import type { Fact, FactKind, PageLine, Profile, Stage, StepLine } from '@causeway/contract';
import type { Piece } from './outbox.ts';
import type { VisitSnapshot } from './visit-snapshot.ts';
import type { Decided, DecisionView, VisitState } from './visit-state.ts';

/** A fact as a sense reports it; time and stage are the visit's own unless given. */
export type Felt = Pick<Fact, 'role' | 'value'> & { readonly kind: FactKind } & Partial<
    Pick<Fact, 'at' | 'stage'>
  >;
/** A basket. */
export type Cart = {
  /** pieces */
  readonly items: number;
  /** worth in cents, before shipping */
  readonly cents: number;
  /** whether a discount is on it; by default what it was */
  readonly discount?: boolean;
};
/** What became of an action in the page. */
export type ActionEvent = 'rendered' | 'seen' | 'dismissed' | 'acted' | 'failed';

/** What a visit tells as it happens. */
export type VisitEvents = {
  /** a fact, at once */
  readonly friction: Fact;
  /** a step has closed */
  readonly step: StepLine;
  /** an ask has ended, with an answer or without */
  readonly decision: DecisionView;
  /** a line was written to the log */
  readonly line: PageLine;
  /** something could not be kept, sent or done */
  readonly drop: { readonly reason: string; readonly count: number };
  /** the edge has told who this is, in a token that was verified */
  readonly profile: { readonly profile: Profile; readonly token: string };
  /** the release asks for a decision at this point: λ reached its bound */
  readonly trigger: { readonly point: string; readonly hazard: number };
};

/** One visit: facts in, steps, decisions and log lines out. No method throws; what goes wrong is counted. */
export type Visit = {
  start(): Promise<void>;
  feel(fact: Felt): void;
  moveTo(stage: Stage): void;
  setCart(cart: Cart): void;
  /** Time went by since the last tick; `active` false: the visitor was away, and it does not count. */
  tick(active?: boolean): void;
  closeStep(closedBy: StepLine['closedBy']): void;
  decide(point: string, offered: readonly string[]): Promise<Decided>;
  action(decision: string, event: ActionEvent): void;
  end(how: 'order' | 'left'): void;
  flush(force?: boolean): Promise<void>;
  /** Bodies for transports without an answer; none while there is no session token. */
  pieces(): Piece[];
  /**
   * One attempt to log a body that another page left, of so many lines and receipts; how long to wait when it has to be tried again,
   * ms, and 0 when it is off our hands. It shares this visit's pauses.
   */
  post(body: string, entries: number): Promise<number>;
  count(reason: string, n?: number): void;
  state(): VisitState;
  snapshot(): VisitSnapshot;
  on<K extends keyof VisitEvents>(event: K, listener: (value: VisitEvents[K]) => void): () => void;
};
