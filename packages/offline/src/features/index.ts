export * from './history-columns.ts';
export * from './load-history.ts';
export * from './load-person-periods.ts';
export * from './skew.ts';
