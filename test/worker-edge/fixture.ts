// Benches use the same shop, so it lives in support.
export * from '../support/edge/shop.ts';
