import { describe, expect, it } from 'vitest';
import {
  incentiveCents,
  MAX_QUANTITY,
  priceBasket,
  SHIPPING_CENTS,
  setQuantity,
} from '../../../demo-store/backend/basket.ts';
import { CATALOGUE } from '../../../demo-store/backend/catalogue.ts';
import { newVisitor } from '../../../demo-store/backend/visitor.ts';

const withGoods = () => {
  const visitor = newVisitor('v');
  setQuantity(visitor, 'skillet', 2);
  setQuantity(visitor, 'towels', 1);
  return visitor;
};

describe('a basket', () => {
  it('costs its goods and the shipping', () => {
    const basket = priceBasket(withGoods());
    expect(basket).toMatchObject({
      items: 3,
      goodsCents: 15_200,
      shippingCents: SHIPPING_CENTS,
      discountCents: 0,
    });
    expect(basket.totalCents).toBe(15_200 + SHIPPING_CENTS);
    expect(basket.marginCents).toBe(Math.round(12_800 * 0.36 + 2400 * 0.44));
  });

  it('ships nothing when it is empty', () => {
    expect(priceBasket(newVisitor('v'))).toMatchObject({ items: 0, shippingCents: 0, totalCents: 0 });
  });

  it('takes no more off than was granted, nor than the incentive is taken from', () => {
    for (const granted of [0, 100, 490, 1520, 2000, 1e6]) {
      for (const action of ['free-shipping', 'discount-10']) {
        const visitor = withGoods();
        visitor.incentive = { decision: 'd', action, cents: granted };
        const basket = priceBasket(visitor);
        const most = action === 'free-shipping' ? SHIPPING_CENTS : 1520;
        expect(incentiveCents(basket)).toBe(Math.min(granted, most));
        expect(basket.totalCents).toBe(15_200 + SHIPPING_CENTS - incentiveCents(basket));
        expect(basket.marginCents).toBe(priceBasket(withGoods()).marginCents);
      }
    }
  });

  it('holds only what the shop sells, and not too much of it', () => {
    const visitor = newVisitor('v');
    expect(setQuantity(visitor, 'crown', 1)).toBe(false);
    expect(setQuantity(visitor, 'skillet', 10_000)).toBe(true);
    expect(priceBasket(visitor).items).toBe(MAX_QUANTITY);
    setQuantity(visitor, 'skillet', 0);
    expect(priceBasket(visitor).items).toBe(0);
  });
});

it('every product has a price, a margin and a picture to describe', () => {
  expect(new Set(CATALOGUE.map(({ id }) => id)).size).toBe(CATALOGUE.length);
  for (const { cents, marginShare, alt } of CATALOGUE) {
    expect(Number.isInteger(cents) && cents > 0).toBe(true);
    expect(marginShare > 0 && marginShare < 1).toBe(true);
    expect(alt.length).toBeGreaterThan(8);
  }
});
