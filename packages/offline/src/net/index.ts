export * from './dense-net.ts';
export type { NetLayer } from './export-layers.ts';
export type { NetData, NetInput } from './net-data.ts';
export type { NetLoss, NetOptions, NetParameters } from './net-options.ts';
