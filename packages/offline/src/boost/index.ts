export type { BoostData, BoostInput } from './boost-data.ts';
export * from './boosted-trees.ts';
export * from './ensemble.ts';
export type { BoostOptions, HyperParameters } from './hyper-parameters.ts';
export type { CustomLoss, Labels } from './loss.ts';
export type { LossName } from './losses.ts';
export { scoreEnsemble } from './score-rows.ts';
