import { useShopper } from '@causeway/sdk/react';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import type { Basket } from '../../backend/basket.ts';
import { api } from '../shared/api.ts';

type BasketState = {
  readonly basket: Basket | null;
  readonly setBasket: (basket: Basket) => void;
  readonly refresh: () => Promise<void>;
};

const BasketContext = createContext<BasketState>({
  basket: null,
  setBasket: () => undefined,
  refresh: async () => undefined,
});

export const useBasket = (): BasketState => useContext(BasketContext);

/** The server's basket as state; Causeway hears of every change. */
export const BasketProvider = ({ children }: { readonly children: ReactNode }) => {
  const [basket, setBasket] = useState<Basket | null>(null);
  const shopper = useShopper();
  const refresh = useCallback(async () => {
    const answer = await api.basket();
    if (answer.ok) setBasket(answer.body);
  }, []);
  useEffect(() => void refresh(), [refresh]);
  useEffect(() => {
    if (basket !== null)
      shopper?.cart({ items: basket.items, cents: basket.goodsCents, discount: basket.discountCents > 0 });
  }, [shopper, basket]);
  const value = useMemo(() => ({ basket, setBasket, refresh }), [basket, refresh]);
  return <BasketContext value={value}>{children}</BasketContext>;
};
