import type { PlacedOrder } from './api.ts';

const KEY = 'fennel:order';
const TOLD = 'fennel:told';

/** The order of this visit, so that the page that thanks for it can be loaded again. */
export const keepOrder = (order: PlacedOrder): void => sessionStorage.setItem(KEY, JSON.stringify(order));

export const keptOrder = (): PlacedOrder | null =>
  JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as PlacedOrder | null;

/** True once an order: whoever is told so reports it. */
export const firstTold = (): boolean => {
  const order = sessionStorage.getItem(KEY);
  if (order === null || sessionStorage.getItem(TOLD) === order) return false;
  sessionStorage.setItem(TOLD, order);
  return true;
};

export const forgetOrder = (): void => {
  sessionStorage.removeItem(KEY);
  sessionStorage.removeItem(TOLD);
};
