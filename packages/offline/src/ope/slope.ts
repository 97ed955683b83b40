import { studentQuantile } from '../maths/index.ts';
import { corrected, type Estimator, squares } from './estimator.ts';
import { dr } from './estimators.ts';
import { meanOf, type OpeTable } from './ope-table.ts';
import { shrink, switchOff, type WeightMap } from './weight-maps.ts';

export const SLOPE_GRID: readonly number[] = [10, 50, 100, 500, 1000, 5000, 10000, Infinity];

const C = Math.sqrt(6) - 1;

/**
 * SLOPE++ (Tucker and Lee 2021): from the widest to the narrowest of estimates θ_k ± h_k, the last before one that leaves an interval of
 * those already passed: |θ_j - θ_k| <= h_k + (√6 - 1) h_j must hold for all j before k. Returns its index.
 */
export const slopeChoice = (theta: ArrayLike<number>, half: ArrayLike<number>): number => {
  const order = Array.from(half, (_, k) => k).sort(
    (a, b) => (half[b] as number) - (half[a] as number) || b - a,
  );
  const passed: number[] = [];
  for (const k of order) {
    const near = (j: number) =>
      Math.abs((theta[j] as number) - (theta[k] as number)) <= (half[k] as number) + C * (half[j] as number);
    if (!passed.every(near)) break;
    passed.push(k);
  }
  return passed.at(-1) as number;
};

/** One-sided half width at 95 %: t s / sqrt(n - 1), s² = mean of squares - square of the mean. */
const halfWidth = (mean: number, square: number, n: number, quantile: number): number =>
  quantile * Math.sqrt(Math.max(0, square - mean * mean) / (n - 1));

const quantiles = new Map<number, number>();
const quantileOf = (n: number): number => {
  const found = quantiles.get(n) ?? studentQuantile(0.95, n - 1);
  quantiles.set(n, found);
  return found;
};

/**
 * A doubly robust estimator whose temper λ is chosen by the data. In a resample it is chosen again; and because no choice by data
 * can know its own bias, its interval is told together with that of the unbiased estimator.
 */
const tuned = (
  name: string,
  peer: string,
  map: (lambda: number) => WeightMap,
  grid: readonly number[],
): Estimator => {
  const all = (table: OpeTable) => grid.map((lambda) => corrected(table, map(lambda)));
  const choose = (means: ArrayLike<number>, n: number): number => {
    const theta = grid.map((_, k) => means[k] as number);
    const quantile = quantileOf(n);
    const half = theta.map((t, k) => halfWidth(t, means[grid.length + k] as number, n, quantile));
    return slopeChoice(theta, half);
  };
  const columns = (table: OpeTable) => {
    const rounds = all(table);
    return [...rounds, ...rounds.map(squares)];
  };
  return {
    name,
    peer,
    needsModel: true,
    columns,
    value: (means, n) => means[choose(means, n)] as number,
    rounds: (table) => all(table)[choose(columns(table).map(meanOf), table.n)] as Float64Array,
    unbiased: dr,
  };
};

export const switchSlope = (grid: readonly number[] = SLOPE_GRID): Estimator =>
  tuned('switch-dr-slope', 'switch-dr_slope', switchOff, grid);
export const shrunkSlope = (grid: readonly number[] = SLOPE_GRID): Estimator =>
  tuned('dros-slope', 'dr-os_slope', shrink, grid);
