import { productById } from './catalogue.ts';
import type { HeldIncentive, Visitor } from './visitor.ts';

export const SHIPPING_CENTS = 490;
export const MAX_QUANTITY = 20;

export type BasketLine = {
  readonly product: string;
  readonly name: string;
  readonly quantity: number;
  readonly unitCents: number;
  readonly cents: number;
};

/** Money in whole cents. `totalCents` = goods - discount + shipping; `marginCents` is before the incentive's cost. */
export type Basket = {
  readonly lines: readonly BasketLine[];
  readonly items: number;
  readonly goodsCents: number;
  readonly shippingCents: number;
  readonly discountCents: number;
  readonly totalCents: number;
  readonly marginCents: number;
  readonly incentive: HeldIncentive | null;
};

/** What an incentive is worth on this basket: never more than was granted, nor than what it is taken from. */
const worth = (
  incentive: HeldIncentive | null,
  goodsCents: number,
): { shipping: number; discount: number } => {
  if (incentive === null) return { shipping: 0, discount: 0 };
  if (incentive.action === 'free-shipping')
    return { shipping: Math.min(incentive.cents, SHIPPING_CENTS), discount: 0 };
  return { shipping: 0, discount: Math.min(incentive.cents, Math.floor(goodsCents * 0.1)) };
};

export const priceBasket = (visitor: Pick<Visitor, 'basket' | 'incentive'>): Basket => {
  const lines: BasketLine[] = [];
  let margin = 0;
  for (const [id, quantity] of visitor.basket) {
    const product = productById(id);
    if (product === undefined) continue;
    const cents = product.cents * quantity;
    lines.push({ product: id, name: product.name, quantity, unitCents: product.cents, cents });
    margin += cents * product.marginShare;
  }
  const goodsCents = lines.reduce((sum, line) => sum + line.cents, 0);
  const saved = worth(visitor.incentive, goodsCents);
  const shippingCents = lines.length === 0 ? 0 : SHIPPING_CENTS - saved.shipping;
  return {
    lines,
    items: lines.reduce((sum, line) => sum + line.quantity, 0),
    goodsCents,
    shippingCents,
    discountCents: saved.discount,
    totalCents: goodsCents - saved.discount + shippingCents,
    marginCents: Math.round(margin),
    incentive: visitor.incentive,
  };
};

/** What the held incentive costs the shop on this basket, in cents. */
export const incentiveCents = (basket: Basket): number =>
  basket.incentive === null ? 0 : basket.discountCents + (SHIPPING_CENTS - basket.shippingCents);

/** Sets how many of a product are in the basket; 0 takes it out. Returns false for a product the shop does not sell. */
export const setQuantity = (visitor: Visitor, product: string, quantity: number): boolean => {
  if (productById(product) === undefined) return false;
  if (quantity <= 0) visitor.basket.delete(product);
  else visitor.basket.set(product, Math.min(quantity, MAX_QUANTITY));
  return true;
};
