import type { FactKind } from '@causeway/contract';
import type { FeltFact, Step } from './felt-fact.ts';
import { THRESHOLDS } from './thresholds.ts';

// Focus to first input, pauses between inputs in a field, and a pointer that rests on a call to action and goes.

type Wait = { readonly roleName: string; readonly sinceMs: number; readonly hasTyped?: boolean };

export type HesitationState = {
  /** the field that has the focus */
  readonly inField?: Wait | undefined;
  /** the call to action under the pointer */
  readonly onCall?: Wait | undefined;
};
type HesitationStep<Told extends readonly unknown[] = []> = Step<HesitationState, Told>;

const waitAt = (at: number, roleName: string | undefined): Wait | undefined =>
  roleName ? { roleName, sinceMs: at } : undefined;

const waited = (kind: FactKind, at: number, least: number, wait?: Wait): FeltFact | false | undefined =>
  wait &&
  at - wait.sinceMs >= least &&
  at - wait.sinceMs <= THRESHOLDS.longestPauseMs && [kind, wait.roleName, at - wait.sinceMs];

/** The shopper went to a field; without one, or to one that the page itself went to, there is no waiting to speak of. */
export const onField: HesitationStep<[roleName?: string | undefined]> = (_, at, roleName) => [
  { inField: waitAt(at, roleName) },
];

/** Something was typed. */
export const onInput: HesitationStep = ({ inField }, at) => [
  { inField: inField && { roleName: inField.roleName, sinceMs: at, hasTyped: true } },
  inField?.hasTyped
    ? waited('hesitation-pause', at, THRESHOLDS.pauseMs, inField)
    : waited('hesitation-first-input', at, THRESHOLDS.firstInputMs, inField),
];

/** The pointer came to a call to action; without one, the waiting there is over and nothing is said of it. */
export const onCall: HesitationStep<[roleName?: string | undefined]> = (_, at, roleName) => [
  { onCall: waitAt(at, roleName) },
];

/** The pointer goes as it came, with no press. */
export const onCallLeft: HesitationStep = ({ onCall }, at) => [
  { onCall: undefined },
  waited('hesitation-target', at, THRESHOLDS.targetMs, onCall),
];

/** It rests still. */
export const onCallStays: HesitationStep = ({ onCall }, at) => {
  const felt = waited('hesitation-target', at, THRESHOLDS.longTargetMs, onCall);
  return [felt ? { onCall: undefined } : {}, felt];
};
