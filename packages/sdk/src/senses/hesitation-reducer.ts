import type { FeltFact, Reduced } from './felt-fact.ts';
import { THRESHOLDS } from './thresholds.ts';

/** `by` says whether the shopper moved the focus, or the page did. Times in ms. */
export type HesitationSignal =
  | { readonly type: 'focus'; readonly at: number; readonly role: string; readonly by: 'shopper' | 'page' }
  | { readonly type: 'input'; readonly at: number }
  | { readonly type: 'blur'; readonly at: number }
  | { readonly type: 'over'; readonly at: number; readonly role: string }
  | { readonly type: 'out'; readonly at: number }
  | { readonly type: 'press'; readonly at: number }
  /** the page was hidden: no waiting goes on across it */
  | { readonly type: 'hidden'; readonly at: number };

export type HesitationState = {
  readonly field: { readonly role: string; readonly since: number; readonly typed: boolean } | null;
  readonly target: { readonly role: string; readonly since: number } | null;
};

export const startHesitation: HesitationState = { field: null, target: null };

const waited = (kind: FeltFact['kind'], role: string, ms: number, least: number): FeltFact[] =>
  ms >= least && ms <= THRESHOLDS.longestPauseMs ? [{ kind, role, value: ms }] : [];

/** Focus to first input, pauses between inputs in a field, and a pointer that rests on a call to action and goes. */
export const reduceHesitation = (
  state: HesitationState,
  signal: HesitationSignal,
): Reduced<HesitationState> => {
  const { field, target } = state;
  const { at } = signal;
  switch (signal.type) {
    case 'focus':
      // Focus that the page set says nothing about when the shopper began to think about the field.
      return {
        state: {
          ...state,
          field: signal.by === 'page' ? null : { role: signal.role, since: at, typed: false },
        },
        facts: [],
      };
    case 'input': {
      if (field === null) return { state, facts: [] };
      const [kind, least] = field.typed
        ? (['hesitation-pause', THRESHOLDS.pauseMs] as const)
        : (['hesitation-first-input', THRESHOLDS.firstInputMs] as const);
      return {
        state: { ...state, field: { ...field, since: at, typed: true } },
        facts: waited(kind, field.role, at - field.since, least),
      };
    }
    case 'blur':
      return { state: { ...state, field: null }, facts: [] };
    case 'over':
      return { state: { ...state, target: { role: signal.role, since: at } }, facts: [] };
    case 'out':
      return {
        state: { ...state, target: null },
        facts:
          target === null
            ? []
            : waited('hesitation-target', target.role, at - target.since, THRESHOLDS.targetMs),
      };
    case 'press':
      return { state: { ...state, target: null }, facts: [] };
    case 'hidden':
      return { state: startHesitation, facts: [] };
  }
};
