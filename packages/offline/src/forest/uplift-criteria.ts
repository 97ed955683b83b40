import { log } from '@causeway/contract';

/** What an uplift tree can split by: Euclidean distance, Kullback-Leibler divergence, chi-square, difference of differences. */
export const UPLIFT_CRITERIA = ['euclidean', 'kl', 'chi2', 'ddp'] as const;
export type UpliftCriterion = (typeof UPLIFT_CRITERIA)[number];

/** Whether a criterion compares probabilities, so that outcomes must lie from 0 to 1. */
export const needsShares = (criterion: UpliftCriterion): boolean =>
  criterion === 'kl' || criterion === 'chi2';

/** A share is kept this far from 0 and 1, where the divergences are infinite. */
const LEAST = 1e-6;
const inside = (p: number): number => Math.min(1 - LEAST, Math.max(LEAST, p));

/**
 * How far apart the arms' mean outcomes p_0 (control), p_1, .. of a node are, Σ_a D(p_a, p_0): Euclidean (p_a - p_0)²; KL
 * p_a ln(p_a/p_0) + (1 - p_a) ln((1 - p_a)/(1 - p_0)); chi-square (p_a - p_0)²/p_0 + (p_a - p_0)²/(1 - p_0).
 */
const divergence = (criterion: 'euclidean' | 'kl' | 'chi2', means: ArrayLike<number>): number => {
  let sum = 0;
  for (let a = 1; a < means.length; a++) {
    const [p, q] = [means[a] as number, means[0] as number];
    if (criterion === 'euclidean') {
      sum += (p - q) ** 2;
      continue;
    }
    const [r, s] = [inside(p), inside(q)];
    sum +=
      criterion === 'kl'
        ? r * log(r / s) + (1 - r) * log((1 - r) / (1 - s))
        : (r - s) ** 2 / s + (r - s) ** 2 / (1 - s);
  }
  return sum;
};

/**
 * What a split is worth, from the arms' mean outcomes of a node and of its sides, and the left side's share of the rows: the
 * sides' mean divergence less the node's; for 'ddp' Σ_a |τ_a(left) - τ_a(right)|, τ_a = p_a - p_0, with no regard to the sides' sizes.
 */
export const splitGain = (
  criterion: UpliftCriterion,
  node: ArrayLike<number>,
  left: ArrayLike<number>,
  right: ArrayLike<number>,
  share: number,
): number => {
  if (criterion !== 'ddp')
    return (
      share * divergence(criterion, left) +
      (1 - share) * divergence(criterion, right) -
      divergence(criterion, node)
    );
  let sum = 0;
  for (let a = 1; a < left.length; a++)
    sum += Math.abs(
      (left[a] as number) - (left[0] as number) - ((right[a] as number) - (right[0] as number)),
    );
  return sum;
};
