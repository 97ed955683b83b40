export * from './conservative-choice.ts';
export * from './exploration-design.ts';
export * from './fair-budget.ts';
export * from './worst-case.ts';
