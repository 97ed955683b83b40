import { log } from '@causeway/contract';
import { cholesky, choleskySolve } from '../../maths/index.ts';

/** Sufficient statistics of a linear model with unit noise: G = Σ w u uᵀ (q x q) and b = Σ w u r. */
export type Moments = { readonly gram: Float64Array; readonly right: Float64Array };

/** Precision of each group of coefficients; `group` says whose each coefficient is. */
export type Relevance = Float64Array;

const GRID = [0.3, 1, 3, 10, 30, 100, 300, 1000, 3000, 10_000];
/** Levels are hardly held down: on few orders, "does nothing" would else be believed of an arm that harms. */
const LEVELS = [0.1, 1, 5];
/** Pseudo-coefficients of the common scale in each group: none would let chance decide which groups count, many would make all alike. */
const COMMON = 1;
const ROUNDS = 12;

const solve = ({ gram, right }: Moments, q: number, precision: (k: number) => number) => {
  const h = gram.slice();
  for (let k = 0; k < q; k++) h[k * q + k] = (h[k * q + k] as number) + precision(k) + 1e-9;
  const factor = cholesky(h, q);
  return { factor, mean: choleskySolve(factor, q, right) };
};

const evidence = (moments: Moments, q: number, precision: (k: number) => number): number => {
  const { factor, mean } = solve(moments, q, precision);
  let value = 0;
  for (let k = 0; k < q; k++)
    value +=
      log(precision(k)) / 2 -
      log(factor[k * q + k] as number) +
      ((moments.right[k] as number) * (mean[k] as number)) / 2;
  return value;
};

/** The diagonal of (L Lᵀ)⁻¹: the sums of squares of the columns of L⁻¹. */
const inverseDiagonal = (l: Float64Array, q: number): Float64Array => {
  const out = new Float64Array(q);
  const column = new Float64Array(q);
  for (let j = 0; j < q; j++) {
    let square = 0;
    for (let i = j; i < q; i++) {
      let sum = i === j ? 1 : 0;
      for (let k = j; k < i; k++) sum -= (l[i * q + k] as number) * (column[k] as number);
      const v = sum / (l[i * q + i] as number);
      column[i] = v;
      square += v * v;
    }
    out[j] = square;
  }
  return out;
};

/** One precision for the levels (group 0) and one for all slopes, by the evidence on a grid. */
const commonScale = (moments: Moments, q: number, group: Int32Array): { level: number; slope: number } => {
  let common = { level: 5, slope: 100, evidence: -Infinity };
  const attempt = (level: number, slope: number) => {
    const own = evidence(moments, q, (k) => (group[k] === 0 ? level : slope));
    if (own > common.evidence) common = { level, slope, evidence: own };
  };
  for (const slope of GRID) attempt(common.level, slope);
  for (const level of LEVELS) attempt(level, common.slope);
  for (const slope of GRID) attempt(common.level, slope);
  return common;
};

const medianOf = (values: Float64Array): number => values.slice().sort()[values.length >> 1] as number;

/**
 * Ridge regression that learns from the data how much each group of coefficients matters (automatic relevance determination, MacKay 1992):
 * b_g ~ N(0, 1/α_g). First one α for the levels (group 0) and one for all slopes, by the evidence on a grid; then each group its
 * own, α_g = (|g| - α_g tr Σ_g + ν)/(|b_g|² + ν/α), which leaves what matters as it is and presses what does not to 0.
 */
export const relevanceRegression = (
  moments: Moments,
  q: number,
  group: Int32Array,
  groups: number,
  start?: Relevance,
): { readonly mean: Float64Array; readonly relevance: Relevance } => {
  const found = start === undefined ? commonScale(moments, q, group) : null;
  const alpha = start?.slice() ?? new Float64Array(groups).fill(found?.slope ?? 1);
  if (found !== null) alpha[0] = found.level;
  const slope = found?.slope ?? medianOf(alpha);
  const size = new Float64Array(groups);
  for (const g of group) size[g] = (size[g] as number) + 1;
  let mean = new Float64Array(q);
  for (let round = 0; round < (start === undefined ? ROUNDS : 2); round++) {
    const fit = solve(moments, q, (k) => alpha[group[k] as number] as number);
    mean = Float64Array.from(fit.mean);
    const variance = inverseDiagonal(fit.factor, q);
    const square = new Float64Array(groups);
    const trace = new Float64Array(groups);
    for (let k = 0; k < q; k++) {
      const g = group[k] as number;
      square[g] = (square[g] as number) + (mean[k] as number) ** 2;
      trace[g] = (trace[g] as number) + (variance[k] as number);
    }
    for (let g = 1; g < groups; g++) {
      const known = (size[g] as number) - (alpha[g] as number) * (trace[g] as number);
      alpha[g] = Math.min(1e8, (Math.max(0, known) + COMMON) / ((square[g] as number) + COMMON / slope));
    }
  }
  return {
    mean: solve(moments, q, (k) => alpha[group[k] as number] as number).mean as Float64Array,
    relevance: alpha,
  };
};
