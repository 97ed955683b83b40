import type { Fact, FactKind, PageLine, Profile, Stage, StepLine } from '@causeway/contract';
import type { Piece } from './outbox.ts';
import type { VisitSnapshot } from './visit-snapshot.ts';
import type { Decided, DecisionView, VisitState } from './visit-state.ts';

/** A fact as a sense reports it; time and stage are the visit's own unless given. */
export type Felt = Pick<Fact, 'role' | 'value'> & { readonly kind: FactKind } & Partial<
    Pick<Fact, 'at' | 'stage'>
  >;
export type Cart = { readonly items: number; readonly cents: number; readonly discount?: boolean };
export type ActionEvent = 'rendered' | 'seen' | 'dismissed' | 'acted' | 'failed';

export type VisitEvents = {
  readonly friction: Fact;
  readonly step: StepLine;
  readonly decision: DecisionView;
  readonly line: PageLine;
  readonly drop: { readonly reason: string; readonly count: number };
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
  count(reason: string, n?: number): void;
  state(): VisitState;
  snapshot(): VisitSnapshot;
  on<K extends keyof VisitEvents>(event: K, listener: (value: VisitEvents[K]) => void): () => void;
};
