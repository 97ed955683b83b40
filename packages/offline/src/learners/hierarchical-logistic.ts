import { Fault, sigmoid } from '@causeway/contract';
import { rowDot, take } from '../maths/index.ts';
import {
  ARM_LEVEL,
  type ArmLogisticFit,
  allRows,
  evidentSlope,
  fitArmLogistic,
  fitStandard,
  isBinary,
  type Prediction,
} from '../nuisance/index.ts';
import type { Contrast } from './contrast.ts';
import type { Nuisances } from './cross-fit-nuisances.ts';
import { crossFitStage } from './cross-fit-stage.ts';
import type { LastStage } from './last-stage.ts';

/** More columns than this, and Newton's steps cost more than all other parts together. */
const MOST_COLUMNS = 60;

type Learned = { readonly fit: ArmLogisticFit; readonly predict: Prediction };

const learn = (c: Contrast, seen: ArrayLike<number>, slope: number, start?: ArmLogisticFit): Learned => {
  const { x, d, y } = c.rows;
  const own = Int32Array.from(seen).filter((i) => c.t[i] !== -1);
  const standard = fitStandard(x, d, own);
  const { p } = standard;
  const fit = fitArmLogistic({
    x: standard.apply(x, d, own),
    n: own.length,
    p,
    arm: Int32Array.from(own, (i) => c.t[i] as number),
    arms: 2,
    y: take(y, own),
    precisions: { base: 1, level: ARM_LEVEL, slope },
    ...(start === undefined || start.base.length !== p ? {} : { start }),
  });
  const [, departure] = fit.arm as [Float64Array, Float64Array];
  const predict: Prediction = (of, m) => {
    const z = standard.apply(of, d, allRows(m));
    return Float64Array.from({ length: m }, (_, i) => {
      const eta = rowDot(z, i, p, fit.base);
      return sigmoid(eta + rowDot(z, i, p, departure)) - sigmoid(eta);
    });
  };
  return { fit, predict };
};

/**
 * τ(x) = σ(xᵀ(b + g)) - σ(xᵀb): one logistic regression of arm and control, the arm's departure g penalised as the evidence asks (A9 on
 * the log-odds). With a departure of the level alone the effect still varies, as the risk does: what help in the same
 * proportion looks like. Null for outcomes that are not 0 and 1, for weighted rows, for many columns, and where it does not converge.
 */
export const hierarchicalLogistic = (
  c: Contrast,
  { folds }: Pick<Nuisances, 'folds'>,
): { readonly held: Float64Array; readonly whole: Prediction } | null => {
  if (!isBinary(c.rows.y) || c.rows.weight !== undefined || c.rows.d === 0 || c.rows.d > MOST_COLUMNS)
    return null;
  try {
    const best = evidentSlope((slope, start) => learn(c, c.usable, slope, start));
    const stage: LastStage = (_, seen) => learn(c, seen, best.slope, best.whole.fit).predict;
    const { held } = crossFitStage(c, folds, stage, { name: 'none', fit: () => best.whole.predict });
    return { held, whole: best.whole.predict };
  } catch (error) {
    if (error instanceof Fault) return null;
    throw error;
  }
};
