import type { FeltFact, Step } from './felt-fact.ts';
import { THRESHOLDS } from './thresholds.ts';

// Form trouble: distinct field errors (one a field and second, however it is told), blocked submits, fields emptied and filled
// again, and fields that were gone back to after an error and left in error.

const NEVER = -Infinity;

/** Of a form: the attempt that may still be blocked, the last one, and when something was last found wrong. */
export const NEW_FORM = { attemptAt: NEVER, triedAt: NEVER, alertAt: NEVER };

/**
 * Of a field: in error, since when, and gone to or typed into since then (`worked`); `peak` is the most characters that it held,
 * `ebb` the fewest since then.
 */
export const NEW_FIELD = { isWrong: false, wrongAt: NEVER, worked: false, typedAt: NEVER, peak: 0, ebb: 0 };

/** A form with the field which is spoken of. */
export type ValidationState = typeof NEW_FORM & typeof NEW_FIELD;

/** `value` is a time (ms), or a length: a count of characters, never the characters. */
export type ValidationStep = Step<ValidationState, [part: string, value: number]>;

/** An attempt is blocked once, and is then used up. */
const USED = { attemptAt: NEVER };
const blocked = ({ attemptAt }: ValidationState, at: number, part: string, within: number) =>
  at - attemptAt <= within && (['submit-blocked', part] satisfies FeltFact);

/** The shopper tried to submit. */
export const onAttempt: ValidationStep = (_, at) => [{ attemptAt: at, triedAt: at }];

/** The shop's API answered 4xx to a request that had started at `value`. */
export const onRejected: ValidationStep = (state, at, part, value) =>
  value < state.attemptAt - THRESHOLDS.frameMs
    ? [{}]
    : [USED, blocked(state, at, part, THRESHOLDS.refusedMs)];

const found = (
  state: ValidationState,
  at: number,
  part: string,
  since: number,
): ReturnType<ValidationStep> => {
  const same = at - since <= THRESHOLDS.sameErrorMs;
  return [
    {
      ...USED,
      alertAt: at,
      isWrong: true,
      wrongAt: same ? since : at,
      worked: state.isWrong && state.worked,
    },
    !same && ['validation-error', part],
    blocked(state, at, part, THRESHOLDS.blockedMs),
  ];
};

/** A message showed in a form, and belongs to no one field. */
export const onAlert: ValidationStep = (state, at, part) => found(state, at, part, state.alertAt);

/** A field is in error, told natively, by ARIA, by :user-invalid or by a message beside it. */
export const onInvalid: ValidationStep = (state, at, part) => found(state, at, part, state.wrongAt);

/** Right, or as it was found after `value`. */
export const onValid: ValidationStep = ({ isWrong, wrongAt }, _, _part, value) => [
  { isWrong: isWrong && !!value && wrongAt >= value - THRESHOLDS.frameMs },
];

/** The shopper went to the field, which says that it is in error where `value` is 1. */
export const onEntered: ValidationStep = ({ isWrong }, _, _part, value) => [
  { isWrong: isWrong || value > 0, worked: isWrong || value > 0 },
];

/** The field holds `value` characters now. */
export const onLength: ValidationStep = ({ triedAt, isWrong, typedAt, peak, ebb }, at, part, value) => {
  // A field that the page emptied after its text was sent (a message, a search) begins anew.
  if (typedAt < triedAt && !isWrong && value <= peak * THRESHOLDS.refillShare) peak = ebb = 0;
  const fell = peak >= THRESHOLDS.refillLength && ebb <= peak * THRESHOLDS.refillShare;
  const refilled = fell && value - ebb >= THRESHOLDS.refillLength;
  const full = refilled || (!fell && value >= peak);
  return [
    {
      ...USED,
      worked: isWrong,
      typedAt: at,
      peak: full ? value : peak,
      ebb: full ? value : Math.min(ebb, value),
    },
    refilled && ['refill', part],
  ];
};

/** The focus went at `value`, and the field is in error still. Leaving it to submit is another try. */
export const onLeft: ValidationStep = ({ triedAt, isWrong, worked }, _, part, value) =>
  isWrong && worked && triedAt < value ? [{ worked: false }, ['field-abandoned', part]] : [{}];
