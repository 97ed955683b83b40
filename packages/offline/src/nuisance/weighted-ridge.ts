import { rowDot } from '../maths/index.ts';
import { plainRidge } from './kernel-regressor.ts';
import type { Regressor } from './regressor.ts';
import { varies } from './standardise.ts';

/** Ridge regression of weighted rows, columns standardised under the weights, intercept free, penalty by the leave-one-out error. */
export const weightedRidgeRegressor: Regressor = {
  name: 'weighted-ridge',
  fit: ({ x, n, d, y, weight }) => {
    const w = (i: number): number => (weight === undefined ? 1 : (weight[i] as number));
    let total = 0;
    let meanY = 0;
    const mean = new Float64Array(d);
    const square = new Float64Array(d);
    for (let i = 0; i < n; i++) total += w(i);
    for (let i = 0; i < n; i++) {
      meanY += (w(i) * (y[i] as number)) / total;
      for (let k = 0; k < d; k++) mean[k] = (mean[k] as number) + (w(i) * (x[i * d + k] as number)) / total;
    }
    for (let i = 0; i < n; i++)
      for (let k = 0; k < d; k++)
        square[k] =
          (square[k] as number) + (w(i) * ((x[i * d + k] as number) - (mean[k] as number)) ** 2) / total;
    const inverse = square.map((s, k) => (varies(s, mean[k] as number) ? 1 / Math.sqrt(s) : 0));
    const design = new Float64Array(n * d);
    const target = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      const root = Math.sqrt((w(i) * n) / total);
      target[i] = root * ((y[i] as number) - meanY);
      for (let k = 0; k < d; k++)
        design[i * d + k] = root * ((x[i * d + k] as number) - (mean[k] as number)) * (inverse[k] as number);
    }
    if (d === 0) return (_, m) => new Float64Array(m).fill(meanY);
    const { coefficients } = plainRidge(design, n, d, target);
    const b = coefficients.map((v, k) => v * (inverse[k] as number));
    const intercept = meanY - b.reduce((sum, v, k) => sum + v * (mean[k] as number), 0);
    return (of, m) => Float64Array.from({ length: m }, (_, i) => intercept + rowDot(of, i, d, b));
  },
};
