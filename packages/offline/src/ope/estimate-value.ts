import type { Interval } from '../maths/index.ts';
import type { Estimator } from './estimator.ts';
import type { OpeTable } from './ope-table.ts';
import { skewInterval } from './skew-interval.ts';

/**
 * The estimate of one estimator with its interval, clustered. A biased estimator's own spread says nothing of its bias, and no
 * interval can be both adaptive to an unknown bias and shorter than the unbiased one's: so its interval is the unbiased sibling's,
 * stretched to hold the estimate itself.
 */
export const estimateValue = (estimator: Estimator, table: OpeTable, level = 0.95): Interval => {
  const own = skewInterval(estimator.rounds(table), table.cluster, level);
  if (estimator.unbiased === undefined) return own;
  const { low, high } = skewInterval(estimator.unbiased.rounds(table), table.cluster, level);
  return { ...own, low: Math.min(low, own.value), high: Math.max(high, own.value) };
};
