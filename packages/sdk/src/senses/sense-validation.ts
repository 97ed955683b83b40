import { FIELD, NO_CALL } from './controls.ts';
import { errorsIn, inError } from './form-errors.ts';
import { roleOf } from './role-of.ts';
import type { Sense } from './sense-page.ts';
import { hold } from './sense-page.ts';
import { THRESHOLDS } from './thresholds.ts';
import { reduceValidation, startValidation } from './validation-reducer.ts';

type Field = HTMLInputElement | HTMLTextAreaElement;
const SUBMIT = 'button:not([type=reset]),[role=button],input:is([type=submit],[type=image],[type=button])';
/** A page that changes more than this at once is drawn anew, not found wrong. */
const MOST_RECORDS = 100;

/** A field's own validity, without its value; fields that know none count as right. */
const isValid = (element: Element): boolean =>
  !inError(element) && (!('validity' in element) || (element as Field).validity.valid);

const isUserInvalid = (element: Element): boolean => {
  try {
    return element.matches(':user-invalid');
  } catch {
    return false; // a browser that does not know the selector
  }
};

/** Form trouble, told by the platform, by ARIA and by messages. Reads validity, input types and lengths; never a value. */
export const senseValidation: Sense = (page) => {
  const { window: view, listen, listenWithin, now } = page;
  const { document } = view;
  const tell = hold(page, reduceValidation, startValidation);
  const named = (element: Element) => ({ key: page.keyOf(element), role: roleOf(element) });
  let movedAt = -Infinity;
  let triedAt = -Infinity;
  const attempt = () => {
    triedAt = now();
    tell({ type: 'attempt' });
  };

  listen(document, 'pointerdown', () => {
    movedAt = now();
  });
  listen(document, 'click', (event, element) => {
    const button = event.isTrusted ? element?.closest(SUBMIT) : null;
    if (button && button.closest(NO_CALL) === null) attempt();
  });
  listen<KeyboardEvent>(document, 'keydown', ({ key }, element) => {
    movedAt = now();
    if (key === 'Enter' && element?.localName === 'input') attempt();
  });
  listenWithin('invalid', (_, element) => {
    // A form may ask each field on every key, only to enable its button: nobody is told that anything is wrong.
    const told = now() - triedAt <= THRESHOLDS.blockedMs;
    if (element !== null && (told || isUserInvalid(element))) tell({ type: 'invalid', ...named(element) });
  });
  listenWithin('change', (_, element) => {
    if (element === null) return;
    if (isUserInvalid(element)) tell({ type: 'invalid', ...named(element) });
    else if (isValid(element)) tell({ type: 'valid', ...named(element) });
  });
  listen(document, 'focusin', (_, element) => {
    if (element?.matches(FIELD) && now() - movedAt < THRESHOLDS.sameErrorMs && movedAt > triedAt)
      tell({ type: 'entered', ...named(element) });
  });
  listen(document, 'input', (_, element) => {
    if (element === null || !element.matches(FIELD) || element.matches('[type=password],select')) return;
    const { length } = (element as Field).value;
    tell({ type: 'length', ...named(element), length });
  });
  listen(document, 'focusout', (_, element) => {
    if (element === null || !element.matches(FIELD)) return;
    const from = now();
    page.later(THRESHOLDS.leftMs, () =>
      tell({ type: 'left', ...named(element), from, valid: isValid(element) }),
    );
  });
  page.signals.on('changes', (records) => {
    let form = false;
    for (const record of records.slice(0, MOST_RECORDS)) {
      if (page.ignored(record.target)) continue;
      for (const owner of errorsIn(record)) {
        if (owner === 'form') form = true;
        else tell({ type: 'invalid', ...named(owner) });
      }
      const { target, attributeName } = record;
      if (attributeName === 'aria-invalid' && !inError(target as Element))
        tell({ type: 'valid', ...named(target as Element) });
    }
    // After the fields: a summary of their errors is no further one.
    if (form) tell({ type: 'alert' });
  });
  page.signals.on('request', ({ from, status }) => {
    if (status >= 400 && status < 500) tell({ type: 'rejected', from });
  });
};
