/** A policy tree: x[feature] <= threshold goes to `low`, else to `high`; a leaf is an arm for all who reach it. */
export type PolicyTree =
  | { readonly arm: number; readonly rows: number; readonly sum: number }
  | {
      readonly feature: number;
      readonly threshold: number;
      readonly low: PolicyTree;
      readonly high: PolicyTree;
      readonly rows: number;
      readonly sum: number;
    };

/** The arm of a row. */
export const treeArm = (tree: PolicyTree, x: (feature: number) => number): number => {
  let node = tree;
  while (!('arm' in node)) node = x(node.feature) <= node.threshold ? node.low : node.high;
  return node.arm;
};

/** The tree in words: `mens <= 0 ? Womens : Mens`. */
export const treeText = (tree: PolicyTree, features: readonly string[], arms: readonly string[]): string =>
  'arm' in tree
    ? (arms[tree.arm] as string)
    : `${features[tree.feature]} <= ${tree.threshold} ? (${treeText(tree.low, features, arms)}) : (${treeText(tree.high, features, arms)})`;
