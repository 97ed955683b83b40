import type { FactKind } from '@causeway/contract';
import type { FeltFact, Reduced } from './felt-fact.ts';
import { fact } from './felt-fact.ts';
import { THRESHOLDS } from './thresholds.ts';

/** Signals without a part of the page are `input`, `blur`, `out`, `press`, `time` and `hidden` (no waiting goes on across it). */
export type HesitationSignal = {
  readonly type: 'focus' | 'over' | 'input' | 'blur' | 'out' | 'press' | 'hidden' | 'time';
  /** of a `focus` that the shopper set, and of an `over`; a focus without it was the page's own */
  readonly role?: string;
};

type Wait = { readonly role: string; readonly since: number; readonly typed?: boolean };

export type HesitationState = {
  /** the field that has the focus */
  readonly field?: Wait | undefined;
  /** the call to action under the pointer */
  readonly target?: Wait | undefined;
};

const waited = (kind: FactKind, wait: Wait | undefined, at: number, least: number): FeltFact[] =>
  wait && at - wait.since >= least && at - wait.since <= THRESHOLDS.longestPauseMs
    ? [fact(kind, wait.role, at - wait.since)]
    : [];

/** Focus to first input, pauses between inputs in a field, and a pointer that rests on a call to action and goes. */
export const reduceHesitation = (
  state: HesitationState,
  { type, role }: HesitationSignal,
  at: number,
): Reduced<HesitationState> => {
  const { field, target } = state;
  const wait = role === undefined ? undefined : { role, since: at };
  if (type === 'hidden') return [{}];
  // Focus that the page set says nothing about when the shopper began to think about the field.
  if (type === 'focus' || type === 'blur') return [{ target, field: wait }];
  if (type === 'over') return [{ field, target: wait }];
  if (type === 'press') return [{ field }];
  if (type === 'out' || type === 'time') {
    const least = type === 'out' ? THRESHOLDS.targetMs : THRESHOLDS.longTargetMs;
    const felt = waited('hesitation-target', target, at, least);
    return [type === 'out' || felt.length > 0 ? { field } : state, ...felt];
  }
  if (!field) return [state];
  const next = { target, field: { role: field.role, since: at, typed: true } };
  return field.typed
    ? [next, ...waited('hesitation-pause', field, at, THRESHOLDS.pauseMs)]
    : [next, ...waited('hesitation-first-input', field, at, THRESHOLDS.firstInputMs)];
};
