import { isCheckout } from '@causeway/contract';
import type { CostState } from './cost-reducer.ts';
import { reduceCost } from './cost-reducer.ts';
import type { Sense } from './sense-page.ts';
import { hold } from './sense-page.ts';

/** The shop marks where shipping, tax or the total appear. */
const COST = '[data-causeway-role=cost]';

/** Dwelling after costs appear, inside cart and checkout. Looks once a second; a part counts once each time it appears. */
export const senseCosts: Sense = (page) => {
  const { window: view, listen } = page;
  const tell = hold(page, reduceCost, null as CostState);
  let seen: Element | null = null;
  let checkout = false;
  page.signals.on('stage', (stage) => {
    checkout = isCheckout(stage);
    if (!checkout) tell('gone');
  });
  page.signals.on('tick', () => {
    const part = checkout ? view.document.querySelector(COST) : null;
    const box = part?.getBoundingClientRect();
    const shown = box !== undefined && box.height > 0 && box.bottom > 0 && box.top < view.innerHeight;
    if (part !== null && shown && part !== seen && !page.ignored(part)) {
      seen = part;
      tell('shown');
    } else if (!shown) {
      seen = null;
      tell('gone');
    }
  });
  listen(view.document, 'pointerdown keydown', () => tell('active'));
  listen(view.document, 'visibilitychange', () => tell('gone'));
};
