export * from './estimators.ts';
export * from './session-value.ts';
export * from './support.ts';
