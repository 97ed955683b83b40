import { CALL_TO_ACTION, callOf, FIELD } from './controls.ts';
import { onCall, onCallLeft, onCallStays, onField, onInput } from './hesitation-reducer.ts';
import { roleOf } from './role-of.ts';
import type { Sense } from './sense-page.ts';
import { hold } from './sense-page.ts';

const placeOf = ({ clientX, clientY }: MouseEvent): string => `${clientX},${clientY}`;

/** Waiting before the first input, pausing within a field, resting on a call to action. */
export const senseHesitation: Sense = (page) => {
  const tell = hold(page, {});
  let over: Element | null | undefined;
  let place = '';
  page.hear({
    pointerdown(event: PointerEvent) {
      place = placeOf(event);
      tell(onCall);
    },
    focusin(_, field) {
      // Focus that the page set says nothing about when the shopper began to think about the field.
      const ofPage =
        page.actedAt() < 0 && (field?.matches('[autofocus]') || document.readyState !== 'complete');
      if (field?.matches(FIELD)) tell(onField, ofPage ? undefined : roleOf(field));
    },
    focusout: () => tell(onField),
    input: () => tell(onInput),
    pointerover(event: PointerEvent, element) {
      const call = callOf(element, CALL_TO_ACTION);
      if (event.pointerType !== 'mouse' || call === over) return;
      over = call;
      tell(onCallLeft);
      // A button that is drawn anew under a resting pointer was not gone to.
      if (call && place !== placeOf(event)) tell(onCall, roleOf(call));
      place = placeOf(event);
    },
    visibilitychange() {
      tell(onCall);
      tell(onField);
    },
    ':tick': () => tell(onCallStays),
  });
};
