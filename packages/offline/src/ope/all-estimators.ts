import { automatic } from './control-variates.ts';
import type { Estimator } from './estimator.ts';
import {
  clippedIps,
  dm,
  dr,
  ips,
  shrunkDr,
  sndr,
  snips,
  subGaussianDr,
  subGaussianIps,
  switchDr,
} from './estimators.ts';
import { SLOPE_GRID, shrunkSlope, switchSlope } from './slope.ts';

/** The fifteen of the report, the tuned ones over `grid`, and the automatic choice first. */
export const allEstimators = (grid: readonly number[] = SLOPE_GRID): readonly Estimator[] => [
  automatic,
  dm,
  ips,
  snips,
  clippedIps(10),
  clippedIps(100),
  dr,
  sndr,
  switchDr(10),
  switchDr(100),
  shrunkDr(10),
  shrunkDr(100),
  subGaussianIps(0.05),
  subGaussianDr(0.05),
  switchSlope(grid),
  shrunkSlope(grid),
];

export const ESTIMATORS: readonly Estimator[] = allEstimators();
