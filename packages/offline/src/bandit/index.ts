export * from './exploration.ts';
export * from './online-bandit.ts';
export * from './progressive-validation.ts';
export * from './recursive-ridge.ts';
