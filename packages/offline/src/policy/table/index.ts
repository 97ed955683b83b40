export * from './learn-table-policy.ts';
