import type { Stage } from '@causeway/contract';

/** The checkout's own steps, for the trail above its forms. */
export const TRAIL = [
  { page: 'cart', label: 'Basket' },
  { page: 'shipping', label: 'Shipping' },
  { page: 'payment', label: 'Payment' },
  { page: 'done', label: 'Done' },
] as const;

const STAGE_PATHS: readonly (readonly [Stage, RegExp])[] = [
  ['landing', /^\/(react\/?)?$/],
  ['browse', /\/shop$/],
  ['product', /\/product\/[a-z-]+$/],
  ['cart', /\/cart$/],
  ['shipping', /\/shipping$/],
  ['payment', /\/payment$/],
  ['done', /\/done$/],
];

/** The stage of the journey that a path of either storefront stands for. */
export const stageOf = (path: string): Stage =>
  STAGE_PATHS.find(([, pattern]) => pattern.test(path))?.[0] ?? 'landing';
