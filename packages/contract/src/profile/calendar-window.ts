import type { FeatureWindow } from './feature-definition.ts';

export const DAY_IN_MS = 86_400_000;

/** How far a zone's clocks are ahead of UTC at a moment, in ms: the platform's own tables, handed in. */
export type ZoneOffset = (zone: string, at: number) => number;

/**
 * The first moment of the local day that holds `at`, moved back by `back` days. Where midnight is skipped by a change
 * of the clocks, it is the moment of the change; where midnight comes twice, the first one.
 */
export const startOfDay = (offset: (at: number) => number, at: number, back: number): number => {
  const midnight = (Math.floor((at + offset(at)) / DAY_IN_MS) - back) * DAY_IN_MS;
  const [before, after] = [offset(midnight - DAY_IN_MS), offset(midnight + DAY_IN_MS)];
  const found = [midnight - before, midnight - after].filter((u) => u + offset(u) === midnight);
  if (found.length > 0) return Math.min(...found);
  let [low, high] = [midnight - Math.max(before, after), midnight - Math.min(before, after)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (middle + offset(middle) < midnight) low = middle;
    else high = middle;
  }
  return high;
};

/** The first moment that a window at t takes in; -Infinity without a window. */
export const windowStart = (window: FeatureWindow | null, t: number, offset: ZoneOffset): number => {
  if (window === null) return Number.NEGATIVE_INFINITY;
  const { ms, days, zone } = window;
  if (ms !== undefined) return t - ms;
  return startOfDay((at) => offset(zone as string, at), t, (days as number) - 1);
};
