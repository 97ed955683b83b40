import type { FactKind } from '@causeway/contract';

/** What a reducer gives out: the kind, the part of the page, the amount in the kind's unit. */
export type FeltFact = { readonly kind: FactKind; readonly role: string; readonly value: number };

export type Reduced<State> = { readonly state: State; readonly facts: readonly FeltFact[] };

/** A pure reducer over a stream of small signals. */
export type Reducer<State, Signal> = (state: State, signal: Signal) => Reduced<State>;
