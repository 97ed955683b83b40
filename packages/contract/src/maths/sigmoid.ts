import { exp } from './exp.ts';
import { log } from './log.ts';

/** σ(x) = 1 / (1 + e^-x), computed on the side that does not overflow. */
export const sigmoid = (x: number): number => {
  if (x >= 0) return 1 / (1 + exp(-x));
  const e = exp(x);
  return e / (1 + e);
};

/** ln(p / (1 - p)), for p in (0, 1). */
export const logit = (p: number): number => log(p / (1 - p));

/** tanh(x) = 2 σ(2x) - 1. */
export const tanh = (x: number): number => 2 * sigmoid(2 * x) - 1;
