// The shop at the edge that these tests share; the benches open the same one.
export * from '../support/edge-shop.ts';
