/** Controls that promise an effect when pressed. */
const PROMISES =
  'button,a[href],area[href],summary,label,[onclick],[aria-haspopup],[aria-expanded],[aria-pressed],' +
  '[role=button],[role=link],[role=tab],[role=switch],[role=option],[role=radio],[role^=menuitem],[role=checkbox],' +
  'input:is([type=submit],[type=button],[type=image],[type=reset],[type=checkbox],[type=radio])';

/** Inputs whose press only moves the caret or opens what the platform shows. */
const PLAIN_INPUT =
  'input:not([type=submit],[type=button],[type=image],[type=reset],[type=checkbox],[type=radio])';

/** Where a press answers itself, or where its answer can not be seen: drawing, files, lists, text, players, frames. */
const SKIPPED = `canvas,select,option,textarea,iframe,embed,object,video,audio,[contenteditable]:not([contenteditable=false]),${PLAIN_INPUT}`;

/** What is already chosen has nothing to answer. */
const CHOSEN =
  '[role=tab][aria-selected=true],[role=option][aria-selected=true],[role=radio][aria-checked=true],[aria-current]:not([aria-current=false]),input[type=radio]:checked';

/**
 * Calls to action: buttons that submit, and what the shop's own names (ids and classes, never texts) call one. Openers of
 * menus and parts of the site's navigation are none.
 */
export const CALL_TO_ACTION = `[data-causeway-role~=cta],button:not([type=button],[type=reset]),input[type=submit],:is(button,a,[role=button]):is(${[
  'cta',
  'primary',
  'submit',
  'checkout',
  'purchase',
  'buy',
  'order',
  'pay',
  'cart',
]
  .flatMap((word) => [`[class*=${word} i]`, `[id*=${word} i]`])
  .join()})`;
export const NO_CALL =
  'nav,header,[role^=menu],[role=tablist],[role=toolbar],[aria-haspopup],[aria-expanded]';
export const FIELD = `select,textarea,${PLAIN_INPUT}`;

/** A custom element that was pressed itself keeps its parts in a closed root: what they do can not be seen. */
const isClosed = (element: Element): boolean =>
  element.localName.includes('-') && !element.shadowRoot && !element.firstElementChild;

/** A drawing beside a control may be its answer. */
const drawsBeside = (element: Element): boolean =>
  [element.parentElement, element.parentElement?.parentElement].some(
    (near) => near && !/^(body|html|main)$/.test(near.localName) && near.querySelector('canvas') !== null,
  );

const elements = (path: readonly EventTarget[]): Element[] =>
  path.filter((one): one is Element => (one as Node).nodeType === 1);

/** `path` is an event's, through shadow roots. */
export const isSkipped = (path: readonly EventTarget[]): boolean => {
  const [first, ...outer] = elements(path);
  if (first === undefined) return true;
  return isClosed(first) || drawsBeside(first) || [first, ...outer].some((one) => one.matches(SKIPPED));
};

const hasHand = (element: Element, view: Window): boolean =>
  view.getComputedStyle(element).cursor === 'pointer';

/** The control that a press is a press on; an element with a hand for a cursor is one too. */
export const controlOf = (path: readonly EventTarget[], view: Window): Element | null => {
  const all = elements(path);
  const [first] = all;
  const hand = first !== undefined && hasHand(first, view) && !hasHand(view.document.body, view);
  return all.find((one) => one.matches(PROMISES)) ?? (hand ? first : null);
};

export const isDisabled = (element: Element): boolean => element.matches(':disabled,:disabled *');

/**
 * What lies under a press that hit no control: a disabled one that lets the pointer through (as frameworks style it), or any
 * one under an empty layer that cannot be seen.
 */
export const controlUnder = (element: Element, x: number, y: number, view: Window): Element | null => {
  for (const one of element.querySelectorAll(':disabled,[aria-disabled=true]')) {
    const box = one.getBoundingClientRect();
    if (x >= box.left && x <= box.right && y >= box.top && y <= box.bottom) return one;
  }
  const { backgroundColor, backgroundImage } = view.getComputedStyle(element);
  const clear = /(, 0\)|^transparent)$/.test(backgroundColor) && backgroundImage === 'none';
  if (!clear || element.firstChild || element === view.document.body) return null;
  return view.document.elementsFromPoint(x, y)[1]?.closest(PROMISES) ?? null;
};

/** Links that leave the page or hand over to another program, and what is chosen already: nothing else need answer. */
export const answersItself = (element: Element): boolean => {
  const link = element.closest<HTMLAnchorElement>('a[href]');
  return (
    (link !== null &&
      (link.hasAttribute('download') ||
        link.target === '_blank' ||
        !/^(https?|javascript|file):$/.test(link.protocol))) ||
    element.closest(CHOSEN) !== null ||
    element.closest('label')?.querySelector(CHOSEN) != null
  );
};
