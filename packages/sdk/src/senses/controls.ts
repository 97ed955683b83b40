import { fits, isIn, isShown } from './elements.ts';

/** Types of inputs that are pressed, and those that are pressed to be chosen. */
export const PRESSED = ':is([type=submit],[type=button],[type=image],[type=reset])';
const CHOOSING = '[type=checkbox],[type=radio]';

/** A list opens what the platform shows, unless it is off: then nothing comes, and a press on it is a press on a disabled control. */
const OFF_LIST = 'select:disabled';

/** Controls that promise an effect when pressed. */
const PROMISES =
  'button,.btn,.button,a[href],area[href],summary,label,[onclick],[aria-haspopup],[aria-expanded],[aria-pressed],' +
  '[role=button],[role=link],[role=tab],[role=switch],[role=option],[role=radio],[role^=menuitem],[role=checkbox],' +
  `input:is(${PRESSED},${CHOOSING}),${OFF_LIST}`;

/** Where something is filled in; a press there only moves the caret or opens what the platform shows. */
export const FIELD = `select,textarea,input:not(${PRESSED},${CHOOSING})`;

/** Where a press answers itself, or where its answer can not be seen: drawing, files, lists, text, players, frames. */
const SKIPPED = `canvas,option,iframe,embed,object,video,audio,[contenteditable]:not([contenteditable=false]),${FIELD}`;

/** What is already chosen has nothing to answer. */
const CHOSEN =
  ':is([role=tab],[role=option])[aria-selected=true],[role=radio][aria-checked=true],[aria-current]:not([aria-current=false]),[type=radio]:checked';

/** What the shop's own names (ids, classes, names of fields and of its tests) call one of these words. */
export const named = (words: string): string =>
  words
    .split(' ')
    .map((word) => `[class*=${word} i],[id*=${word} i],[name*=${word} i],[data-testid*=${word} i]`)
    .join();

/**
 * Calls to action: buttons that submit, and what the shop's own names (ids and classes, never texts) call one. Openers of
 * menus and parts of the site's navigation are none.
 */
export const CALL_TO_ACTION = `[data-causeway-role~=cta],button:not([type=button],[type=reset]),input[type=submit],:is(button,a,[role=button]):is(${named('cta primary submit checkout purchase buy pay cart')},[class*=order i]:not([class*=border i]),[id*=order i])`;
const NO_CALL = 'nav,header,[role^=menu],[role=tablist],[role=toolbar],[aria-haspopup],[aria-expanded]';

/** The part of the page that an element is in and that fits, unless it only leads about the site. */
export const callOf = (element: Element | null | undefined, selector: string): Element | null | undefined => {
  const found = element?.closest(selector);
  return isIn(found, NO_CALL) ? null : found;
};

/**
 * Whether a press there can not be judged. `path` are an event's elements, through shadow roots. A custom element that was pressed
 * itself keeps its parts in a closed root, and a drawing beside a control may be its answer.
 */
export const isSkipped = (path: readonly Element[]): boolean => {
  const [first, ...outer] = path;
  return (
    (first?.localName.includes('-') && !first.shadowRoot && !first.firstElementChild) ||
    outer.slice(0, 2).some((near) => !near.matches('body,html,main') && near.querySelector('canvas')) ||
    path.some((one) => one.matches(SKIPPED) && !one.matches(OFF_LIST))
  );
};

const styleOf = (element: Element) => getComputedStyle(element);
const hasHand = (element: Element): boolean => styleOf(element).cursor === 'pointer';

/** The control that a press is a press on; an element with a hand for a cursor is one too, and what lies under it. */
export const controlOf = (
  path: readonly Element[],
  { clientX: x, clientY: y }: MouseEvent,
): Element | null | undefined => {
  const [first] = path;
  const promising = path.find((one) => one.matches(PROMISES));
  if (promising || !first) return promising;
  if (hasHand(first) && !hasHand(document.body)) return first;
  // A disabled one that lets the pointer through, as frameworks style it, or one that a drawer left inert.
  for (const one of first.querySelectorAll(':disabled,[aria-disabled=true],[inert] :is(button,a[href])')) {
    const { left, right, top, bottom } = one.getBoundingClientRect();
    if (x >= left && x <= right && y >= top && y <= bottom && isShown(one)) return one;
  }
  // Any one under an empty layer, or under one that cannot be seen at all.
  const { backgroundColor, backgroundImage } = styleOf(first);
  const isEmpty = /, 0\)$/.test(backgroundColor) && backgroundImage === 'none' && !first.firstChild;
  return first !== document.body && (isEmpty || !isShown(first))
    ? document
        .elementsFromPoint(x, y)
        .find((one) => one !== first && isShown(one))
        ?.closest(PROMISES)
    : null;
};

/** Links that leave the page or hand over to another program, and what is chosen already: nothing else need answer. */
export const answersItself = (element: Element): boolean =>
  isIn(element, `a[download],a[target=_blank],${CHOSEN}`) ||
  fits(element.closest('label')?.control, CHOSEN) ||
  !/^(https?|javascript|file):/.test(element.closest<HTMLAnchorElement>('a[href]')?.protocol ?? 'file:');
