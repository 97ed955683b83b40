import type { FactKind } from '@causeway/contract';

/** What a reducer gives out: the kind, the part of the page, the amount in the kind's unit. */
export type FeltFact = { readonly kind: FactKind; readonly role: string; readonly value: number };

export const fact = (kind: FactKind, role: string, value = 1): FeltFact => ({ kind, role, value });

/** The next state, and the facts that were felt on the way to it. */
export type Reduced<State> = readonly [State, ...FeltFact[]];

/** A pure reducer over a stream of small signals; `at` is the time of the signal in ms of the page's own clock. */
export type Reducer<State, Signal> = (state: State, signal: Signal, at: number) => Reduced<State>;
