import { FIELD } from './controls.ts';
import { roleOf } from './role-of.ts';
import type { Sense } from './sense-page.ts';
import { hold } from './sense-page.ts';
import { reduceValidation, startValidation } from './validation-reducer.ts';

type Field = HTMLInputElement | HTMLTextAreaElement;
const SUBMIT =
  'button:not([type=button],[type=reset]),input[type=submit],input[type=image],[data-causeway-role=submit]';

const inError = (element: Element): boolean => {
  const aria = element.getAttribute('aria-invalid');
  return aria !== null && aria !== 'false' && aria !== '';
};

/** A field's own validity, without its value; fields that know none count as right. */
const isValid = (element: Element): boolean =>
  !inError(element) && (!('validity' in element) || (element as Field).validity.valid);

const matches = (element: Element, selector: string): boolean => {
  try {
    return element.matches(selector);
  } catch {
    return false; // a browser that does not know the selector
  }
};

/** Form trouble, told by the platform and by ARIA. Reads validity, input types and lengths; never a value. */
export const senseValidation: Sense = (page) => {
  const { window: view, listen } = page;
  const { document } = view;
  const tell = hold(page, reduceValidation, startValidation);
  const named = (element: Element) => ({ key: page.keyOf(element), role: roleOf(element) });
  const invalid = (element: Element) => tell({ type: 'invalid', ...named(element) });

  listen(document, 'click', (_, element) => {
    const button = element?.closest(SUBMIT);
    if (button?.closest('form,[role=form],[data-causeway-form]')) tell({ type: 'attempt' });
  });
  listen<KeyboardEvent>(document, 'keydown', (event, element) => {
    if (event.key === 'Enter' && element?.closest('form') && element.localName === 'input') {
      tell({ type: 'attempt' });
    }
  });
  listen(document, 'invalid', (_, element) => {
    if (element !== null) invalid(element);
  });
  listen(document, 'change', (_, element) => {
    if (element === null) return;
    if (matches(element, ':user-invalid')) invalid(element);
    else if (isValid(element)) tell({ type: 'valid', ...named(element) });
  });
  listen<InputEvent>(document, 'input', (_, element) => {
    if (element === null || !matches(element, FIELD) || matches(element, '[type=password],select')) return;
    const { length } = (element as Field).value;
    tell({ type: 'length', ...named(element), length });
  });
  listen(document, 'focusout', (_, element) => {
    if (element === null || !matches(element, FIELD)) return;
    tell({ type: 'left', ...named(element), valid: isValid(element) });
  });

  const alerts = (node: Node) => {
    const element = node.nodeType === 1 ? (node as Element) : null;
    const alert = element?.matches('[role=alert]') ? element : element?.querySelector('[role=alert]');
    const within = alert ?? element?.closest('[role=alert]');
    if (within?.closest('form,[role=form],[data-causeway-form]') && !page.ignored(within)) {
      tell({ type: 'rejected', role: 'alert' });
    }
  };
  const observer = new view.MutationObserver(
    page.guard((records: MutationRecord[]) => {
      for (const { type, target, addedNodes } of records) {
        if (type === 'childList') {
          if (addedNodes.length > 0) alerts(target);
          addedNodes.forEach(alerts);
        } else if (!page.ignored(target)) {
          if (inError(target as Element)) invalid(target as Element);
          else tell({ type: 'valid', ...named(target as Element) });
        }
      }
    }),
  );
  observer.observe(document.documentElement, {
    subtree: true,
    childList: true,
    attributeFilter: ['aria-invalid'],
  });
  page.onStop(() => observer.disconnect());
  page.signals.on('request', ({ status }) => {
    if (status >= 400 && status < 500) tell({ type: 'rejected', role: 'request' });
  });
};
