import type { Tree } from './ensemble.ts';
import type { Labels, Loss } from './loss.ts';
import { addTree } from './score-rows.ts';

/** Watches the deviance of validation rows; `after` a tree says whether to go on, `best` is the number of trees to keep. */
export type EarlyStop = {
  after(tree: Tree): boolean;
  readonly best: number;
  readonly deviances: readonly number[];
};

export const earlyStop = (
  loss: Loss,
  validation: { readonly x: Float32Array | Float64Array; readonly d: number; readonly labels: Labels },
  base: number,
  patience: number,
): EarlyStop => {
  const { x, d, labels } = validation;
  const score = new Float64Array(labels.n).fill(base);
  const deviances = [loss.deviance(score, labels)];
  let best = 0;
  return {
    after: (tree) => {
      addTree(tree, x, d, score);
      const now = loss.deviance(score, labels);
      deviances.push(now);
      if (now < (deviances[best] as number)) best = deviances.length - 1;
      return deviances.length - 1 - best < patience;
    },
    get best() {
      return best;
    },
    deviances,
  };
};
