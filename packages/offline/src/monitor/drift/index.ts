export * from './chi-square.ts';
export * from './compare-columns.ts';
export * from './holm.ts';
export * from './two-sample.ts';
