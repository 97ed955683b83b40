// For developers, loaded on demand: what a shopper feels, decides and has queued, and which stage a page is taken for.
export { explainStages, type StageRule } from './explain-stages.ts';
export { inspect } from './inspect.ts';
export { type Picture, pictureOf } from './picture-of.ts';
