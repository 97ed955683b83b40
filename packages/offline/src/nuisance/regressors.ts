import { sigmoid } from '@causeway/contract';
import { BoostedTrees, type BoostOptions } from '../boost/index.ts';
import { fitLogistic, prepareRidge, rowDot } from '../maths/index.ts';
import { allRows } from './folds.ts';
import type { Prediction, RegressionRows, Regressor } from './regressor.ts';
import { fitStandard } from './standardise.ts';

export const isBinary = (y: ArrayLike<number>): boolean => {
  for (let i = 0; i < y.length; i++) if (y[i] !== 0 && y[i] !== 1) return false;
  return true;
};

const meanOf = ({ y, weight, n }: RegressionRows): number => {
  let [top, bottom] = [0, 0];
  for (let i = 0; i < n; i++) {
    const w = weight === undefined ? 1 : (weight[i] as number);
    top += w * (y[i] as number);
    bottom += w;
  }
  return bottom > 0 ? top / bottom : 0;
};

const constant =
  (value: number): Prediction =>
  (_, m) =>
    new Float64Array(m).fill(value);

/** Whether there is nothing to learn: too few rows, or outcomes all alike. */
const trivial = ({ y, n }: RegressionRows): boolean => n < 8 || y.every((v) => v === y[0]);

export const meanRegressor: Regressor = { name: 'mean', fit: (rows) => constant(meanOf(rows)) };

/** Ridge regression, its penalty by the leave-one-out error; weights are not read. */
export const ridgeRegressor: Regressor = {
  name: 'ridge',
  fit: (rows) => {
    const { x, n, d, y } = rows;
    if (trivial(rows)) return constant(meanOf(rows));
    const { intercept, coefficients } = prepareRidge({ x, n, p: d })(y);
    return (of, m) => Float64Array.from({ length: m }, (_, i) => intercept + rowDot(of, i, d, coefficients));
  },
};

/** Ridge logistic regression on standardised columns, precision 1 each; for outcomes 0 and 1. */
export const logisticRegressor: Regressor = {
  name: 'logistic',
  fit: (rows) => {
    const { x, n, d, y, weight } = rows;
    if (trivial(rows)) return constant(meanOf(rows));
    const standard = fitStandard(x, d, allRows(n));
    const penalty = Float64Array.from({ length: standard.p }, (_, k) => (k === 0 ? 0 : 1));
    const { coefficients } = fitLogistic({
      x: standard.apply(x, d, allRows(n)),
      n,
      p: standard.p,
      y,
      penalty,
      ...(weight === undefined ? {} : { weights: weight }),
    });
    return (of, m) => {
      const z = standard.apply(of, d, allRows(m));
      return Float64Array.from({ length: m }, (_, i) => sigmoid(rowDot(z, i, standard.p, coefficients)));
    };
  },
};

/** Boosted trees; logistic loss for outcomes 0 and 1, squared otherwise. */
export const boostRegressor = (options: BoostOptions = {}): Regressor => ({
  name: 'boost',
  fit: (rows) => {
    const { x, n, d, y, weight, seed } = rows;
    if (trivial(rows)) return constant(meanOf(rows));
    const loss = options.loss ?? (isBinary(y) ? 'logistic' : 'squared');
    const least = Math.min(20, Math.max(3, n / 40));
    const model = new BoostedTrees({
      loss,
      trees: n < 2000 ? 120 : 80,
      learningRate: n < 2000 ? 0.05 : 0.1,
      maxLeaves: 8,
      minHessian: loss === 'logistic' ? least / 5 : least,
      rowShare: n < 2000 ? 0.8 : 1,
      ...options,
    }).fit({ x, n, d, y, seed, ...(weight === undefined ? {} : { weight }) });
    return (of, m) => model.predict(of, m);
  },
});

/** Ridge first, then boosted trees on what it leaves: the trees need not climb a straight slope step by step. */
export const ridgeBoostRegressor = (options: BoostOptions = {}): Regressor => ({
  name: 'ridge-boost',
  fit: (rows) => {
    const line = ridgeRegressor.fit(rows);
    const fitted = line(rows.x, rows.n);
    const trees = boostRegressor({ ...options, loss: 'squared' }).fit({
      ...rows,
      y: rows.y.map((v, i) => v - (fitted[i] as number)),
    });
    return (of, m) => {
      const more = trees(of, m);
      return line(of, m).map((v, i) => v + (more[i] as number));
    };
  },
});
