import { HALF_NOW, HALF_TOTAL, saturate, sigmoid } from '@causeway/contract';
import { logLosses } from '../hazard/index.ts';
import { fitLogistic, type Interval, meanInterval } from '../maths/index.ts';
import { amountAt } from './encode-rows.ts';
import type { FrictionSteps } from './friction-steps.ts';

/** F under the release that knows no data: the fixed φ, each family now counting one, so far one half. */
export const fixedIndex = (steps: FrictionSteps): Float64Array => {
  const m = steps.families.length;
  return Float64Array.from({ length: steps.n }, (_, i) => {
    let sum = 0;
    for (let k = 0; k < 2 * m; k++)
      sum +=
        k < m ? saturate(amountAt(steps, i, k), HALF_NOW) : saturate(amountAt(steps, i, k), HALF_TOTAL) / 2;
    return sum;
  });
};

/** Each later row's loss by Platt's line through an index, fitted on the earlier rows. */
const plattLosses = (
  steps: FrictionSteps,
  index: Float64Array,
  { train, test }: { readonly train: Int32Array; readonly test: Int32Array },
): Float64Array => {
  const x = new Float64Array(2 * train.length);
  train.forEach((i, r) => x.set([1, index[i] as number], 2 * r));
  const y = (rows: Int32Array) => rows.map((i) => steps.event[i] as number);
  const { coefficients } = fitLogistic({ x, n: train.length, p: 2, y: y(train), penalty: [0, 1e-6] });
  const [a, b] = coefficients as unknown as [number, number];
  return logLosses(
    Float64Array.from(test, (i) => sigmoid(a + b * (index[i] as number))),
    y(test),
  );
};

/** How much less log-loss a learned index has than the fixed one, both calibrated on the earlier sessions and measured on the later. */
export const indexGain = (
  steps: FrictionSteps,
  { learned, fixed }: { readonly learned: Float64Array; readonly fixed: Float64Array },
  split: { readonly train: Int32Array; readonly test: Int32Array },
): Interval => {
  const [ours, theirs] = [plattLosses(steps, learned, split), plattLosses(steps, fixed, split)];
  return meanInterval(
    theirs.map((x, r) => x - (ours[r] as number)),
    split.test.map((i) => steps.session[i] as number),
  );
};
