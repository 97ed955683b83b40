export * from './detect-changes.ts';
export * from './season.ts';
export * from './series.ts';
