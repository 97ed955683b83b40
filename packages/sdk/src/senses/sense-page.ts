import type { FactKind, Stage } from '@causeway/contract';
import type { Emitter } from '../core/emitter.ts';
import type { Reducer } from './felt-fact.ts';

/** What senses tell each other. Times in ms of the page's own clock. */
export type Signals = {
  /** a script failed; `own`: at a place that had failed with no press before */
  readonly error: { readonly own: boolean };
  /** the shop's own API answered a request that the shopper's doing had started */
  readonly request: { readonly from: number; readonly status: number; readonly path: string };
  readonly stage: Stage;
  /** about twice a second while the page is open */
  readonly tick: null;
  readonly changes: readonly MutationRecord[];
  /** an open shadow root was found */
  readonly root: Node;
};

type Listener<E extends Event> = (event: E, element: Element | null) => unknown;

/** The page as the senses see it. Every listener is passive, capturing and guarded; all of them end with the page. */
export type SensePage = {
  readonly window: Window & typeof globalThis;
  readonly feel: (kind: FactKind, role: string, value: number) => void;
  /** inside a subtree that the shop excluded */
  readonly ignored: (node: Node) => boolean;
  readonly listen: <E extends Event>(target: EventTarget, types: string, listener: Listener<E>) => void;
  /** for events that do not leave a shadow root: on the document and on every open root */
  readonly listenWithin: <E extends Event>(types: string, listener: Listener<E>) => void;
  readonly guard: <A extends unknown[]>(run: (...args: A) => unknown) => (...args: A) => void;
  /** runs once, after `ms`, unless the page has ended */
  readonly later: (ms: number, run: () => unknown) => void;
  readonly onStop: (stop: () => void) => void;
  readonly signals: Emitter<Signals>;
  readonly now: () => number;
  /** a small number that stands for a node within this page */
  readonly keyOf: (node: Node) => number;
};

/** Listeners of one kind of signal, bound to their pure reducer. */
export type Sense = (page: SensePage) => void;

/** Holds a reducer's state, tells it the time of each signal, and feels the facts that it gives out. */
export const hold = <State, Signal>(
  page: SensePage,
  reduce: Reducer<State, Signal>,
  start: State,
): ((signal: Signal) => void) => {
  let state = start;
  return (signal) => {
    const [next, ...facts] = reduce(state, signal, page.now());
    state = next;
    for (const { kind, role, value } of facts) page.feel(kind, role, Math.round(value));
  };
};
