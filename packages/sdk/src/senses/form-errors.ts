import { FIELD } from './controls.ts';
import { around, isIn, isShown, partAround, shownBy } from './elements.ts';

/** What shops call a message or a field in error, where they do not say it by ARIA. */
const ERROR = /(^|[\s_-])(is-|has-)?(errors?|invalid)(?![a-z])/i;
const ALERT = '[role=alert]';
const FORM = 'form,[role=form],fieldset';

/** Whether classes call an element an error. Angular gives its own to every field, touched or not; others say "no-error". */
const callsError = (names: string | null): boolean =>
  ERROR.test(`${names}`.replace(/([a-z])([A-Z])/g, '$1-$2').replace(/\bn[go]-\w+/gi, ''));
const isCalled = (element: Element): boolean => callsError(element.getAttribute('class'));

/** Whether a field says that it is in error. */
export const inError = (element: Element): boolean =>
  !/^(false)?$/.test(element.getAttribute('aria-invalid') ?? '') ||
  (element.hasAttribute('aria-errormessage') && isCalled(element));

/** A field that a message or wrapper stands for; 'form' when it stands for several; null when it is no form's affair. */
const ownerOf = (element: Element): Element | 'form' | null => {
  if (element.matches(FIELD)) return element;
  const part = around(element, 4).find((one) => one.querySelector(FIELD) || one.matches('body,main'));
  const [field, more] = part?.matches('body') ? [] : (part?.querySelectorAll(FIELD) ?? []);
  // A note outside the field's form says of itself what it is, or is none of the form's.
  if (field && (isCalled(element) || field.closest(FORM) === element.closest(FORM)))
    return more ? 'form' : field;
  return element.matches(ALERT) && isIn(element, FORM) ? 'form' : null;
};

/** A message, or a part that stands for one, in view with something in it. */
export const isMessage = (element: Element): boolean =>
  (element.matches(ALERT) || (isCalled(element) && !element.matches('form,body'))) &&
  (element.matches(FIELD) || !!element.firstElementChild || !!element.textContent?.trim()) &&
  element.getBoundingClientRect().height > 0 &&
  isShown(element);

/** Who is in error now because of this change of the page: a field, 'form', or nobody. Reads classes and ARIA, and of a text whether there is any. */
export const errorIn = (record: MutationRecord): Element | 'form' | null | undefined => {
  const { type, attributeName, oldValue, addedNodes } = record;
  const target = record.target as Element;
  const name = `${attributeName}`;
  if (/^aria-(invalid|errormessage)$/.test(name))
    return inError(target) && target.getAttribute(name) !== oldValue ? target : null;
  if (name === 'class' ? !isCalled(target) || callsError(oldValue) : type === 'childList' && !addedNodes[0])
    return null;
  const message = shownBy(record)
    .map((node) => partAround(node, 3, isMessage, `${ALERT},[class*=error i],[class*=invalid i]`))
    .find((one) => one);
  return message ? ownerOf(message) : null;
};
