export * from './carry-policy.ts';
export * from './check-step.ts';
export * from './compose-step.ts';
export * from './observe-step.ts';
export * from './release-plan.ts';
export * from './run-path.ts';
export * from './step-gain.ts';
