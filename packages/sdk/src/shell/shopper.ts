import type { FactKind, Stage } from '@causeway/contract';
import type { ActionEvent, Cart, Decided, VisitEvents, VisitState } from '../core/index.ts';
import type { Consent } from './start-options.ts';

/** How to ask at one point. */
export type DecideOptions = {
  /** what the page can render now; by default, every action that has a handler */
  readonly actions?: readonly string[];
  /** false: the caller renders the action itself and tells with `action`; by default the shop's handler renders */
  readonly render?: boolean;
};

/** What a shop can listen to: the visit's own events, and that a visit has opened (`true`) or closed. */
export type ShopperEvents = VisitEvents & {
  /** a visit has opened, or closed */
  readonly running: boolean;
};

/** What a shop holds. No method throws; before consent every one of them does nothing. */
export type Shopper = {
  /** Events of the visit: friction (a fact), step, decision, line, drop, profile, trigger; running. Returns how to unsubscribe. */
  on<K extends keyof ShopperEvents>(event: K, listener: (value: ShopperEvents[K]) => void): () => void;
  /** Asks the edge, within the deadline, and lets the shop's handler render. `none`, with a reason, on any fault. */
  decide(point: string, options?: DecideOptions | readonly string[]): Promise<Decided>;
  /** How the visit ended, as the page sees it. The money is the shop's backend's to report. */
  outcome(how: 'order' | 'left'): void;
  /** A fact that only the shop knows of: `friction('payment-failed')`. `value` is in the kind's own unit. */
  friction(kind: FactKind, role?: string, value?: number): void;
  /** What the basket holds now. A change closes the step. */
  cart(cart: Cart): void;
  /** Names the stage, for a shop that does not map it with `stages`. */
  stage(stage: Stage): void;
  /** What became of an action that the caller rendered itself. */
  action(decision: string, event: ActionEvent): void;
  /** Consent given or taken back later. Taking it back stops everything and clears what the device kept. */
  consent(consent: Consent): void;
  /**
   * Erases this visitor: stops, clears the device, and, where `eraseAt` is set, asks the shop's own server to erase the
   * pseudonym at the edge and in the warehouse, which no page may do. Resolves to whether that was taken.
   */
  erase(): Promise<boolean>;
  /** A live picture for panels; null while nothing runs. */
  state(): VisitState | null;
  /** Removes every listener, timer and observer. What was written is still delivered. */
  stop(): void;
};
