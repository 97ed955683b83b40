import type { Basket } from '../../backend/basket.ts';
import { money } from './money.ts';

/** The rows of an order's summary: label, amount, and the class that both storefronts give it. */
export const summaryRows = (basket: Basket): readonly (readonly [string, string, string])[] => {
  const free = basket.shippingCents === 0;
  const discount = ['Ten per cent off', `−${money(basket.discountCents)}`, 'saved'] as const;
  return [
    ['Goods', money(basket.goodsCents), ''],
    ...(basket.discountCents > 0 ? [discount] : []),
    ['Shipping', free ? 'Free' : money(basket.shippingCents), free ? 'saved' : ''],
    ['Total', money(basket.totalCents), 'total'],
  ];
};
