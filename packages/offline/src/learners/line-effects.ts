import { rowDot } from '../maths/index.ts';
import { allRows, type Standard } from '../nuisance/index.ts';
import type { EffectTable } from './effect-rows.ts';

/** A line of one arm's effect on standardised columns, and the covariance of its coefficients (p x p). */
export type EffectLine = {
  readonly standard: Standard;
  readonly b: Float64Array;
  readonly covariance: Float64Array;
};

/** τ_a(x) = β_aᵀ (1, x) and its standard error sqrt((1, x)ᵀ V (1, x)), row by row; x is m x d. */
export const lineEffects = (
  lines: readonly EffectLine[],
  x: Float64Array,
  m: number,
  d: number,
): EffectTable => {
  const made = lines.map(({ standard, b, covariance }) => {
    const { p } = standard;
    const z = standard.apply(x, d, allRows(m));
    const standardError = Float64Array.from({ length: m }, (_, i) => {
      const own = z.subarray(i * p, (i + 1) * p);
      let sum = 0;
      for (let k = 0; k < p; k++) sum += (own[k] as number) * rowDot(covariance, k, p, own);
      return Math.sqrt(Math.max(0, sum));
    });
    return { effect: Float64Array.from({ length: m }, (_, i) => rowDot(z, i, p, b)), standardError };
  });
  return {
    effect: made.map(({ effect }) => effect),
    standardError: made.map(({ standardError }) => standardError),
  };
};
