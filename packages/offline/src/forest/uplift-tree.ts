/** A tree of several arms' effects as columns, one entry a node, children behind their parent; a leaf's feature is -1. */
export type UpliftTree = {
  readonly feature: Int16Array;
  /** A row goes left when x < threshold; a missing value goes right. */
  readonly threshold: Float32Array;
  /** The left child; the right one is behind it. For a leaf, its place in `effects`. */
  readonly left: Int32Array;
  /** Leaves x (arms - 1): the arms' effects against the control. */
  readonly effects: Float64Array;
  /** Rows that fill each leaf. */
  readonly rows: Int32Array;
};

/** The leaf, by its place, of the row that begins at `start`. */
export const upliftLeafOf = (
  { feature, threshold, left }: UpliftTree,
  x: Float64Array,
  start: number,
): number => {
  let node = 0;
  for (let f = feature[0] as number; f >= 0; f = feature[node] as number)
    node =
      (left[node] as number) + (Math.fround(x[start + f] as number) < (threshold[node] as number) ? 0 : 1);
  return left[node] as number;
};
