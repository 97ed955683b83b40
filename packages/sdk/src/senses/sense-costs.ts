import { isCheckout } from '@causeway/contract';
import type { CostState } from './cost-reducer.ts';
import { reduceCost } from './cost-reducer.ts';
import type { Sense } from './sense-page.ts';
import { hold } from './sense-page.ts';

/** The shop marks where shipping, tax or the total appear. */
const MARKED = '[data-causeway-role=cost]';
/** Else its own names (ids and classes, never texts) do: a line for shipping, tax, duties or a fee. */
const NAMED =
  /\b(tax(es)?|vat|dut(y|ies)|customs|fees?|surcharge)\b|^(shipping|delivery|freight)$|(ship|deliver|freight).*\b(cost|price|rate|charge|amount|total|line|row|value|sum)/;
const NO_LINE = 'input,select,textarea,button,a,form,fieldset,label,iframe';

/** Whether an id or a class, in words ("shippingCost", "shipping_cost" and "shipping-cost" are one), names a cost. */
const isNamed = (element: Element): boolean =>
  [element.id, ...element.classList].some((name) =>
    NAMED.test(name.replace(/_|(?=[A-Z])/g, ' ').toLowerCase()),
  );

/** A small part with such a name and nothing to fill in or press: a line of costs, not a form for an address. */
const isLine = (element: Element): boolean =>
  isNamed(element) &&
  element.localName !== 'body' &&
  !element.matches(NO_LINE) &&
  element.querySelector(NO_LINE) === null &&
  element.getElementsByTagName('*').length < 12;

/** The cost line that a changed node is, is in, or holds. */
const lineOf = (node: Node): Element | null => {
  const element = node.nodeType === 1 ? (node as Element) : node.parentElement;
  for (let [at, up] = [element, 0]; at && up < 3; up++, at = at.parentElement) if (isLine(at)) return at;
  return [...(element?.querySelectorAll('[class],[id]') ?? [])].slice(0, 50).find(isLine) ?? null;
};

/**
 * Dwelling after costs appear, inside cart and checkout or where no stage is known. Looks twice a second; a part counts once
 * each time it appears.
 */
export const senseCosts: Sense = (page) => {
  const { window: view, listen, signals } = page;
  const tell = hold(page, reduceCost, null as CostState);
  let seen: Element | null = null;
  let line: Element | null = null;
  let here = false;
  signals.on('stage', (stage) => {
    here = isCheckout(stage) || stage === 'landing';
    seen = line = null;
    tell('gone');
  });
  signals.on('changes', (records) => {
    if (!here || line !== null) return;
    for (const { type, target, addedNodes, attributeName } of records.slice(0, 50)) {
      if (type === 'attributes' && !/^(class|style|hidden)$/.test(attributeName ?? '')) continue;
      line ??= [...addedNodes, target].map(lineOf).find((one) => one) ?? null;
    }
    if (line !== null && page.ignored(line)) line = null;
  });
  signals.on('tick', () => {
    const part = here ? (view.document.querySelector(MARKED) ?? line) : null;
    const box = part?.getBoundingClientRect();
    const shown = box !== undefined && box.height > 0 && box.bottom > 0 && box.top < view.innerHeight;
    if (part === null || !shown) {
      seen = line = null;
      tell('gone');
    } else if (part !== seen && !page.ignored(part)) {
      seen = part;
      tell('shown');
    } else tell('time');
  });
  listen(view.document, 'pointerdown keydown', () => tell('active'));
  listen(view.document, 'visibilitychange', () => tell('gone'));
};
