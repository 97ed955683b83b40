export * from './causal-forest.ts';
export * from './forest-options.ts';
export * from './forest-tree.ts';
export * from './predict-forest.ts';
export * from './uplift-criteria.ts';
export * from './uplift-forest.ts';
export * from './uplift-tree.ts';
