import type { NetData } from './net-data.ts';

/** Columns are trained on as (x - mean)/deviation, and y of the squared loss as (y - yMean)/yDeviation. */
export type Scaling = {
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
  readonly yMean: number;
  readonly yDeviation: number;
};

const spread = (n: number, value: (i: number) => number, weight: (i: number) => number): [number, number] => {
  let [sum, total] = [0, 0];
  for (let i = 0; i < n; i++) {
    sum += weight(i) * value(i);
    total += weight(i);
  }
  const mean = sum / total;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += weight(i) * (value(i) - mean) ** 2;
  const deviation = Math.sqrt(squares / total);
  // What does not vary is only shifted.
  return [mean, deviation > 1e-12 * Math.abs(mean) && deviation > 1e-30 ? deviation : 1];
};

/** Weighted means and deviations; y is left as it is unless scaleY. */
export const scalingOf = ({ x, n, y, weight }: NetData, d: number, scaleY: boolean): Scaling => {
  const weightAt = (i: number): number => (weight === undefined ? 1 : (weight[i] as number));
  const columns = Array.from({ length: d }, (_, f) => spread(n, (i) => x[i * d + f] as number, weightAt));
  const [yMean, yDeviation] = scaleY ? spread(n, (i) => y[i] as number, weightAt) : [0, 1];
  return {
    mean: Float64Array.from(columns, ([mean]) => mean),
    deviation: Float64Array.from(columns, ([, deviation]) => deviation),
    yMean,
    yDeviation,
  };
};
