export * from './arm-logistic.ts';
export * from './folds.ts';
export * from './order-outcome.ts';
export * from './outcome-learner.ts';
export * from './ridge-outcome.ts';
export * from './scores.ts';
export * from './standardise.ts';
export * from './subset-exposures.ts';
