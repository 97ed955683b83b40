import { keptOrder } from '../shared/kept-order.ts';
import { money } from '../shared/money.ts';
import { part } from './dom.ts';

/** Says which order it thanks for; without one it thanks for nothing. */
export const startDonePage = (): void => {
  const order = keptOrder();
  const shown = part(order === null ? 'no-order' : 'done');
  if (shown !== null) shown.hidden = false;
  const summary = part('ordered');
  if (order !== null && summary !== null)
    summary.textContent = `Order ${order.order.slice(0, 8)} for ${money(order.totalCents)} is being packed.`;
};
