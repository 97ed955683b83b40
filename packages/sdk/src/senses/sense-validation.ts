import { CALL_TO_ACTION, callOf, FIELD, PRESSED } from './controls.ts';
import { around, isIn } from './elements.ts';
import { errorIn, hasMessage, inError } from './form-errors.ts';
import { roleOf } from './role-of.ts';
import type { Sense } from './sense-page.ts';
import { hold } from './sense-page.ts';
import { THRESHOLDS } from './thresholds.ts';
import {
  NEW_FIELD,
  NEW_FORM,
  onAlert,
  onAttempt,
  onEntered,
  onInvalid,
  onLeft,
  onLength,
  onRejected,
  onValid,
  type ValidationState,
  type ValidationStep,
} from './validation-reducer.ts';

type Field = Element & { readonly validity?: ValidityState; readonly value: string };

const SUBMIT = `:is(button,[role=button],input${PRESSED}):not([type=reset])`;
/** A page that changes more than this at once is drawn anew, not found wrong. */
const MOST_RECORDS = 100;

/** Told as wrong by the browser; false in one that does not know the selector. */
const isUserInvalid = (element: Element): boolean => element.matches(':is(:user-invalid)');

/** A field's own validity, without its value; fields that know none count as right. */
const isValid = (field: Element): boolean =>
  !inError(field) && !hasMessage(field) && (field as Field).validity?.valid !== false;

/** A button that may send something: one in a form, a call to action, or one beside fields. */
const sends = (button: Element | null | undefined): unknown =>
  isIn(button, `form,${CALL_TO_ACTION}`) ||
  around(button ?? null, 4).some((one) => !one.matches('body,main') && one.querySelector(FIELD));

const isField = (element: Element | null | undefined): element is Field => element?.matches(FIELD) === true;

/** Form trouble, told by the platform, by ARIA and by messages. Reads validity, input types and lengths; never a value. */
export const senseValidation: Sense = (page) => {
  const { hear, nowMs, afterMs, ignored, actedAt } = page;
  const fields = new WeakMap<object, ValidationState>();
  let form = NEW_FORM;
  let leftAt = -Infinity;
  const tell = (step: ValidationStep, of: Element | string, value = 0) => {
    const { attemptAt, triedAt, alertAt } = form;
    const part = typeof of === 'string' ? of : roleOf(of);
    const before = { ...NEW_FIELD, ...fields.get(of as Element), attemptAt, triedAt, alertAt };
    const after = hold(page, before)(step, part, value);
    if (of !== part) fields.set(of as Element, after);
    form = after;
  };
  hear({
    click: ({ isTrusted }: Event, element) =>
      isTrusted && sends(callOf(element, SUBMIT)) && tell(onAttempt, ''),
    keydown: ({ key }: KeyboardEvent, element) =>
      key === 'Enter' && element?.localName === 'input' && tell(onAttempt, ''),
    invalid(_, field) {
      // A form may ask each field on every key, only to enable its button: nobody is told that anything is wrong.
      if (field && (nowMs() - form.triedAt <= THRESHOLDS.blockedMs || isUserInvalid(field)))
        tell(onInvalid, field);
    },
    change(_, field) {
      if (field && isUserInvalid(field)) tell(onInvalid, field);
      else if (field && isValid(field)) tell(onValid, field);
    },
    focusin(_, field) {
      if (isField(field) && nowMs() - actedAt() < THRESHOLDS.sameErrorMs && actedAt() > form.triedAt)
        tell(onEntered, field, +inError(field));
    },
    input: (_, field) =>
      isField(field) && !field.matches('[type=password],select') && tell(onLength, field, field.value.length),
    focusout(_, field) {
      const from = nowMs();
      if (isField(field)) leftAt = from;
      if (isField(field))
        afterMs(THRESHOLDS.leftMs, () => tell(isValid(field) ? onValid : onLeft, field, from));
    },
    ':changes :whole'(records: readonly MutationRecord[]) {
      let alert = false;
      const tried =
        nowMs() - form.triedAt <= THRESHOLDS.blockedMs || nowMs() - leftAt <= THRESHOLDS.sameErrorMs;
      for (const record of records.slice(0, MOST_RECORDS)) {
        const target = record.target as Element;
        if (ignored(target)) continue;
        const owner = errorIn(record, tried);
        if (owner === 'form') alert = true;
        else if (owner) tell(onInvalid, owner);
        else if (record.attributeName === 'aria-invalid' && !inError(target)) tell(onValid, target);
      }
      // After the fields: a summary of their errors is no further one.
      if (alert) tell(onAlert, 'alert');
    },
    ':request': ([from, status]: readonly [number, number]) =>
      /^4(?!04)/.test(`${status}`) && tell(onRejected, 'request', from),
  });
};
