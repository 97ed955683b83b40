import { exp, Fault, log } from '@causeway/contract';

/**
 * Rosenbaum's bound on the one-sided sign (McNemar) test of matched pairs: the largest p-value when a hidden confounder may change the
 * odds of treatment within a pair by Γ. P(X >= positive), X binomial of `pairs` discordant pairs with share Γ/(1 + Γ).
 * Throws `bad-input` for counts that are not whole, or Γ under 1.
 */
export const rosenbaumBound = (positive: number, pairs: number, gamma: number): number => {
  if (
    !(
      Number.isInteger(positive) &&
      Number.isInteger(pairs) &&
      positive >= 0 &&
      positive <= pairs &&
      pairs > 0
    )
  )
    throw new Fault('bad-input', 'Rosenbaum', `got ${positive} of ${pairs} pairs, allowed are whole numbers`);
  if (!(gamma >= 1 && gamma < Infinity))
    throw new Fault('bad-input', 'Rosenbaum', `got gamma ${gamma}, allowed is a number of at least 1`);
  const p = gamma / (1 + gamma);
  let logChoose = 0;
  let tail = 0;
  for (let k = 0; k <= pairs; k++) {
    if (k > 0) logChoose += log(pairs - k + 1) - log(k);
    if (k >= positive) tail += exp(logChoose + k * log(p) + (pairs - k) * log(1 - p));
  }
  return Math.min(1, tail);
};
