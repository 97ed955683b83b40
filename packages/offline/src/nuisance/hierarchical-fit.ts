import { take } from '../maths/index.ts';
import { type ArmLogisticFit, fitArmLogistic } from './arm-logistic.ts';
import { fitStandard, type Standard } from './standardise.ts';

/** Precisions of an arm's own slopes to choose from, and of its own level: from free slopes to hardly any. */
const SLOPES = [100, 3, 10, 30, 300, 1000];
const LEVEL = 4;

/** A table of outcomes 0 and 1: x is n x d; `arm` and `y` hold a number a row of it. */
export type ArmTable = {
  readonly x: Float64Array;
  readonly d: number;
  readonly arm: ArrayLike<number>;
  readonly arms: number;
  readonly y: ArrayLike<number>;
};

/** A fit on standardised columns: η = zᵀ(b + g_a), z = standard.apply(x). */
export type HierarchicalFit = { readonly standard: Standard; readonly fit: ArmLogisticFit };

/** The hierarchical logistic regression (A9 on the log-odds) of the chosen rows, by one precision of the arms' own slopes. Throws `bad-input` when it does not converge. */
export const hierarchicalFit = (
  { x, d, arm, arms, y }: ArmTable,
  chosen: Int32Array,
  slope: number,
  start?: HierarchicalFit,
): HierarchicalFit => {
  const standard = fitStandard(x, d, chosen);
  const fit = fitArmLogistic({
    x: standard.apply(x, d, chosen),
    n: chosen.length,
    p: standard.p,
    arm: Int32Array.from(chosen, (i) => arm[i] as number),
    arms,
    y: take(y, chosen),
    precisions: { base: 1, level: LEVEL, slope },
    // A fold may leave a column without any spread, and so with fewer columns.
    ...(start === undefined || start.standard.p !== standard.p ? {} : { start: start.fit }),
  });
  return { standard, fit };
};

/** The same by the precision that the evidence prefers (empirical Bayes), and that precision. */
export const evidentFit = (
  table: ArmTable,
  chosen: Int32Array,
): { readonly slope: number; readonly whole: HierarchicalFit } => {
  let best: { slope: number; whole: HierarchicalFit } | undefined;
  for (const slope of SLOPES) {
    const whole = hierarchicalFit(table, chosen, slope, best?.whole);
    if (best === undefined || whole.fit.logEvidence > best.whole.fit.logEvidence) best = { slope, whole };
  }
  return best as { slope: number; whole: HierarchicalFit };
};
