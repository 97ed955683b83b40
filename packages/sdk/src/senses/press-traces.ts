import { named } from './controls.ts';
import { around, isShown } from './elements.ts';

const MOST_FIELDS = 20;
const MOST_NEAR = 12;
/** Panels that styles alone show are in view by then, with their transitions; a strip of slides beside the control goes on and on. */
const SHOWN_MS = 500;

/** Boxes for a number of pieces: a stepper writes into them, and no event or mutation tells. */
const COUNTER = `:is([type=number],[type=range],[readonly],[inputmode=numeric],[role=spinbutton],${named('qty quant')}):not([autocomplete])`;
const FIELDS = 'input:not([type=password]),textarea,select';

/** How a field stands: its length and whether it is checked. Of a box for a number alone, which number: compared, never kept. */
const mark = (field: HTMLInputElement): string =>
  field.matches(COUNTER) ? field.value : `${field.value.length}${field.checked}`;

const attributesOf = ({ className, hidden }: HTMLElement): string => className + hidden;

/**
 * What a press may do that no mutation or event tells: values written into fields, panels shown by CSS, animations begun by
 * script, and windows, shares or file choosers opened (they use up the user's activation). Looked at when the pointer goes
 * down; the function returned says whether anything differs now: first at the press, where it only begins, then after it.
 */
export const tracePress = (control: Element, now: () => number): (() => boolean) => {
  const from = now();
  // In a shadow root's first row that is the root.
  const parentElement = control.parentNode as Element | null;
  /** the form of the control, or the nearest part around it that has fields in it */
  const part = control.closest('form') ?? around(parentElement, 3).find((one) => one.querySelector(FIELDS));
  /** elements with what they look like: fields, and what stands beside the control and its parent */
  const before = [
    ...[...(part?.querySelectorAll<HTMLInputElement>(FIELDS) ?? [])]
      .slice(0, MOST_FIELDS)
      .map((field) => [field, mark] as const),
    ...[...(parentElement?.children ?? []), ...(parentElement?.parentElement?.children ?? [])]
      .slice(0, MOST_NEAR)
      .map((one) => [one as HTMLInputElement, isShown] as const),
  ].map(([one, look]) => [one, look, look(one), attributesOf(one)] as const);
  const isActive = () => navigator.userActivation?.isActive;
  let [looks, wasActive]: [number, boolean | undefined] = [0, false];
  return () => {
    looks += 1;
    // At the press itself the page has done nothing yet, and must not be kept waiting.
    if (looks === 1) {
      wasActive = isActive();
      return false;
    }
    const early = now() - from <= SHOWN_MS;
    if (
      before.some(
        ([one, look, was, attributes]) =>
          one.isConnected &&
          look(one) !== was &&
          // What an attribute shows or hides is a change that is told as such.
          (look === mark || (early && attributesOf(one) === attributes)),
      )
    )
      return true;
    // Activation lasts for some seconds: when it is gone sooner, something was opened with it.
    if (wasActive && !isActive()) return true;
    wasActive = isActive();
    return (
      looks < 3 &&
      document.getAnimations().some(({ currentTime, effect }) => {
        const { target } = effect as KeyframeEffect;
        return (
          Number(currentTime) <= now() - from &&
          target &&
          !control.contains(target) &&
          !target.contains(control)
        );
      })
    );
  };
};
