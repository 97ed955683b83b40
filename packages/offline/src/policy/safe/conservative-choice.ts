import { Fault } from '@causeway/contract';
import { type Interval, meanInterval } from '../../maths/index.ts';
import { worstCaseMean } from './worst-case.ts';

export type SafeCandidate = {
  readonly name: string;
  /** Value over the incumbent, one number a row, on rows it did not learn from. */
  readonly gains: Float64Array;
};

export type ConservativeChoice = {
  /** -1: keep the incumbent */
  readonly chosen: number;
  readonly judged: readonly {
    readonly name: string;
    readonly gain: Interval;
    readonly worstCase: number;
    readonly safe: boolean;
  }[];
};

/**
 * The candidate with the largest gain among those whose lower bound is at least 0, at a level that holds for all of them together
 * (Bonferroni), and whose gain stays at least 0 in the worst population within `radius` (A18); none, when none is safe.
 */
export const conservativeChoice = (
  candidates: readonly SafeCandidate[],
  cluster: ArrayLike<string | number>,
  options: { readonly level?: number; readonly radius?: number } = {},
): ConservativeChoice => {
  const { level = 0.95, radius = 0 } = options;
  if (candidates.length === 0) throw new Fault('bad-input', 'candidates', 'got none, at least one is needed');
  const each = 1 - (2 * (1 - level)) / candidates.length;
  const judged = candidates.map(({ name, gains }) => {
    const gain = meanInterval(gains, cluster, Math.max(0, each));
    const worstCase = worstCaseMean(gains, radius);
    return { name, gain, worstCase, safe: gain.low >= 0 && worstCase >= 0 };
  });
  let chosen = -1;
  judged.forEach((j, k) => {
    // What changes nothing is safe, and no reason to change.
    const most = chosen < 0 ? 0 : (judged[chosen]?.gain.value as number);
    if (j.safe && j.gain.value > most) chosen = k;
  });
  return { chosen, judged };
};
