export * from './asks-table.ts';
export * from './compile-features.ts';
export * from './compute-features.ts';
export * from './history-columns.ts';
export * from './history-table.ts';
export * from './load-history.ts';
export * from './load-person-periods.ts';
export * from './skew.ts';
