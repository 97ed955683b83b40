import type { PublicJwk } from '@causeway/contract';
import type { StartOptions } from '@causeway/sdk';
import type { Product } from '../../backend/catalogue.ts';

/** What the server tells the page: where the edge is, its keys, who is logged in, whether consent was given. */
export type PageConfig = {
  readonly edge: string;
  readonly keys: readonly PublicJwk[];
  readonly consent: 'granted' | 'denied' | null;
  readonly subjectToken: string | null;
  readonly deadlineMs?: number;
  /** for the React storefront, which draws by itself: what is sold, and the name of who is logged in */
  readonly products?: readonly Product[];
  readonly customer?: string | null;
};

export const CONFIG_ID = 'shop-config';

/** Both storefronts by their paths. */
export const STAGE_PATHS = {
  landing: ['/', '/react', '/react/'],
  browse: ['/shop', '/react/shop'],
  product: ['/product/*', '/react/product/*'],
  cart: ['/cart', '/react/cart'],
  shipping: ['/shipping', '/react/shipping'],
  payment: ['/payment', '/react/payment'],
  done: ['/done', '/react/done'],
} as const;

export const readConfig = (): PageConfig =>
  JSON.parse(document.getElementById(CONFIG_ID)?.textContent ?? '{}') as PageConfig;

/** The options of `start`, without the shop's handlers. */
export const startOptions = (config: PageConfig): StartOptions => ({
  edge: config.edge,
  keys: config.keys,
  stages: STAGE_PATHS,
  ...(config.consent === null ? {} : { consent: config.consent }),
  ...(config.subjectToken === null ? {} : { subjectToken: config.subjectToken }),
  ...(config.deadlineMs === undefined ? {} : { deadlineMs: config.deadlineMs }),
});
