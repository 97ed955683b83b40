import type { Stage } from '@causeway/contract';
import { isCheckout } from '@causeway/contract';
import { named } from './controls.ts';
import { onCost, onCostGone, onCostLeft, onCostStays, startCost } from './cost-reducer.ts';
import { partAround, shownBy } from './elements.ts';
import type { Sense } from './sense-page.ts';
import { hold } from './sense-page.ts';

/** The shop marks where shipping, tax or the total appear. */
const MARKED = '[data-causeway-role=cost]';
/** Else its own names (ids, classes and those of its tests, never texts) do: a line for shipping, tax, duties or a fee. */
const NAMED =
  /\b(costs|tax(es)?|vat|dut(y|ies)|customs|fees?|surcharge)\b|^(shipping|delivery|freight)$|\b(cost|price|rate|charge|amount|(sub)?total|line|row|sum)\b.*\b(shipping|delivery|freight)$|(ship|deliver|freight).*\b(cost|price|rate|charge|amount|total|line|row|value|sum)/i;
/** Where it is worth to look for such names. */
const NEAR = named('ship deliver freight tax vat dut custom fee charge cost');
/** A bar that tells how much more is to be bought until shipping is free names no cost. */
const NO_COST = /free|progress|threshold/i;
const NO_LINE = 'input,select,textarea,button,a,form,fieldset,label,iframe';

/**
 * A small part whose id or class, in words ("shippingCost", "shipping_cost" and "shipping-cost" are one), names a cost, with
 * nothing to fill in or press: a line of costs, not a form for an address.
 */
const isLine = (element: Element): boolean =>
  [element.id, ...element.classList, `${element.getAttribute('data-testid')}`].some(
    (name) => NAMED.test(name.replace(/_|(?=[A-Z])/g, ' ')) && !NO_COST.test(name),
  ) &&
  !element.matches(`body,${NO_LINE}`) &&
  !element.querySelector(NO_LINE) &&
  element.querySelectorAll('*').length < 12;

const isInView = (element: Element): boolean => {
  const { top, bottom, height } = element.getBoundingClientRect();
  return height > 0 && bottom > 0 && top < innerHeight;
};

/**
 * Dwelling after costs appear, inside cart and checkout or where no stage is known. Looks twice a second; a part counts once
 * each time it appears.
 */
export const senseCosts: Sense = (page) => {
  const tell = hold(page, startCost);
  let seen: Element | null | undefined;
  let line: Element | null | undefined;
  let here = false;
  const gone = () => {
    seen = line = null;
    tell(onCostGone);
  };
  page.hear({
    ':stage'(stage: Stage) {
      here = isCheckout(stage) || stage === 'landing';
      gone();
    },
    ':changes :whole'(records: readonly MutationRecord[]) {
      if (here)
        line ??= records
          .slice(0, 50)
          .flatMap(shownBy)
          .map((node) => partAround(node, 4, isLine, NEAR))
          .find((one) => one && !page.ignored(one));
    },
    ':tick'() {
      const part = here ? (document.querySelector(MARKED) ?? line) : null;
      if (!part || !isInView(part) || page.ignored(part)) return gone();
      tell(part === seen ? onCostStays : onCost);
      seen = part;
    },
    'pointerdown keydown': () => tell(onCostLeft),
    visibilitychange: () => tell(onCostGone),
  });
};
