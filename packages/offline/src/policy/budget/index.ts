export { type Allocation, allocate, type BudgetTable } from './allocation.ts';
export * from './capped-budget.ts';
export * from './greedy-budget.ts';
export * from './lagrangian-budget.ts';
