export * from './candidates.ts';
export * from './choose-candidate.ts';
export * from './cross-fit.ts';
export * from './fit-budget.ts';
export * from './gains.ts';
export * from './learn-policy.ts';
export * from './predictions.ts';
