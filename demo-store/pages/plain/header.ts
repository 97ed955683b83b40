import type { Basket } from '../../backend/basket.ts';
import { part } from './dom.ts';

/** Keeps the number beside "Basket" true. */
export const showCount = ({ items }: Pick<Basket, 'items'>): void => {
  const count = part('count');
  if (count === null) return;
  count.textContent = String(items);
  const spoken = count.nextElementSibling;
  if (spoken !== null) spoken.textContent = `, ${items} items`;
};
