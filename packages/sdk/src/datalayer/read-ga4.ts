import type { Stage } from '@causeway/contract';
import type { Cart } from '../core/index.ts';
import type { LayerEntry } from '../shell/watch-data-layer.ts';

/** GA4's recommended e-commerce events, and the stage of the journey that each tells. */
export const GA4_STAGES: Readonly<Record<string, Stage>> = {
  view_item_list: 'browse',
  view_item: 'product',
  view_cart: 'cart',
  begin_checkout: 'shipping',
  add_shipping_info: 'payment',
  add_payment_info: 'review',
  purchase: 'done',
};
const OF_THE_CART = ['view_cart', 'begin_checkout', 'add_shipping_info', 'add_payment_info'];

const amount = (value: unknown): number => (Number.isFinite(Number(value)) ? Math.max(0, Number(value)) : 0);

/** The basket that an event of the whole cart tells: pieces, and `value` in cents; null for any other event. */
export const cartOf = (event: string, entry: LayerEntry): Cart | null => {
  const { items, value } = (entry['ecommerce'] ?? entry) as { items?: unknown; value?: unknown };
  if (!OF_THE_CART.includes(event) || !Array.isArray(items)) return null;
  const pieces = items.reduce((sum: number, item) => sum + (amount(item?.quantity ?? 1) || 1), 0);
  return { items: pieces, cents: Math.round(amount(value) * 100) };
};
