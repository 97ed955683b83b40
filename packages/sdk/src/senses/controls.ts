/** Controls that promise an effect when pressed. */
const PROMISES =
  'button,a[href],summary,label,[role=button],[role=link],[role=tab],[role=menuitem],[role=checkbox],[role=switch],' +
  '[role=option],[role=radio],[onclick],input:is([type=submit],[type=button],[type=image],[type=reset],[type=checkbox],[type=radio])';

/** Where a press answers itself, or where its answer can not be seen: drawing, files, lists, text, players, frames. */
const SKIPPED =
  'canvas,select,option,textarea,iframe,embed,object,video,audio,[contenteditable]:not([contenteditable=false])';

/** Inputs whose press only moves the caret or opens what the platform shows. */
const PLAIN_INPUT =
  'input:not([type=submit],[type=button],[type=image],[type=reset],[type=checkbox],[type=radio])';

export const CALL_TO_ACTION = '[data-causeway-role~=cta],button[type=submit],input[type=submit]';
export const FIELD = `select,textarea,${PLAIN_INPUT}`;

export const isSkipped = (element: Element): boolean => element.closest(`${SKIPPED},${PLAIN_INPUT}`) !== null;

/** The control that a press on `element` is a press on; an element with a hand for a cursor is one too. */
export const controlOf = (element: Element, view: Window): Element | null =>
  element.closest(PROMISES) ?? (view.getComputedStyle(element).cursor === 'pointer' ? element : null);

export const isDisabled = (element: Element): boolean =>
  element.closest(':disabled,[aria-disabled=true]') !== null;

/** Links that leave the page or hand over to another program: the browser answers them. */
export const answersItself = (element: Element): boolean => {
  const link = element.closest('a[href]');
  const href = link?.getAttribute('href') ?? '';
  return (
    link !== null &&
    (link.hasAttribute('download') ||
      link.getAttribute('target') === '_blank' ||
      /^(mailto|tel|sms):/i.test(href))
  );
};
