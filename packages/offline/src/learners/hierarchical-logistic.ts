import { Fault, sigmoid } from '@causeway/contract';
import { rowDot } from '../maths/index.ts';
import {
  allRows,
  evidentFit,
  type HierarchicalFit,
  hierarchicalFit,
  isBinary,
  type Prediction,
} from '../nuisance/index.ts';
import type { Contrast } from './contrast.ts';
import type { Nuisances } from './cross-fit-nuisances.ts';
import { crossFitStage } from './cross-fit-stage.ts';

/** More columns than this, and Newton's steps cost more than all other parts together. */
const MOST_COLUMNS = 60;

const effectBy =
  ({ standard, fit }: HierarchicalFit, d: number): Prediction =>
  (of, m) => {
    const { p } = standard;
    const departure = fit.arm[1] as Float64Array;
    const z = standard.apply(of, d, allRows(m));
    return Float64Array.from({ length: m }, (_, i) => {
      const eta = rowDot(z, i, p, fit.base);
      return sigmoid(eta + rowDot(z, i, p, departure)) - sigmoid(eta);
    });
  };

/**
 * τ(x) = σ(zᵀ(b + g)) - σ(zᵀb): one logistic regression of arm and control, the arm's departure g penalised as the evidence asks (A9 on
 * the log-odds). With a departure of the level alone the effect still varies, as the risk does: what help in the same
 * proportion looks like. Null for outcomes that are not 0 and 1, for weighted rows, for many columns, and where it does not converge.
 */
export const hierarchicalLogistic = (
  c: Contrast,
  { folds }: Pick<Nuisances, 'folds'>,
): { readonly held: Float64Array; readonly whole: Prediction } | null => {
  const { x, d, y, weight } = c.rows;
  if (!isBinary(y) || weight !== undefined || d === 0 || d > MOST_COLUMNS) return null;
  const table = { x, d, arm: c.t, arms: 2, y };
  const own = (rows: Int32Array): Int32Array => rows.filter((i) => c.t[i] !== -1);
  try {
    const { slope, whole } = evidentFit(table, own(c.usable));
    const predict = effectBy(whole, d);
    const again = (seen: Int32Array) => effectBy(hierarchicalFit(table, own(seen), slope, whole), d);
    const { held } = crossFitStage(c, folds, again);
    return { held, whole: predict };
  } catch (error) {
    if (error instanceof Fault) return null;
    throw error;
  }
};
