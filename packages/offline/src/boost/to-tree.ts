import type { Tree } from './ensemble.ts';
import type { GrownNode } from './grow-tree.ts';

/** Every finite f32 is below it or is it: the threshold of a split of missing values from all others. */
export const GREATEST = 3.4028234663852886e38;

/** A tree that gives every row the same: an ensemble that early stopping emptied still has one, of 0, to export. */
export const leafTree = (value: number): Tree => ({
  feature: Int32Array.of(-1),
  threshold: Float32Array.of(0),
  left: Int32Array.of(0),
  right: Int32Array.of(0),
  missingLeft: Uint8Array.of(0),
  value: Float32Array.of(value),
});

/** The grown nodes with thresholds of x instead of bins. values: by node. */
export const toTree = (
  nodes: readonly GrownNode[],
  values: Float32Array,
  cuts: readonly Float32Array[],
): Tree => {
  const n = nodes.length;
  const tree: Tree = {
    feature: new Int32Array(n).fill(-1),
    threshold: new Float32Array(n),
    left: new Int32Array(n),
    right: new Int32Array(n),
    missingLeft: new Uint8Array(n),
    value: values,
  };
  nodes.forEach(({ left, split }, k) => {
    if (left === 0 || split === undefined) return;
    tree.feature[k] = split.feature;
    tree.threshold[k] = cuts[split.feature]?.[split.bin - 1] ?? GREATEST;
    tree.left[k] = left;
    tree.right[k] = left + 1;
    tree.missingLeft[k] = split.missingLeft ? 1 : 0;
  });
  return tree;
};
