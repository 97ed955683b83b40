import type { Regressor } from './regressor.ts';
/**
 * Ridge, then kernel ridge regression with a Gaussian kernel on what it leaves: standardised columns, at most 160 landmark rows, kernel
 * width and penalty by the leave-one-out error. For smooth relations on few rows.
 */
export declare const kernelRegressor: Regressor;
