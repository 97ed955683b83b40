import type { FeltFact, Reduced } from './felt-fact.ts';
import { fact } from './felt-fact.ts';
import { THRESHOLDS } from './thresholds.ts';

/**
 * `key` names a field within the page; lengths are counts of characters, never the characters.
 * - attempt: the shopper tried to submit
 * - rejected: an alert showed in a form, or the shop's API answered 4xx
 * - invalid, valid: a field's own state, told natively, by aria-invalid or by :user-invalid
 * - length: the field holds so many characters now
 * - left: the focus went; `valid` as it stands
 */
export type ValidationSignal =
  | { readonly type: 'attempt' }
  | { readonly type: 'rejected'; readonly role: string }
  | { readonly type: 'invalid'; readonly key: number; readonly role: string }
  | { readonly type: 'valid'; readonly key: number; readonly role: string }
  | { readonly type: 'length'; readonly key: number; readonly role: string; readonly length: number }
  | { readonly type: 'left'; readonly key: number; readonly role: string; readonly valid: boolean };

type Field = {
  readonly wrong: boolean;
  readonly wrongAt: number;
  readonly touched: boolean;
  /** the most characters it held, and the fewest since then */
  readonly peak: number;
  readonly low: number;
};

export type ValidationState = { readonly fields: ReadonlyMap<number, Field>; readonly attemptAt: number };

export const startValidation: ValidationState = { fields: new Map(), attemptAt: -Infinity };

const NEW: Field = { wrong: false, wrongAt: -Infinity, touched: false, peak: 0, low: 0 };

/** The field after it holds `now` characters; whether that made it full again after it had been emptied. */
const lengthened = (field: Field, now: number): { readonly next: Field; readonly refilled: boolean } => {
  const { peak, low } = field;
  const fell = peak >= THRESHOLDS.refillLength && low <= peak * THRESHOLDS.refillShare;
  const refilled = fell && now - low >= THRESHOLDS.refillLength;
  const full = refilled || (!fell && now >= peak);
  const next = { ...field, touched: true, peak: full ? now : peak, low: full ? now : Math.min(low, now) };
  return { next, refilled };
};

/**
 * Form trouble: distinct field errors (one a field and second, however it is told), blocked submits, fields emptied and
 * filled again, and fields that were worked on after an error and left in error.
 */
export const reduceValidation = (
  state: ValidationState,
  signal: ValidationSignal,
  at: number,
): Reduced<ValidationState> => {
  const { fields, attemptAt } = state;
  const { type } = signal;
  if (type === 'attempt') return [{ fields, attemptAt: at }];
  // An attempt is blocked once, and is then used up.
  const blocks = (type === 'rejected' || type === 'invalid') && at - attemptAt <= THRESHOLDS.blockedMs;
  const stop: FeltFact[] = blocks ? [fact('submit-blocked', signal.role)] : [];
  const attempt = blocks ? -Infinity : attemptAt;
  if (type === 'rejected') return [{ fields, attemptAt: attempt }, ...stop];

  const { key, role } = signal;
  const field = fields.get(key) ?? NEW;
  const put = (next: Field): ValidationState => ({
    fields: new Map(fields).set(key, next),
    attemptAt: attempt,
  });
  if (type === 'invalid') {
    const again = at - field.wrongAt <= THRESHOLDS.sameErrorMs;
    const next = put({ ...field, wrong: true, touched: false, wrongAt: again ? field.wrongAt : at });
    return [next, ...(again ? [] : [fact('validation-error', role)]), ...stop];
  }
  if (type === 'valid') return [field.wrong ? put({ ...field, wrong: false }) : state];
  if (type === 'length') {
    const { next, refilled } = lengthened(field, signal.length);
    return refilled ? [put(next), fact('refill', role)] : [put(next)];
  }
  if (!field.wrong || !field.touched) return [state];
  const next = put({ ...field, touched: false, wrong: !signal.valid });
  return signal.valid ? [next] : [next, fact('field-abandoned', role)];
};
