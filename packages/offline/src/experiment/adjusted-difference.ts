import { cholesky, choleskySolve, type Interval, meanInterval } from '../maths/index.ts';
import type { ExperimentTable } from './experiment-table.ts';

/**
 * Least squares of y on centred covariates within an arm: slopes. The ridge is 1e-9 of each column's own square, as on standardised
 * columns: units must not matter, and one shared ridge of a column in cents would press the slope of one in visits to nothing. A column that
 * does not move within the arm explains nothing there: its slope is 0.
 */
const slopesOf = (
  columns: readonly Float64Array[],
  y: ArrayLike<number>,
  rows: readonly number[],
): Float64Array => {
  const p = columns.length;
  const mean = (x: ArrayLike<number>) => rows.reduce((s, i) => s + (x[i] as number), 0) / rows.length;
  const centers = columns.map(mean);
  const middle = mean(y);
  const gram = new Float64Array(p * p);
  const target = new Float64Array(p);
  for (const i of rows)
    for (let a = 0; a < p; a++) {
      const u = ((columns[a] as Float64Array)[i] as number) - (centers[a] as number);
      target[a] = (target[a] as number) + u * ((y[i] as number) - middle);
      for (let b = 0; b < p; b++) {
        const v = ((columns[b] as Float64Array)[i] as number) - (centers[b] as number);
        gram[a * p + b] = (gram[a * p + b] as number) + u * v;
      }
    }
  for (let a = 0; a < p; a++) {
    const square = gram[a * p + a] as number;
    if (Math.sqrt(square / rows.length) > 1e-11 * Math.abs(centers[a] as number)) {
      gram[a * p + a] = square * (1 + 1e-9);
      continue;
    }
    for (let b = 0; b < p; b++) gram[a * p + b] = gram[b * p + a] = a === b ? 1 : 0;
    target[a] = 0;
  }
  return choleskySolve(cholesky(gram, p), p, target);
};

const dummies = (stratum: readonly string[]): Float64Array[] =>
  [...new Set(stratum)]
    .sort()
    .slice(1)
    .map((name) => Float64Array.from(stratum, (s) => (s === name ? 1 : 0)));

/**
 * The difference of means with regression adjustment (Lin 2013; with one covariate it is CUPED): in each arm y is regressed on
 * covariates centred over everyone, stratum indicators among them, and the intercepts are compared. The rounds of the influence function
 * are clustered by person. Unbiased but for terms of order 1/n whatever the regression misses.
 */
export const adjustedDifference = (table: ExperimentTable, level = 0.95): Interval => {
  const { n, outcome, treated } = table;
  const columns = [
    ...(table.covariates ?? []).map((c) => Float64Array.from(c)),
    ...(table.stratum === undefined ? [] : dummies(table.stratum)),
  ];
  const sides = [0, 1].map((t) => {
    const rows: number[] = [];
    for (let i = 0; i < n; i++) if (treated[i] === t) rows.push(i);
    return rows;
  }) as [number[], number[]];
  const beta = columns.length === 0 ? null : sides.map((rows) => slopesOf(columns, outcome, rows));
  const centers = columns.map((x) => x.reduce((s, v) => s + v, 0) / n);
  const fitted = (t: number, i: number): number =>
    columns.reduce(
      (s, x, k) =>
        s + ((beta?.[t] as Float64Array)[k] as number) * ((x[i] as number) - (centers[k] as number)),
      0,
    );
  const intercept = sides.map(
    (rows, t) => rows.reduce((s, i) => s + (outcome[i] as number) - fitted(t, i), 0) / rows.length,
  );
  const effect = (intercept[1] as number) - (intercept[0] as number);
  const rounds = Float64Array.from({ length: n }, (_, i) => {
    const t = treated[i] as number;
    const side = sides[t] as number[];
    const residual = (outcome[i] as number) - fitted(t, i) - (intercept[t] as number);
    const own = ((t === 1 ? 1 : -1) * residual * n) / Math.max(1, side.length - columns.length - 1);
    return effect + own + fitted(1, i) - fitted(0, i);
  });
  const found = meanInterval(rounds, table.person, level);
  // Small sample terms move the rounds' mean by 1/n of nothing: the value told is the intercepts' difference.
  const shift = effect - found.value;
  return { ...found, value: effect, low: found.low + shift, high: found.high + shift };
};
