/** Rows to learn one number from: x n x d, row-major, finite; outcome y; weights of at least 0, one when left out. */
export type RegressionRows = {
  readonly x: Float64Array;
  readonly n: number;
  readonly d: number;
  readonly y: Float64Array;
  readonly weight?: Float64Array;
  readonly seed: number;
};

/** E(y | x) of m rows. */
export type Prediction = (x: Float64Array, m: number) => Float64Array;

/** A way to learn E(y | x), as a sibling of one shape. */
export type Regressor = { readonly name: string; fit(rows: RegressionRows): Prediction };
