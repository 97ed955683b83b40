import type { FeltFact, Reduced } from './felt-fact.ts';
import { THRESHOLDS } from './thresholds.ts';

/** `key` names a field within the page; lengths are counts of characters, never the characters. */
export type ValidationSignal =
  /** the shopper tried to submit */
  | { readonly type: 'attempt'; readonly at: number }
  /** a field is in error: natively, by aria-invalid or by :user-invalid */
  | { readonly type: 'invalid'; readonly at: number; readonly key: number; readonly role: string }
  | { readonly type: 'valid'; readonly at: number; readonly key: number }
  /** an alert showed in a form, or the shop's API answered 4xx */
  | { readonly type: 'rejected'; readonly at: number; readonly role: string }
  | {
      readonly type: 'length';
      readonly at: number;
      readonly key: number;
      readonly role: string;
      readonly length: number;
    }
  | {
      readonly type: 'left';
      readonly at: number;
      readonly key: number;
      readonly role: string;
      readonly valid: boolean;
    };

type Field = {
  readonly inError: boolean;
  readonly errorAt: number;
  readonly touched: boolean;
  /** the most characters it held, and the fewest since then */
  readonly peak: number;
  readonly low: number;
};

export type ValidationState = {
  readonly fields: ReadonlyMap<number, Field>;
  readonly attemptAt: number;
};

export const startValidation: ValidationState = { fields: new Map(), attemptAt: -Infinity };

const NEW: Field = { inError: false, errorAt: -Infinity, touched: false, peak: 0, low: 0 };

/** An attempt is blocked once; the attempt is then used up. */
const blocked = (state: ValidationState, at: number, role: string): Reduced<ValidationState> =>
  at - state.attemptAt <= THRESHOLDS.blockedMs
    ? {
        state: { ...state, attemptAt: -Infinity },
        facts: [{ kind: 'submit-blocked', role, value: 1 }],
      }
    : { state, facts: [] };

const setField = (state: ValidationState, key: number, field: Field): ValidationState => ({
  ...state,
  fields: new Map(state.fields).set(key, field),
});

const length = (state: ValidationState, key: number, role: string, now: number): Reduced<ValidationState> => {
  const field = { ...(state.fields.get(key) ?? NEW), touched: true };
  const fell = field.peak >= THRESHOLDS.refillLength && field.low <= field.peak * THRESHOLDS.refillShare;
  const back = fell && now - field.low >= THRESHOLDS.refillLength;
  const next = back
    ? { ...field, peak: now, low: now }
    : now >= field.peak && !fell
      ? { ...field, peak: now, low: now }
      : { ...field, low: Math.min(field.low, now) };
  const facts: FeltFact[] = back ? [{ kind: 'refill', role, value: 1 }] : [];
  return { state: setField(state, key, next), facts };
};

/**
 * Form trouble: distinct field errors (one a field and second, however it is told), blocked submits, fields emptied and
 * filled again, and fields that were worked on after an error and left in error.
 */
export const reduceValidation = (
  state: ValidationState,
  signal: ValidationSignal,
): Reduced<ValidationState> => {
  switch (signal.type) {
    case 'attempt':
      return { state: { ...state, attemptAt: signal.at }, facts: [] };
    case 'rejected':
      return blocked(state, signal.at, signal.role);
    case 'invalid': {
      const { at, key, role } = signal;
      const field = state.fields.get(key) ?? NEW;
      const stop = blocked(state, at, role);
      const again = at - field.errorAt <= THRESHOLDS.sameErrorMs;
      const next = { ...field, inError: true, touched: false, errorAt: again ? field.errorAt : at };
      const error: FeltFact[] = again ? [] : [{ kind: 'validation-error', role, value: 1 }];
      return { state: setField(stop.state, key, next), facts: [...error, ...stop.facts] };
    }
    case 'valid': {
      const field = state.fields.get(signal.key);
      return {
        state: field?.inError ? setField(state, signal.key, { ...field, inError: false }) : state,
        facts: [],
      };
    }
    case 'length':
      return length(state, signal.key, signal.role, signal.length);
    case 'left': {
      const field = state.fields.get(signal.key);
      if (field === undefined || !field.inError || !field.touched) return { state, facts: [] };
      const next = setField(state, signal.key, { ...field, touched: false, inError: !signal.valid });
      return {
        state: next,
        facts: signal.valid ? [] : [{ kind: 'field-abandoned', role: signal.role, value: 1 }],
      };
    }
  }
};
