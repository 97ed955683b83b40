export * from './adam.ts';
export * from './column-transform.ts';
export * from './encoder.ts';
export * from './make-profiles.ts';
export * from './network.ts';
export * from './train-encoder.ts';
