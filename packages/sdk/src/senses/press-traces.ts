const MOST_FIELDS = 20;
const MOST_NEAR = 12;

/** Boxes for a number of pieces: a stepper writes into them, and no event or mutation tells. */
const COUNTER =
  'input:is([type=number],[type=range],[readonly],[inputmode=numeric],[role=spinbutton],[name*=qty i],[name*=quant i],[id*=qty i],[id*=quant i],[class*=qty i],[class*=quant i]):not([autocomplete],[type=password])';

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** The nearest part around a control that has fields in it, at most three levels up, or its form. */
const fieldsAround = (control: Element): Field[] => {
  let part: Element | null = control.closest('form');
  for (let [at, up] = [control.parentElement, 0]; !part && at && up < 3; up++, at = at.parentElement)
    if (at.querySelector('input,textarea,select')) part = at;
  return [...(part?.querySelectorAll<Field>('input:not([type=password]),textarea,select') ?? [])].slice(
    0,
    MOST_FIELDS,
  );
};

/** How a field stands: its length and whether it is checked. Of a box for a number alone, which number: compared, never kept. */
const mark = (field: Field): string =>
  field.matches(COUNTER) ? field.value : `${field.value.length}${(field as HTMLInputElement).checked}`;

/** Elements beside a control and its parent: a panel that CSS alone shows is among them. */
const near = (control: Element): Element[] =>
  [control, control.parentElement]
    .flatMap((one) => [...(one?.parentElement?.children ?? [])])
    .slice(0, MOST_NEAR);

const isShown = (element: Element): boolean => element.checkVisibility?.() ?? true;

/**
 * What a press may do that no mutation or event tells: values written into fields, panels shown by CSS, animations begun by
 * script, and windows, shares or file choosers opened (they use up the user's activation). Looked at when the pointer goes
 * down; the function returned says whether anything differs now.
 */
export const tracePress = (control: Element, view: Window, now: () => number): (() => boolean) => {
  const fields = fieldsAround(control);
  const marks = fields.map(mark);
  const beside = near(control);
  const shown = beside.map(isShown);
  const from = now();
  const active = () => view.navigator.userActivation?.isActive !== false;
  let [looks, wasActive] = [0, false];
  const moves = ({ currentTime, effect }: Animation): boolean => {
    const { target } = effect as KeyframeEffect;
    return (
      Number(currentTime) <= now() - from &&
      target !== null &&
      !control.contains(target) &&
      !target.contains(control)
    );
  };
  return () => {
    looks += 1;
    if (fields.some((field, k) => mark(field) !== marks[k])) return true;
    if (beside.some((one, k) => one.isConnected && isShown(one) !== shown[k])) return true;
    // Activation lasts for some seconds: when it is gone sooner, something was opened with it.
    if (wasActive && !active() && now() - from < 4000) return true;
    wasActive ||= active();
    return looks <= 2 && (view.document.getAnimations?.() ?? []).some(moves);
  };
};
