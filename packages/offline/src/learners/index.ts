export * from './average-effects.ts';
export * from './linear-models.ts';
