export * from './exact-tree.ts';
export * from './policy-tree.ts';
export * from './tree-cells.ts';
