import { exp, log } from '@causeway/contract';

/** φ(x), the standard normal density. */
export const normalDensity = (x: number): number => 0.3989422804014327 * exp(-0.5 * x * x);

/**
 * Φ(x), the standard normal distribution: its power series near 0 and its continued fraction in the tails;
 * absolute error under 1e-14.
 */
export const normalCdf = (x: number): number => {
  if (x < 0) return 1 - normalCdf(-x);
  if (x > 38) return 1;
  if (x < 3.5) {
    let term = x;
    let sum = x;
    for (let k = 1; k < 200 && Math.abs(term) > 1e-17; k++) {
      term *= (x * x) / (2 * k + 1);
      sum += term;
    }
    return 0.5 + normalDensity(x) * sum;
  }
  let fraction = 0;
  for (let k = 120; k >= 1; k--) fraction = k / (x + fraction);
  return 1 - normalDensity(x) / (x + fraction);
};

/** Φ⁻¹(p), for p in (0, 1): a rational start (Abramowitz and Stegun 26.2.23), then Newton steps on Φ. */
export const normalQuantile = (p: number): number => {
  if (p <= 0) return -Infinity;
  if (p >= 1) return Infinity;
  if (p > 0.5) return -normalQuantile(1 - p);
  const t = Math.sqrt(-2 * log(p));
  let x = -(
    t -
    (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)))
  );
  for (let k = 0; k < 4; k++) x -= (normalCdf(x) - p) / normalDensity(x);
  return x;
};
