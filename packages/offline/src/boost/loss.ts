import type { Arena, BoostKernel } from '../kernel/index.ts';
import type { ScoreLink } from './ensemble.ts';

/** Places in the arena, by row: score F and outcome y f64, weight f32, pairs (gradient, hessian) f32 x 2. */
export type RowPlaces = {
  readonly n: number;
  readonly score: number;
  readonly y: number;
  readonly weight: number;
  readonly pairs: number;
};

/** Outcomes and weights as the caller gave them, weights of one when none. */
export type Labels = {
  readonly y: ArrayLike<number>;
  readonly weight: ArrayLike<number>;
  readonly n: number;
};

/**
 * A loss Σ w_i ℓ(y_i, F_i) of scores F. `gradients` fills g_i = w_i ∂ℓ/∂F and h_i = w_i ∂²ℓ/∂F² (>= 0) for the scores given;
 * `deviance` is the mean loss that early stopping watches. This is what a caller's own loss must provide.
 */
export type CustomLoss = {
  readonly link: ScoreLink;
  base(labels: Labels): number;
  gradients(score: Float64Array, labels: Labels, gradient: Float32Array, hessian: Float32Array): void;
  deviance(score: Float64Array, labels: Labels): number;
};

/** A loss as the trees use it: gradients are written by the kernel where they lie. */
export type Loss = {
  readonly link: ScoreLink;
  /** Undefined when y is allowed, else what is allowed. */
  allowed(y: number): string | undefined;
  /** Defaults of the hyper-parameters that depend on the loss. */
  readonly minHessian: number;
  readonly maxStep: number;
  base(labels: Labels): number;
  pairs(kernel: BoostKernel, arena: Arena, at: RowPlaces, labels: Labels): void;
  deviance(score: Float64Array, labels: Labels): number;
  /** The share q whose residual quantile is a leaf's value, for losses whose hessian says nothing. */
  readonly leafQuantile?: number;
};
