import type { HazardRows } from './hazard-rows.ts';

/** Rows 0..trainEnd are learned from, trainEnd..testEnd foretold. */
export type ForwardFold = { readonly trainEnd: number; readonly testEnd: number };

/** Fewest events, and rows without one, on either side. */
const FEWEST = 8;

/**
 * Folds that learn from the past and foretell what follows, over the later 60 % of the rows; sessions are never divided. The more rows
 * there are, the fewer folds are needed: 4, from 60,000 rows on 2, from 400,000 on 1. A fold without enough of both outcomes on each
 * side is left out, so that a small table may have none.
 */
export const forwardFolds = (
  { n, y, session }: HazardRows,
  [count, first] = n < 60_000 ? [4, 0.4] : n < 400_000 ? [2, 0.6] : [1, 0.8],
): ForwardFold[] => {
  const edge = (share: number): number => {
    let at = Math.min(n, Math.round(share * n));
    while (at > 0 && at < n && session[at] === session[at - 1]) at++;
    return at;
  };
  const edges = Array.from({ length: count + 1 }, (_, k) => edge(first + ((1 - first) * k) / count));
  const events = new Float64Array(n + 1);
  for (let i = 0; i < n; i++) events[i + 1] = (events[i] as number) + (y[i] as number);
  const enough = (from: number, to: number): boolean => {
    const own = (events[to] as number) - (events[from] as number);
    return own >= FEWEST && to - from - own >= FEWEST;
  };
  return edges
    .slice(1)
    .map((testEnd, k) => ({ trainEnd: edges[k] as number, testEnd }))
    .filter(({ trainEnd, testEnd }) => enough(0, trainEnd) && enough(trainEnd, testEnd));
};
