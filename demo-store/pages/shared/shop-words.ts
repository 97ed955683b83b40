import type { Product } from '../../backend/catalogue.ts';

export const NOTICE = 'Sixty days to change your mind. Repairs for life.';

/** The foot of every page: what a buyer wants to know before buying. */
export const PROMISES = [
  ['Delivery', 'Two to four days, to five countries. €4.90, whatever is in the box.'],
  ['Returns', 'Sixty days, on us. The money is back within three days of the parcel.'],
  ['Repairs', 'Handles, edges, enamel: for life, if you bought it here.'],
  ['Write to us', 'hello@fennel-and-forge.example, answered the same day.'],
] as const;

export const DISCLAIMER = 'Fennel & Forge is a demonstration. Nothing is sold and no card is charged.';

const TITLES: Readonly<Record<string, string>> = {
  '/': 'Tools that outlive the recipe',
  '/shop': 'The shelves',
  '/cart': 'Your basket',
  '/shipping': 'Shipping',
  '/payment': 'Payment',
  '/done': 'Thank you',
};

/** The title of the page at a path below a storefront's own; null where there is no page. */
export const titleOf = (path: string, products: readonly Product[]): string | null =>
  TITLES[path] ?? products.find(({ id }) => path === `/product/${id}`)?.name ?? null;

export const titleTag = (title: string | null): string => `${title ?? 'Not here'} · Fennel & Forge`;
