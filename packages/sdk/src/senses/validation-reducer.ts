import type { FeltFact, Reduced } from './felt-fact.ts';
import { fact } from './felt-fact.ts';
import { THRESHOLDS } from './thresholds.ts';

type Of = { readonly key: number; readonly role: string };

/**
 * `key` names a field within the page; lengths are counts of characters, never the characters.
 * - attempt: the shopper tried to submit
 * - rejected: the shop's API answered 4xx to a request that had started at `from`
 * - alert: a message showed in a form, and belongs to no one field
 * - invalid, valid: a field's own state, told natively, by ARIA, by :user-invalid or by a message beside it
 * - length: the field holds so many characters now
 * - entered: the shopper went to the field
 * - left: the focus went at `from`; `valid` as it stands now
 */
export type ValidationSignal =
  | { readonly type: 'attempt' }
  | { readonly type: 'rejected'; readonly from: number }
  | { readonly type: 'alert' }
  | ({ readonly type: 'invalid' | 'valid' | 'entered' } & Of)
  | ({ readonly type: 'length'; readonly length: number } & Of)
  | ({ readonly type: 'left'; readonly from: number; readonly valid: boolean } & Of);

type Field = {
  readonly wrong: boolean;
  readonly wrongAt: number;
  /** gone to or typed into since it was found wrong */
  readonly touched: boolean;
  readonly typedAt: number;
  /** the most characters it held, and the fewest since then */
  readonly peak: number;
  readonly low: number;
};

export type ValidationState = {
  readonly fields: ReadonlyMap<number, Field>;
  /** the attempt that may still be blocked, and the last one */
  readonly attemptAt: number;
  readonly triedAt: number;
  readonly wrongAt: number;
};

const NEVER = -Infinity;
export const startValidation: ValidationState = {
  fields: new Map(),
  attemptAt: NEVER,
  triedAt: NEVER,
  wrongAt: NEVER,
};

const NEW: Field = { wrong: false, wrongAt: NEVER, touched: false, typedAt: NEVER, peak: 0, low: 0 };

/** The field after it holds `now` characters; whether that made it full again after it had been emptied. */
const lengthened = (field: Field, now: number): { readonly next: Field; readonly refilled: boolean } => {
  const { peak, low } = field;
  const fell = peak >= THRESHOLDS.refillLength && low <= peak * THRESHOLDS.refillShare;
  const refilled = fell && now - low >= THRESHOLDS.refillLength;
  const full = refilled || (!fell && now >= peak);
  const next = { ...field, peak: full ? now : peak, low: full ? now : Math.min(low, now) };
  return { next, refilled };
};

/**
 * Form trouble: distinct field errors (one a field and second, however it is told), blocked submits, fields emptied and
 * filled again, and fields that were gone back to after an error and left in error.
 */
export const reduceValidation = (
  state: ValidationState,
  signal: ValidationSignal,
  at: number,
): Reduced<ValidationState> => {
  const { fields, attemptAt, triedAt } = state;
  if (signal.type === 'attempt') return [{ ...state, attemptAt: at, triedAt: at }];
  // An attempt is blocked once, and is then used up.
  const blocked = (role: string, within: number): FeltFact[] =>
    at - attemptAt <= within ? [fact('submit-blocked', role)] : [];
  if (signal.type === 'rejected') {
    if (signal.from < attemptAt - THRESHOLDS.frameMs) return [state];
    return [{ ...state, attemptAt: NEVER }, ...blocked('request', THRESHOLDS.refusedMs)];
  }
  const again = (since: number) => at - since <= THRESHOLDS.sameErrorMs;
  if (signal.type === 'alert') {
    const next = { ...state, attemptAt: NEVER, wrongAt: at };
    const told = again(state.wrongAt) ? [] : [fact('validation-error', 'alert')];
    return [next, ...told, ...blocked('alert', THRESHOLDS.blockedMs)];
  }

  const { key, role } = signal;
  const field = fields.get(key) ?? NEW;
  const put = (next: Field, more: Partial<ValidationState> = {}): ValidationState => ({
    ...state,
    ...more,
    fields: new Map(fields).set(key, next),
  });
  switch (signal.type) {
    case 'invalid': {
      const next = { ...field, wrong: true, touched: field.wrong && field.touched };
      const same = again(field.wrongAt);
      return [
        put({ ...next, wrongAt: same ? field.wrongAt : at }, { attemptAt: NEVER, wrongAt: at }),
        ...(same ? [] : [fact('validation-error', role)]),
        ...blocked(role, THRESHOLDS.blockedMs),
      ];
    }
    case 'valid':
      return [field.wrong ? put({ ...field, wrong: false }) : state];
    case 'entered':
      return [put({ ...field, touched: field.wrong })];
    case 'length': {
      const { length } = signal;
      // A field that the page emptied after its text was sent (a message, a search) begins anew.
      const sent = field.typedAt < triedAt && !field.wrong && length <= field.peak * THRESHOLDS.refillShare;
      const { next, refilled } = lengthened(sent ? { ...field, peak: 0, low: 0 } : field, length);
      const typed = put({ ...next, touched: field.wrong, typedAt: at }, { attemptAt: NEVER });
      return refilled ? [typed, fact('refill', role)] : [typed];
    }
    case 'left': {
      // Leaving it to submit is another try.
      if (!field.wrong || !field.touched || triedAt >= signal.from) return [state];
      const next = put({ ...field, touched: false, wrong: !signal.valid });
      return signal.valid ? [next] : [next, fact('field-abandoned', role)];
    }
  }
};
