import { Fault } from '@causeway/contract';
import { normalCdf } from '../maths/index.ts';

export type SampleRatio = {
  readonly people: number;
  readonly treated: number;
  readonly expectedShare: number;
  readonly pValue: number;
  /** At 1 in 1000: a mismatch means that assignment or logging is broken, and no effect is to be believed. */
  readonly mismatch: boolean;
};

/** Are people in the arms in the share that was meant? Two-sided normal test with continuity correction on people, not on rows. */
export const sampleRatio = (people: number, treated: number, expectedShare: number): SampleRatio => {
  if (!(expectedShare > 0 && expectedShare < 1))
    throw new Fault('bad-input', 'share', `got ${expectedShare}, allowed is between 0 and 1`);
  const gap = Math.max(0, Math.abs(treated - people * expectedShare) - 0.5);
  const z = gap / Math.sqrt(people * expectedShare * (1 - expectedShare));
  const pValue = Math.min(1, 2 * (1 - normalCdf(z)));
  return { people, treated, expectedShare, pValue, mismatch: pValue < 0.001 };
};
