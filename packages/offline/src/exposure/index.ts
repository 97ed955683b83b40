export * from './build-exposures.ts';
export * from './expose.ts';
export * from './expose-lines.ts';
export * from './exposure-row.ts';
export * from './exposures.ts';
export * from './load-exposures.ts';
export * from './refuse-exposure.ts';
