export * from './table-series.ts';
