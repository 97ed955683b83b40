import { FIELD } from './controls.ts';

/** What shops call a message or a field in error, where they do not say it by ARIA. */
const ERROR = /(^|[\s_-])(is-|has-)?(errors?|invalid)(?![a-z])/i;
const ALERT = '[role=alert]';
const FORM = 'form,[role=form],[data-causeway-form],fieldset';

const classOf = (element: Element): string => element.getAttribute('class') ?? '';
const shows = (element: Element): boolean => element.getBoundingClientRect().height > 0;

/** Whether a field says that it is in error. */
export const inError = (element: Element): boolean => {
  const aria = element.getAttribute('aria-invalid');
  if (aria !== null && aria !== 'false' && aria !== '') return true;
  return element.getAttribute('aria-errormessage') !== null && ERROR.test(classOf(element));
};

/** A field that a message or wrapper stands for; 'form' when it stands for several; null when it is no form's affair. */
const ownerOf = (element: Element): Element | 'form' | null => {
  if (element.matches(FIELD)) return element;
  for (let [at, up] = [element as Element | null, 0]; at && up < 4; up++, at = at.parentElement) {
    const fields = at.querySelectorAll(FIELD);
    if (fields.length > 0) return fields.length === 1 ? (fields[0] as Element) : 'form';
    if (at.matches('body,main')) break;
  }
  return element.matches(ALERT) && element.closest(FORM) !== null ? 'form' : null;
};

/** The message that a changed node is, is in, or holds. */
const messageOf = (node: Node): Element | null => {
  const element = node.nodeType === 1 ? (node as Element) : node.parentElement;
  if (element === null) return null;
  const is = (one: Element | null): one is Element =>
    one !== null && (one.matches(ALERT) || (ERROR.test(classOf(one)) && !one.matches('form,body')));
  const around = [element, element.parentElement].find(is);
  return (
    around ?? [...element.querySelectorAll(`${ALERT},[class*=error i],[class*=invalid i]`)].find(is) ?? null
  );
};

/** Who is in error now because of this change of the page: fields, 'form', or nobody. Reads classes and ARIA, never a text. */
export const errorsIn = ({
  type,
  target,
  attributeName,
  oldValue,
  addedNodes,
}: MutationRecord): (Element | 'form')[] => {
  if (type === 'attributes') {
    const element = target as Element;
    if (/^aria-(invalid|errormessage)$/.test(attributeName ?? ''))
      return inError(element) && element.getAttribute(attributeName ?? '') !== oldValue ? [element] : [];
    const turned = attributeName === 'class' && ERROR.test(classOf(element)) && !ERROR.test(oldValue ?? '');
    if (!turned && !/^(hidden|style)$/.test(attributeName ?? '')) return [];
  } else if (type === 'childList' && addedNodes.length === 0) return [];
  const nodes = type === 'childList' ? [...addedNodes, target] : [target];
  const message = nodes.map(messageOf).find((one) => one) ?? null;
  if (message === null || (message.firstChild === null && !message.matches(FIELD)) || !shows(message))
    return [];
  const owner = ownerOf(message);
  return owner === null ? [] : [owner];
};
