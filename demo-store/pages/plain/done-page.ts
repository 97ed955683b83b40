import type { PlacedOrder } from '../shared/api.ts';
import { money } from '../shared/money.ts';
import { part } from './dom.ts';

const KEY = 'fennel:order';

export const keepOrder = (order: PlacedOrder): void => sessionStorage.setItem(KEY, JSON.stringify(order));

export const startDonePage = (): void => {
  const text = sessionStorage.getItem(KEY);
  const summary = part('summary');
  if (text === null || summary === null) return;
  const order = JSON.parse(text) as PlacedOrder;
  summary.textContent = `Order ${order.order.slice(0, 8)} for ${money(order.totalCents)} is being packed.`;
};
