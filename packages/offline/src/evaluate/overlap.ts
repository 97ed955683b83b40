import type { Exposures } from '../exposure/exposures.ts';

/** How the log covers one arm: rows in which it was open, how often it was shown, and its logged probabilities there. */
export type OverlapRow = {
  readonly action: string;
  readonly open: number;
  readonly shown: number;
  readonly leastPropensity: number;
  readonly meanPropensity: number;
  /** (Σw)²/Σw² of "always this arm" over the rows in which it was open. */
  readonly effectiveSampleSize: number;
};

export const overlapTable = (e: Exposures): OverlapRow[] => {
  const arms = e.actions.length;
  return e.actions.map((action, a) => {
    let [open, shown, least, sum, weight, squares] = [0, 0, 1, 0, 0, 0];
    for (let i = 0; i < e.n; i++) {
      if (e.eligible[i * arms + a] !== 1) continue;
      const p = e.pi[i * arms + a] as number;
      open++;
      sum += p;
      least = Math.min(least, p);
      if (e.action[i] === a) {
        shown++;
        weight += 1 / p;
        squares += 1 / (p * p);
      }
    }
    return {
      action,
      open,
      shown,
      leastPropensity: open === 0 ? 0 : least,
      meanPropensity: open === 0 ? 0 : sum / open,
      effectiveSampleSize: squares === 0 ? 0 : (weight * weight) / squares,
    };
  });
};

/** Counts of values in equal bins of [low, high]; what lies outside goes to the end bins. */
export const histogram = (values: ArrayLike<number>, low: number, high: number, bins: number) => {
  const counts = new Array<number>(bins).fill(0);
  for (let i = 0; i < values.length; i++) {
    const k = Math.floor((((values[i] as number) - low) / (high - low)) * bins);
    const at = Math.min(bins - 1, Math.max(0, k));
    counts[at] = (counts[at] as number) + 1;
  }
  return counts.map((count, k) => ({
    from: low + ((high - low) * k) / bins,
    to: low + ((high - low) * (k + 1)) / bins,
    count,
  }));
};
