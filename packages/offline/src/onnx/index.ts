export * from './compact-ensemble.ts';
export * from './lower-onnx.ts';
export * from './write-dense.ts';
export * from './write-trees.ts';
