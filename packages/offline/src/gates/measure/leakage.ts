import { STATE_NAMES, STATE_SIZE } from '@causeway/contract';
import type { Exposures } from '../../exposure/index.ts';

/** Rank AUC of a column against a 0/1 outcome, ties by half; above 1/2 whichever way it points. */
const strength = (x: Float64Array, y: Uint8Array): number => {
  const order = Int32Array.from(x, (_, i) => i).sort((a, b) => (x[a] as number) - (x[b] as number));
  let [sum, ones] = [0, 0];
  for (let k = 0; k < order.length; ) {
    let end = k;
    while (end < order.length && x[order[end] as number] === x[order[k] as number]) end++;
    for (let j = k; j < end; j++)
      if (y[order[j] as number] === 1) {
        sum += (k + end + 1) / 2;
        ones++;
      }
    k = end;
  }
  const others = order.length - ones;
  if (ones === 0 || others === 0) return 0.5;
  const auc = (sum - (ones * (ones + 1)) / 2) / (ones * others);
  return Math.max(auc, 1 - auc);
};

export type LeakCheck = {
  readonly strongest: { readonly name: string; readonly auc: number };
  /** share of decisions older than the history behind z */
  readonly early: number;
};

/** What x knows of the outcome: a single column that tells it (nearly) alone was made from it (A1). */
export const checkLeakage = (e: Exposures, historyAsOf: number | null): LeakCheck => {
  let strongest = { name: 'none', auc: 0.5 };
  STATE_NAMES.forEach((name, k) => {
    const auc = strength(
      Float64Array.from({ length: e.n }, (_, i) => e.x[i * STATE_SIZE + k] as number),
      e.converted,
    );
    if (auc > strongest.auc) strongest = { name, auc };
  });
  const early =
    historyAsOf === null ? 0 : e.at.reduce((n, at) => n + (at < historyAsOf ? 1 : 0), 0) / Math.max(1, e.n);
  return { strongest, early };
};
