export * from './audit.ts';
export * from './data-version.ts';
export * from './lineage.ts';
export * from './push-registry.ts';
export * from './registry.ts';
export * from './retain.ts';
export * from './verify.ts';
