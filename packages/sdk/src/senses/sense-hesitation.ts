import { CALL_TO_ACTION, FIELD, NO_CALL } from './controls.ts';
import { reduceHesitation } from './hesitation-reducer.ts';
import { roleOf } from './role-of.ts';
import type { Sense } from './sense-page.ts';
import { hold } from './sense-page.ts';

const callOf = (element: Element): Element | null => {
  const call = element.closest(CALL_TO_ACTION);
  return call === null || call.closest(NO_CALL) !== null ? null : call;
};

/** Waiting before the first input, pausing within a field, resting on a call to action. */
export const senseHesitation: Sense = (page) => {
  const { window: view, listen } = page;
  const { document } = view;
  const tell = hold(page, reduceHesitation, {});
  let acted = false;
  let over: Element | null = null;
  let place = '';
  const at = ({ clientX, clientY }: MouseEvent) => `${clientX},${clientY}`;

  listen<PointerEvent>(document, 'pointerdown', (event) => {
    acted = true;
    place = at(event);
    tell({ type: 'press' });
  });
  listen(document, 'keydown', () => {
    acted = true;
  });
  listen(document, 'focusin', (_, element) => {
    if (element === null || !element.matches(FIELD)) return;
    const ofPage = !acted && (element.matches('[autofocus]') || document.readyState !== 'complete');
    tell({ type: 'focus', ...(ofPage ? {} : { role: roleOf(element) }) });
  });
  listen(document, 'input', () => tell({ type: 'input' }));
  listen(document, 'focusout', () => tell({ type: 'blur' }));
  listen<PointerEvent>(document, 'pointerover', (event, element) => {
    if (event.pointerType !== 'mouse' || element === null) return;
    const target = callOf(element);
    if (target === over) return;
    if (over !== null) tell({ type: 'out' });
    over = target;
    // A button that is drawn anew under a resting pointer was not gone to.
    if (target !== null && place !== at(event)) tell({ type: 'over', role: roleOf(target) });
    place = at(event);
  });
  listen(document, 'visibilitychange', () => tell({ type: 'hidden' }));
  page.signals.on('tick', () => tell({ type: 'time' }));
};
