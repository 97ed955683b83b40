import { createContext, useContext } from 'react';
import type { Shopper } from '../shell/shopper.ts';
import type { Bootstrap } from './bootstrap.ts';

/** The shopper of the nearest provider; null on a server and until the provider's first effect has run. */
export const ShopperContext = createContext<Shopper | null>(null);

/** The shopper of the nearest provider; null on a server and until the provider's first effect has run. */
export const useShopper = (): Shopper | null => useContext(ShopperContext);

/** What the server has asked already; nothing, unless the provider was given it. */
export const BootstrapContext = createContext<Bootstrap | undefined>(undefined);
