import {
  cholesky,
  choleskyInverse,
  clusterCovariance,
  gram,
  lasso,
  rowDot,
  squaredError,
  take,
  takeRows,
} from '../maths/index.ts';
import { groupFolds } from '../nuisance/index.ts';

export type LassoRows = {
  /** n x p, row-major, the first column ones, the others of mean 0 and deviation 1 or so. */
  readonly x: Float64Array;
  readonly n: number;
  readonly p: number;
  readonly y: Float64Array;
  readonly weight?: Float64Array | undefined;
  readonly group: readonly string[];
  readonly seed: number;
};

export type DebiasedLasso = {
  /** The lasso's own coefficients, most of them 0 where few columns matter. */
  readonly sparse: Float64Array;
  /** Free of the lasso's shrinkage, and their clustered covariance (p x p). */
  readonly coefficients: Float64Array;
  readonly covariance: Float64Array;
  readonly penalty: number;
};

type Moments = { readonly g: Float64Array; readonly r: Float64Array; readonly s: number; readonly w: number };

/** XᵀWX, XᵀWy and yᵀWy of some rows, unnormalised, and the sum of their weights. */
const momentsOf = ({ x, p, y, weight }: LassoRows, rows: ArrayLike<number>): Moments => {
  const own = takeRows(x, p, rows);
  const w = (k: number): number => (weight === undefined ? 1 : (weight[rows[k] as number] as number));
  const r = new Float64Array(p);
  let [s, total] = [0, 0];
  for (let k = 0; k < rows.length; k++) {
    const v = y[rows[k] as number] as number;
    total += w(k);
    s += w(k) * v * v;
    for (let j = 0; j < p; j++) r[j] = (r[j] as number) + w(k) * v * (own[k * p + j] as number);
  }
  const g = gram(own, rows.length, p, weight === undefined ? undefined : take(weight, rows));
  return { g, r, s, w: total };
};

const less = (a: Moments, b: Moments): Moments => ({
  g: a.g.map((v, k) => v - (b.g[k] as number)),
  r: a.r.map((v, k) => v - (b.r[k] as number)),
  s: a.s - b.s,
  w: a.w - b.w,
});

const perWeight = ({ g, r, s, w }: Moments): Moments => ({
  g: g.map((v) => v / w),
  r: r.map((v) => v / w),
  s: s / w,
  w,
});

const PENALTIES = 30;
const FOLDS = 5;
/** As fine as the choice of λ needs. */
const CHOICE_FINENESS = 1e-5;

/** λ for every column but the first. */
const allBut = (p: number, lambda: number): Float64Array =>
  Float64Array.from({ length: p }, (_, k) => (k === 0 ? 0 : lambda));

/** The λ whose lasso foretells rows of other groups best, of a path from where every slope is 0. */
const choosePenalty = (rows: LassoRows, whole: Moments): number => {
  const { p, n } = rows;
  const all = perWeight(whole);
  const empty = lasso(all.g, all.r, p, allBut(p, Number.POSITIVE_INFINITY));
  let top = 0;
  for (let k = 1; k < p; k++)
    top = Math.max(top, Math.abs((all.r[k] as number) - rowDot(all.g, k, p, empty)));
  if (!(top > 0)) return 0;
  const least = n > p ? 1e-3 : 1e-2;
  const path = Array.from({ length: PENALTIES }, (_, k) => top * least ** (k / (PENALTIES - 1)));
  const folds = groupFolds(rows.group, FOLDS, rows.seed);
  const error = new Float64Array(PENALTIES);
  for (let j = 0; j < folds.count; j++) {
    const held = momentsOf(rows, folds.test(j));
    const rest = perWeight(less(whole, held));
    let start: Float64Array = new Float64Array(p);
    path.forEach((lambda, k) => {
      start = lasso(rest.g, rest.r, p, allBut(p, lambda), { start, fineness: CHOICE_FINENESS });
      error[k] = (error[k] as number) + squaredError(held.g, held.r, held.s, p, start);
    });
  }
  return path[error.indexOf(Math.min(...error))] as number;
};

