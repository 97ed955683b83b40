/** A tree as columns, one entry a node, children behind their parent; a leaf's feature is -1. A row goes left when x < threshold. */
export type ForestTree = {
  readonly feature: Int16Array;
  readonly threshold: Float32Array;
  /** The left child; the right one is behind it. For a leaf, its place in `leaves`. */
  readonly left: Int32Array;
  /** By leaf, of the rows kept for estimation: means of T, Y, TY and T². */
  readonly leaves: Float64Array;
};

export const LEAF_STATS = 4;

/** The leaf, by its place, that row i of x (n x d) falls into. Missing values go right. */
export const leafOf = ({ feature, threshold, left }: ForestTree, x: Float64Array, start: number): number => {
  let node = 0;
  let f = feature[0] as number;
  while (f >= 0) {
    node =
      (left[node] as number) + (Math.fround(x[start + f] as number) < (threshold[node] as number) ? 0 : 1);
    f = feature[node] as number;
  }
  return left[node] as number;
};
