import { CALL_TO_ACTION, FIELD } from './controls.ts';
import { reduceHesitation } from './hesitation-reducer.ts';
import { roleOf } from './role-of.ts';
import type { Sense } from './sense-page.ts';
import { hold } from './sense-page.ts';

/** A focus this soon after a press or a Tab is the shopper's own, ms. */
const OWN_FOCUS_MS = 1000;

/** Waiting before the first input, pausing within a field, resting on a call to action. */
export const senseHesitation: Sense = (page) => {
  const { window: view, listen, now } = page;
  const { document } = view;
  const tell = hold(page, reduceHesitation, {});
  let movedAt = -Infinity;
  let over: Element | null = null;

  listen<PointerEvent | KeyboardEvent>(document, 'pointerdown keydown', (event) => {
    if (event.type === 'pointerdown') tell({ type: 'press' });
    if (event.type === 'pointerdown' || (event as KeyboardEvent).key === 'Tab') movedAt = now();
  });
  listen(document, 'focusin', (_, element) => {
    if (element === null || !element.matches(FIELD)) return;
    tell({ type: 'focus', ...(now() - movedAt <= OWN_FOCUS_MS ? { role: roleOf(element) } : {}) });
  });
  listen(document, 'input', () => tell({ type: 'input' }));
  listen(document, 'focusout', () => tell({ type: 'blur' }));
  listen<PointerEvent>(document, 'pointerover', (event, element) => {
    if (event.pointerType !== 'mouse' || element === null) return;
    const target = element.closest(CALL_TO_ACTION);
    if (target === over) return;
    if (over !== null) tell({ type: 'out' });
    over = target;
    if (target !== null) tell({ type: 'over', role: roleOf(target) });
  });
  listen(document, 'visibilitychange', () => tell({ type: 'hidden' }));
};
