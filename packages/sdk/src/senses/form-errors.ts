import { FIELD } from './controls.ts';
import { around, isIn, isShown, partAround, shownBy } from './elements.ts';

/** What shops call a message or a field in error, where they do not say it by ARIA. */
const ERROR = /(^|[\s_-])(is-|has-)?(errors?|invalid)(?![a-z])/i;
const ALERT = '[role=alert]';
/** What may be an error or a sale, and is the first where it shows after an attempt or a field that was left. */
const COLOURS =
  /(^|[\s:_-])(danger|not-valid|validation-(advice|failed)|(text|border)-(red|rose)(-\d+)?)(?![a-z])/i;
const WIDE = ',[aria-live=assertive],[class*=danger i],[class*=valid i],[class*=-red i],[class*=-rose i]';
/** What a form asks for that may be refused as a whole: a sign-in. A coupon or a search may as well be told of a success beside it. */
const WRITTEN = 'input[type=password]';
const FORM = 'form,[role=form],fieldset';

/** Something was written there: its length, never its value. */
const isFilled = ({ value }: HTMLInputElement): boolean => value.length > 2;

/** A message that says something good, by its own classes or those right around it and in it. */
const GOOD = /success|thank/i;
const classOf = (element: Element | null): string => `${element?.getAttribute('class')}`;
const isGood = (one: Element): boolean =>
  [one, one.parentElement, one.firstElementChild].some((near) => GOOD.test(classOf(near)));

/**
 * Whether classes call an element an error. Angular gives its own to every field, touched or not; others say "no-error". `tried`: after
 * an attempt, when colours count too.
 */
const callsError = (names: string | null, tried: unknown): boolean => {
  const words = `${names}`.replace(/([a-z])([A-Z])/g, '$1-$2').replace(/\bn[go]-\w+/gi, '');
  return ERROR.test(words) || (!!tried && COLOURS.test(words));
};
const isCalled = (element: Element, tried?: unknown): boolean =>
  !element.matches('a,button,[role=button]') && callsError(classOf(element), tried);

/** Whether a field says that it is in error. */
export const inError = (element: Element): boolean =>
  !/^(false)?$/.test(element.getAttribute('aria-invalid') ?? '') ||
  (element.hasAttribute('aria-errormessage') && isCalled(element));

/** A field that a message or wrapper stands for; 'form' when it stands for several; null when it is no form's affair. */
const ownerOf = (element: Element, tried: unknown): Element | 'form' | null => {
  if (element.matches(FIELD)) return element;
  const part = around(element, 4).find((one) => one.querySelector(FIELD) || one.matches('body,main'));
  const [field, more] = part?.matches('body') ? [] : (part?.querySelectorAll(FIELD) ?? []);
  // A note outside the field's form says of itself what it is, or comes right after something was written and sent, or is none
  // of the form's.
  if (
    field &&
    (isCalled(element) ||
      field.closest(FORM) === element.closest(FORM) ||
      (tried && [...(part?.querySelectorAll<HTMLInputElement>(WRITTEN) ?? [])].some(isFilled)))
  )
    return more ? 'form' : field;
  return element.matches(ALERT) && isIn(element, FORM) ? 'form' : null;
};

/** A message, or a part that stands for one, in view with something in it. */
export const isMessage = (element: Element, tried?: unknown): boolean =>
  (element.matches(tried ? `${ALERT},[aria-live=assertive]` : ALERT) ||
    (isCalled(element, tried) && !element.matches('form,body'))) &&
  !isGood(element) &&
  (element.matches(FIELD) || !!element.firstElementChild || !!element.textContent?.trim()) &&
  element.getBoundingClientRect().height > 0 &&
  isShown(element);

const MESSAGES = `${ALERT},[class*=error i],[class*=invalid i]`;

/** Whether a message stands around a field, or beside it in a part that has no other field. */
export const hasMessage = (field: Element): boolean => {
  const near = around(field, 3);
  const own = near.filter((one) => !one.querySelectorAll(FIELD)[1]).at(-1);
  return [...near, ...(own?.querySelectorAll(MESSAGES) ?? [])].some((one) => isMessage(one));
};

/**
 * Who is in error now because of this change of the page: a field, 'form', or nobody; `tried`: soon after an attempt, or after a field
 * was left. Reads classes and ARIA, and of a text whether there is any.
 */
export const errorIn = (record: MutationRecord, tried: unknown): Element | 'form' | null | undefined => {
  const { type, attributeName, oldValue, addedNodes } = record;
  const target = record.target as Element;
  const name = `${attributeName}`;
  if (/^aria-(invalid|errormessage)$/.test(name))
    return inError(target) && target.getAttribute(name) !== oldValue ? target : null;
  if (
    name === 'class'
      ? !isCalled(target, tried) || callsError(oldValue, tried)
      : type === 'childList' && !addedNodes[0]
  )
    return null;
  const parts = shownBy(record);
  const find = (is: (one: Element) => unknown, within: string, levels: number) =>
    parts.map((node) => partAround(node, levels, is, within)).find((one) => one);
  const message = find((one) => isMessage(one, tried), `${MESSAGES}${tried ? WIDE : ''}`, 3);
  const owner = message && ownerOf(message, tried);
  // A page or a form that the server sends anew, with its fields marked.
  const isNew = addedNodes[0] && (tried || addedNodes[0] === document.body);
  return owner ?? (isNew && find(inError, '[aria-invalid]', 1));
};
