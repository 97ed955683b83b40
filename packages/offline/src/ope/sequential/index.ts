export * from './blended-value.ts';
export * from './fitted-q.ts';
export * from './importance-returns.ts';
export * from './learn-q.ts';
export * from './sequential-dr.ts';
export * from './sequential-report.ts';
export * from './session-log.ts';
