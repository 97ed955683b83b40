import { exp, Fault } from '@causeway/contract';

/** Observational rows with nuisances: t 0 or 1, e(x) = P(T = 1 | x), outcome means m1(x), m0(x). */
export type SensitivityRows = {
  readonly n: number;
  readonly y: ArrayLike<number>;
  readonly t: ArrayLike<number>;
  readonly e: ArrayLike<number>;
  readonly m1: ArrayLike<number>;
  readonly m0: ArrayLike<number>;
};

export type Bounds = { readonly low: number; readonly high: number };

/**
 * The extremes of Σ r_i (1 + λ_i o_i) / n over λ_i in [1/Γ, Γ], for the rows of one arm with residual r and odds o of the other arm:
 * each λ_i by the sign of its residual.
 */
const extremes = (residual: readonly number[], odds: readonly number[], gamma: number, n: number): Bounds => {
  let [low, high] = [0, 0];
  residual.forEach((r, k) => {
    const [small, large] = [1 + (odds[k] as number) / gamma, 1 + (odds[k] as number) * gamma];
    low += r * (r > 0 ? small : large);
    high += r * (r > 0 ? large : small);
  });
  return { low: low / n, high: high / n };
};

/**
 * The average effect under the marginal sensitivity model: the true odds of treatment lie within a factor Γ of ê/(1 - ê) for each
 * row, |δ(x)| <= ln Γ in (A17). Doubly robust: the weights act on residuals. At Γ = 1 it is the AIPW estimate. Bounds of the point
 * estimate, without sampling error. Throws `bad-input` for Γ under 1 or a propensity that is not between 0 and 1.
 */
export const marginalSensitivity = ({ n, y, t, e, m1, m0 }: SensitivityRows, gamma: number): Bounds => {
  if (!(gamma >= 1 && gamma < Infinity))
    throw new Fault('bad-input', 'sensitivity', `got gamma ${gamma}, allowed is a number of at least 1`);
  const arms = [0, 1].map(() => ({ residual: [] as number[], odds: [] as number[] }));
  let model = 0;
  for (let i = 0; i < n; i++) {
    const p = e[i] as number;
    if (!(p > 0 && p < 1))
      throw new Fault(
        'bad-input',
        `propensity, row ${i + 1}`,
        `got ${p}, allowed is a number between 0 and 1`,
      );
    model += ((m1[i] as number) - (m0[i] as number)) / n;
    const own = arms[t[i] as number] as { residual: number[]; odds: number[] };
    const one = t[i] === 1;
    own.residual.push((y[i] as number) - ((one ? m1[i] : m0[i]) as number));
    own.odds.push(one ? (1 - p) / p : p / (1 - p));
  }
  const [none, one] = arms.map(({ residual, odds }) => extremes(residual, odds, gamma, n)) as [
    Bounds,
    Bounds,
  ];
  return { low: model + one.low - none.high, high: model + one.high - none.low };
};

/** The same by |δ| on the log-odds scale of (A17). */
export const logOddsSensitivity = (rows: SensitivityRows, delta: number): Bounds =>
  marginalSensitivity(rows, exp(delta));
