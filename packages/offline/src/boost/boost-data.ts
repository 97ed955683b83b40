import { checkLabels, checkShape, type LabelledRows } from '../maths/index.ts';
import type { Loss } from './loss.ts';

/** x: NaN is a missing value; rounded to f32. */
export type BoostData = LabelledRows;

export type BoostInput = BoostData & {
  readonly d: number;
  /** Rows that are not trained on; decide when to stop. */
  readonly validation?: BoostData;
  readonly seed: number;
};

/** Throws `bad-input` for wrong lengths, outcomes that the loss does not allow, weights below 0 or all 0. */
export const checkData = (at: string, data: BoostData, d: number, loss: Loss): void => {
  checkShape(`boosted trees, ${at}`, data.x, data.n, d);
  checkLabels(`boosted trees, ${at}`, data, loss.allowed);
};
