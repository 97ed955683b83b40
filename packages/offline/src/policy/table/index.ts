export * from './allocate-arms.ts';
export * from './learn-table-policy.ts';
export type { EffectPart } from './link-effects.ts';
export * from './study-effects.ts';
export * from './study-scores.ts';
