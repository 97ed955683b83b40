export * from './causalml-areas.ts';
export * from './rank-effects.ts';
export * from './ranked-counts.ts';
export * from './scikit-uplift.ts';
export * from './uplift-curves.ts';
export * from './uplift-report.ts';
export * from './uplift-rows.ts';
