export * from './dense-layer.ts';
export * from './dense-net.ts';
export * from './net-data.ts';
export * from './net-options.ts';
