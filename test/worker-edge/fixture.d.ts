export * from '../support/edge-shop.ts';
