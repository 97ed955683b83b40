import { CALL_TO_ACTION, callOf, FIELD } from './controls.ts';
import { onCall, onCallLeft, onCallStays, onField, onInput } from './hesitation-reducer.ts';
import { roleOf } from './role-of.ts';
import type { Sense } from './sense-page.ts';
import { hold } from './sense-page.ts';
import { THRESHOLDS } from './thresholds.ts';

/** A note that is written into a part of the page is a field as well. */
const WRITES = `${FIELD},[contenteditable]:not([contenteditable=false]),[role=textbox]`;
const placeOf = ({ clientX, clientY }: MouseEvent): string => `${clientX},${clientY}`;

/** Waiting before the first input, pausing within a field, resting on a call to action. */
export const senseHesitation: Sense = (page) => {
  const tell = hold(page, {});
  let over: Element | null | undefined;
  let place = '';
  let scrolledAt = -Infinity;
  page.hear({
    pointerdown(event: PointerEvent) {
      place = placeOf(event);
      tell(onCall);
    },
    focusin(_, field) {
      // Focus that the page set says nothing about when the shopper began to think about the field.
      const ofPage =
        page.actedAt() < 0 && (field?.matches('[autofocus]') || document.readyState !== 'complete');
      if (field?.matches(WRITES)) tell(onField, ofPage ? undefined : roleOf(field));
    },
    focusout: () => tell(onField),
    input: () => tell(onInput),
    // Who types does not wait at the button that the pointer happens to lie on.
    keydown: () => tell(onCall),
    scroll() {
      scrolledAt = page.nowMs();
    },
    pointerover(event: PointerEvent, element) {
      const call = callOf(element, CALL_TO_ACTION);
      if (event.pointerType !== 'mouse' || call === over) return;
      over = call;
      tell(onCallLeft);
      // A button that is drawn anew under a resting pointer, or comes there as the page scrolls, was not gone to.
      if (call && place !== placeOf(event) && page.nowMs() - scrolledAt > THRESHOLDS.nearMs)
        tell(onCall, roleOf(call));
      place = placeOf(event);
    },
    visibilitychange() {
      tell(onCall);
      tell(onField);
    },
    ':tick': () => tell(onCallStays),
  });
};
