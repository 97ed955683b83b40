import type { Outcome } from '@causeway/contract';
import { type Basket, incentiveCents, priceBasket } from './basket.ts';
import type { Payment } from './payment.ts';
import type { Visitor } from './visitor.ts';

export type Order = {
  readonly id: string;
  readonly at: number;
  readonly basket: Basket;
  readonly method: Payment['method'];
};

/** Which visit of the page the order came out of. The page says it; a shop's own customer is never taken from the page. */
export type VisitName = { readonly subject: string; readonly session: string };

/** Empties the basket into an order. The visitor's incentive is used up by it. */
export const placeOrder = (visitor: Visitor, method: Payment['method'], id: string, at: number): Order => {
  const order: Order = { id, at, basket: priceBasket(visitor), method };
  visitor.basket.clear();
  visitor.incentive = null;
  visitor.rejections = 0;
  visitor.declines = 0;
  return order;
};

/** What the edge is told of an order: revenue before shipping, margin before the incentive, what the incentive cost. */
export const outcomeOf = (order: Order, visit: VisitName): Outcome => {
  const { basket } = order;
  const cents = incentiveCents(basket);
  return {
    kind: 'outcome',
    id: `order-${order.id}`,
    at: order.at,
    subject: visit.subject,
    session: visit.session,
    type: 'order',
    revenueCents: basket.goodsCents,
    marginCents: basket.marginCents,
    redeemed:
      basket.incentive === null || cents === 0 ? null : { decision: basket.incentive.decision, cents },
  };
};
