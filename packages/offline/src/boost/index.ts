export * from './boost-data.ts';
export * from './boosted-trees.ts';
export * from './ensemble.ts';
export * from './hyper-parameters.ts';
export * from './loss.ts';
export * from './losses.ts';
