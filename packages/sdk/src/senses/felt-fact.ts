import type { FactKind } from '@causeway/contract';

/** What a reducer gives out: the kind, the part of the page, the amount in the kind's unit (1 when it is left out). */
export type FeltFact = readonly [kind: FactKind, part: string, value?: number];

/** What changes of the state, and the facts that were felt on the way; what is falsy was not felt. */
export type Reduced<State> = readonly [Partial<State>, ...(FeltFact | false | undefined)[]];

/**
 * One pure step of a reducer over a stream of small signals, a step for each kind of signal; `at` is the time of the signal in ms of
 * the page's own clock, `told` what the signal says.
 */
export type Step<State, Told extends readonly unknown[] = []> = (
  state: State,
  at: number,
  ...told: Told
) => Reduced<State>;
