export * from './candidate-case.ts';
export * from './evidence.ts';
export * from './gate-learned.ts';
export * from './judge.ts';
export * from './measure/assignment.ts';
export * from './measure/groups.ts';
export * from './measure/measure-log.ts';
export * from './thresholds.ts';
