import type { Regressor } from './regressor.ts';
/** What may be mixed for these outcomes: for 0 and 1 logistic and boosted trees, for others ridge, boosted trees and, on few rows, a kernel. */
export declare const usualParts: (y: ArrayLike<number>, n: number) => Regressor[];
/**
 * A mixture of regressors, its weights (at least 0) by least squares on predictions of rows that the parts did not see; each part is
 * then fitted on all rows.
 */
export declare const stackedRegressor: (parts?: readonly Regressor[]) => Regressor;
