/** A tree as columns, one entry a node; node 0 is the root. */
export type Tree = {
  /** -1 for a leaf. */
  readonly feature: Int32Array;
  /** A row goes left when x < threshold; a missing value (NaN) goes left when missingLeft is 1. 0 for a leaf. */
  readonly threshold: Float32Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly missingLeft: Uint8Array;
  /** What a leaf adds to the score, learning rate included; 0 for an inner node. */
  readonly value: Float32Array;
};

/** From score to prediction: F, σ(F) or e^F. */
export type ScoreLink = 'identity' | 'logistic' | 'log';

/** Score F(x) = base + Σ over trees of the reached leaf's value; x is rounded to f32 first. */
export type Ensemble = {
  readonly trees: readonly Tree[];
  readonly base: number;
  readonly link: ScoreLink;
  /** Number of columns of x. */
  readonly features: number;
};
