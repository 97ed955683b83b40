import { Fault } from '@causeway/contract';
import type { Interval } from '../maths/index.ts';
import { skewInterval } from './skew-interval.ts';

/** How much of the log speaks about the candidate. */
export type Support = {
  readonly rows: number;
  /** (Σw)² / Σw²: as many rows of the candidate's own log would be as precise. */
  readonly effectiveSampleSize: number;
  readonly largestWeight: number;
  /** The largest weight's share of the sum. */
  readonly largestShare: number;
  /**
   * Its expectation is one; what is missing has no support in the log. At 99.9 %, so that a sound log is refused once in a thousand; weights
   * lean to the right, and the plain interval, too short above, would refuse it ten times as often.
   */
  readonly meanWeight: Interval;
};

const LEAST_SAMPLE = 50;
const LARGEST_SHARE = 0.5;

export const measureSupport = (weights: ArrayLike<number>, cluster: ArrayLike<string | number>): Support => {
  let [sum, squares, largest] = [0, 0, 0];
  for (let i = 0; i < weights.length; i++) {
    const w = weights[i] as number;
    sum += w;
    squares += w * w;
    largest = Math.max(largest, w);
  }
  return {
    rows: weights.length,
    effectiveSampleSize: squares > 0 ? (sum * sum) / squares : 0,
    largestWeight: largest,
    largestShare: sum > 0 ? largest / sum : 1,
    meanWeight: skewInterval(weights, cluster, 0.999),
  };
};

/**
 * Refuses, with `no-support`, a question that the log cannot answer: an effective sample size under 50, one weight that holds most of the
 * sum, or a mean weight that is not one within its interval (nothing else shows that part of the candidate was never logged).
 */
export const requireSupport = (support: Support, at: string): void => {
  const { effectiveSampleSize: size, largestShare, meanWeight } = support;
  if (size < LEAST_SAMPLE) {
    throw new Fault(
      'no-support',
      at,
      `effective sample size ${size.toFixed(1)} of ${support.rows} rows, at least ${LEAST_SAMPLE} is needed`,
    );
  }
  if (largestShare > LARGEST_SHARE) {
    throw new Fault(
      'no-support',
      at,
      `one weight holds ${(100 * largestShare).toFixed(0)} % of the sum, at most half is allowed`,
    );
  }
  if (meanWeight.low > 1 + 1e-9 || meanWeight.high < 1 - 1e-9) {
    const range = `${meanWeight.low.toFixed(3)} to ${meanWeight.high.toFixed(3)}`;
    throw new Fault(
      'no-support',
      at,
      `the mean weight is ${meanWeight.value.toFixed(3)} (${range}), it must be one within its interval`,
    );
  }
};
