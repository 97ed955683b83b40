import { clusterCovariance } from './cluster-covariance.ts';

/**
 * Cluster-robust standard errors of a fitted regression: the root of the diagonal of G/(G-1) B M B, where B is the inverse
 * Hessian (p x p), M = Σ_g s_g s_gᵀ and s_g the sum over a cluster's rows of residual_i x_i.
 */
export const clusterErrors = ({
  covariance,
  ...fit
}: Omit<Parameters<typeof clusterCovariance>[0], 'bread'> & {
  readonly covariance: Float64Array;
}): Float64Array => {
  const own = clusterCovariance({ ...fit, bread: covariance });
  return Float64Array.from({ length: fit.p }, (_, k) => Math.sqrt(own[k * fit.p + k] as number));
};
