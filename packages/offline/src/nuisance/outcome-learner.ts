import type { Exposures } from '../exposure/exposures.ts';

/** What is expected under each arm: one number a row and arm, rows x A row-major. */
export type ArmMeans = {
  readonly reward: Float64Array;
  readonly cost: Float64Array;
  readonly converted: Float64Array;
};

/**
 * An outcome model μ_a(x), as a sibling of one shape: fitted on some rows, it predicts any others. It needs no propensities; where
 * it is wrong, the doubly robust score corrects it.
 */
export type OutcomeLearner = {
  readonly name: string;
  fit(e: Exposures, rows: Int32Array): (rows: Int32Array) => ArmMeans;
};
