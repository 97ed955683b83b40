import type { FactKind, Stage } from '@causeway/contract';
import type { Step } from './felt-fact.ts';

/** What senses tell each other. Times in ms of the page's own clock. A colon in front: no browser has such an event. */
export type Signals = {
  /** a script failed; true: at a place that had failed with nothing done before */
  readonly ':error': boolean;
  /** the shop's own API answered, with this status, a request that the shopper's doing had started then */
  readonly ':request': readonly [from: number, status: number];
  /** data came that the page had asked for by itself, or for something earlier */
  readonly ':arrival': readonly [from: number, end: number];
  readonly ':stage': Stage;
  /** about twice a second while the page is open */
  readonly ':tick': null;
  readonly ':changes': readonly MutationRecord[];
  /** the page as it came, told once as one change: no press caused it */
  readonly ':whole': readonly MutationRecord[];
};

/**
 * Listeners by what they hear: signals, and events by their names with a space between. An event is heard once, wherever it shows
 * (in window, document, an open shadow root or the Navigation API), with the element that it happened to.
 */
export type Hearing = {
  readonly [types: string]: (event: never, element: Element | null | undefined) => unknown;
};

/** The page as the senses see it. Every listener is passive, capturing and guarded; all of them end with the page. */
export type SensePage = {
  hear(hearing: Hearing): void;
  announce<K extends keyof Signals>(signal: K, value: Signals[K]): void;
  /** entries of the browser's own measurements, where it has them; whether it has */
  measured(type: string, see: (entry: never) => void, options?: object): boolean;
  feel(kind: FactKind, part: string, value?: number): void;
  /** inside a subtree that the shop excluded */
  ignored(node: Node): boolean;
  /** watches the changes of the document and of the open shadow roots that are in it by now; from the second call on tells of the page as it came */
  lookAround(): void;
  guard<A extends unknown[]>(run: (...args: A) => unknown): (...args: A) => void;
  /** runs once, after `ms`, unless the page has ended */
  afterMs(ms: number, run: () => unknown): void;
  nowMs(): number;
  /** when the shopper last pressed or typed; -Infinity: not yet */
  actedAt(): number;
};

/** Listeners of one kind of signal, bound to their pure reducer. */
export type Sense = (page: SensePage) => void;

/** Holds a reducer's state, takes its steps at the page's time, feels the facts that they give out, and returns the next state. */
export const hold = <State>({ nowMs, feel }: SensePage, start: State) => {
  let state = start;
  return <Told extends readonly unknown[]>(step: Step<State, Told>, ...told: Told): State => {
    const [changes, ...facts] = step(state, nowMs(), ...told);
    state = { ...state, ...changes };
    for (const fact of facts) if (fact) feel(...fact);
    return state;
  };
};
