import type { Nuisances } from './cross-fit-nuisances.ts';
import type { EffectRows } from './effect-rows.ts';

/** One arm against the control, with all that a last stage may need, one number a row of the table. */
export type Contrast = {
  readonly rows: EffectRows;
  readonly arm: number;
  /** Rows that are in a fold. */
  readonly usable: Int32Array;
  /** 1 the arm, 0 the control, -1 another arm. */
  readonly t: Int8Array;
  /** P(arm | arm or control, x). */
  readonly e: Float64Array;
  readonly m1: Float64Array;
  readonly m0: Float64Array;
  /** Doubly robust score Γ_a - Γ_0. */
  readonly psi: Float64Array;
  /** Y - e m1 - (1 - e) m0 and T - e, where t >= 0. */
  readonly yResidual: Float64Array;
  readonly tResidual: Float64Array;
};

/** Weights 1/p are cut to this. */
const CAP = 100;

/** ψ_i = m₁ - m₀ + w_i (Y_i - m_{T_i}), w_i = 1{A=a}/p_a - 1{A=0}/p_0 (A6, A7, A8), and the residuals of the R-loss. */
export const contrastOf = (rows: EffectRows, nuisances: Nuisances, arm: number): Contrast => {
  const { n, arms, y, action } = rows;
  const { means, propensities, folds } = nuisances;
  const numbers = () => new Float64Array(n);
  const out = {
    t: new Int8Array(n),
    e: numbers(),
    m1: numbers(),
    m0: numbers(),
    psi: numbers(),
    yResidual: numbers(),
    tResidual: numbers(),
  };
  const usable: number[] = [];
  for (let i = 0; i < n; i++) {
    const m1 = means[i * arms + arm] as number;
    const m0 = means[i * arms] as number;
    const p1 = propensities[i * arms + arm] as number;
    const p0 = propensities[i * arms] as number;
    const t = action[i] === arm ? 1 : action[i] === 0 ? 0 : -1;
    const e = p1 / (p1 + p0);
    const outcome = y[i] as number;
    out.t[i] = t;
    out.e[i] = e;
    out.m1[i] = m1;
    out.m0[i] = m0;
    out.psi[i] =
      m1 -
      m0 +
      (t === 1
        ? Math.min(CAP, 1 / p1) * (outcome - m1)
        : t === 0
          ? -Math.min(CAP, 1 / p0) * (outcome - m0)
          : 0);
    out.yResidual[i] = outcome - e * m1 - (1 - e) * m0;
    out.tResidual[i] = t - e;
    if ((folds.fold[i] as number) >= 0) usable.push(i);
  }
  return { rows, arm, usable: Int32Array.from(usable), ...out };
};
