import type { SensitivityRows } from './marginal-sensitivity.ts';

/** Effects of one table by weighting and by AIPW, for rows t, y, e(x), m1(x), m0(x). */
export type WeightingEffects = {
  readonly naive: number;
  /** Effect on the treated, Hajek weights e/(1 - e) on the control rows. */
  readonly att: number;
  /** Average effect, doubly robust, with the propensities as they are, and cut to [0.05, 0.95]. */
  readonly aipw: number;
  readonly aipwClipped: number;
  /** Effect in the overlap population, weights 1 - e and e. */
  readonly overlap: number;
};

export const weightingEffects = ({ n, y, t, e, m1, m0 }: SensitivityRows): WeightingEffects => {
  const ratio = (weight: (i: number) => number): number => {
    let [top, bottom] = [0, 0];
    for (let i = 0; i < n; i++) {
      top += weight(i) * (y[i] as number);
      bottom += weight(i);
    }
    return top / bottom;
  };
  const one = (i: number): number => t[i] as number;
  const none = (i: number): number => 1 - (t[i] as number);
  const p = (i: number): number => e[i] as number;
  const aipw = (low: number): number => {
    let sum = 0;
    for (let i = 0; i < n; i++) {
      const q = Math.min(1 - low, Math.max(low, p(i)));
      sum +=
        (m1[i] as number) -
        (m0[i] as number) +
        (one(i) * ((y[i] as number) - (m1[i] as number))) / q -
        (none(i) * ((y[i] as number) - (m0[i] as number))) / (1 - q);
    }
    return sum / n;
  };
  return {
    naive: ratio(one) - ratio(none),
    att: ratio(one) - ratio((i) => (none(i) * p(i)) / (1 - p(i))),
    aipw: aipw(0),
    aipwClipped: aipw(0.05),
    overlap: ratio((i) => one(i) * (1 - p(i))) - ratio((i) => none(i) * p(i)),
  };
};