/** Rows for a column from which the inverse of G itself is steady enough to take the lasso's bias away. */
const ROWS_A_COLUMN = 3;
const SCALE_STEPS = 10;

/**
 * A row of Θ, so that Θ G is near the identity where G has no inverse: column j regressed on the others by a lasso whose penalty goes with
 * its own residual deviation, λ_j = σ_j sqrt(2 ln p / n); Θ_j = (e_j - γ_j) / (σ_j² + λ_j |γ_j|).
 */
const nodewise = (g: Float64Array, p: number, n: number, j: number): Float64Array => {
  const r = g.subarray(j * p, (j + 1) * p);
  const own = g[j * p + j] as number;
  const base = Math.sqrt((2 * Math.log(Math.max(2, p))) / n);
  let variance = own;
  let gamma: Float64Array = new Float64Array(p);
  for (let k = 0; k < SCALE_STEPS; k++) {
    const penalty = allBut(p, base * Math.sqrt(variance));
    penalty[j] = Number.POSITIVE_INFINITY;
    gamma = lasso(g, r, p, penalty, { start: gamma, fineness: 1e-7 });
    const next = Math.max(1e-6 * own, squaredError(g, r, own, p, gamma));
    if (Math.abs(next - variance) < 1e-4 * variance) break;
    variance = next;
  }
  const lambda = base * Math.sqrt(variance);
  let size = 0;
  for (let k = 1; k < p; k++) size += Math.abs(gamma[k] as number);
  const scale = squaredError(g, r, own, p, gamma) + (j === 0 ? 0 : lambda * size);
  return gamma.map((v, k) => ((k === j ? 1 : 0) - v) / scale);
};

/** G⁻¹ where there are rows enough a column, else Θ by nodewise lassos. */
const inverseOf = (g: Float64Array, p: number, n: number): Float64Array => {
  const out = new Float64Array(p * p);
  if (n >= ROWS_A_COLUMN * p) {
    const held = g.map((v, k) => (k % (p + 1) === 0 ? v * (1 + 1e-6) : v));
    return choleskyInverse(cholesky(held, p), p);
  }
  for (let j = 0; j < p; j++) out.set(nodewise(g, p, n, j), j * p);
  return out;
};

/**
 * The lasso min ½ Σ w (y - xᵀb)²/Σw + λ Σ |b_k|, λ by cross-validation over groups, and the same without its shrinkage:
 * b + Θ Xᵀ W (y - X b)/Σw (van de Geer, Bühlmann, Ritov and Dezeure 2014), Θ near the inverse of G = XᵀWX/Σw. The covariance is the clustered
 * sandwich of the lasso's residuals, which many columns do not make too small. Holds where effects are linear and, with fewer than
 * three rows a column, where few columns matter.
 */
export const debiasedLasso = (rows: LassoRows): DebiasedLasso => {
  const { x, n, p, y, weight, group } = rows;
  const whole = momentsOf(
    rows,
    Array.from({ length: n }, (_, i) => i),
  );
  const { g, r, w } = perWeight(whole);
  const penalty = choosePenalty(rows, whole);
  const sparse = lasso(g, r, p, allBut(p, penalty));
  const theta = inverseOf(g, p, n);
  const left = r.map((v, k) => v - rowDot(g, k, p, sparse));
  const coefficients = sparse.map((v, k) => v + rowDot(theta, k, p, left));
  const residuals = Float64Array.from(
    { length: n },
    (_, i) =>
      (weight === undefined ? 1 : (weight[i] as number)) * ((y[i] as number) - rowDot(x, i, p, sparse)),
  );
  const covariance = clusterCovariance({
    x,
    n,
    p,
    residuals,
    bread: theta.map((v) => v / w),
    cluster: group,
  });
  return { sparse, coefficients, covariance, penalty };
};
