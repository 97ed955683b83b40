export * from './alert/index.ts';
export * from './change/index.ts';
export * from './drift/index.ts';
export * from './log/index.ts';
export * from './table/index.ts';
