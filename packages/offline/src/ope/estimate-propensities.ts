import { sigmoid } from '@causeway/contract';
import { fitLogistic, rowDot, takeRows } from '../maths/index.ts';
import { groupFolds } from '../nuisance/index.ts';

const FOLDS = 5;
/** Estimated propensities are kept this far from 0. */
const LEAST = 0.01;

/**
 * ê(x) of the shown arm by logistic regression, one arm against the rest, made to sum to one, on other people's rows (A5): n numbers.
 * `x` is n x p; columns are standardised inside.
 */
export const estimatePropensities = (input: {
  readonly x: Float64Array;
  readonly n: number;
  readonly p: number;
  readonly action: Int32Array;
  readonly arms: number;
  readonly group: readonly string[];
  readonly seed: number;
}): Float64Array => {
  const { n, action, arms } = input;
  const width = input.p + 1;
  const design = new Float64Array(n * width);
  for (let k = 0; k < input.p; k++) {
    let [sum, squares] = [0, 0];
    for (let i = 0; i < n; i++) {
      const v = input.x[i * input.p + k] as number;
      sum += v;
      squares += v * v;
    }
    const mean = sum / n;
    const deviation = Math.sqrt(Math.max(0, squares / n - mean * mean)) || 1;
    for (let i = 0; i < n; i++)
      design[i * width + k + 1] = ((input.x[i * input.p + k] as number) - mean) / deviation;
  }
  for (let i = 0; i < n; i++) design[i * width] = 1;
  const penalty = Float64Array.from({ length: width }, (_, k) => (k === 0 ? 1e-6 : 1));
  const folds = groupFolds(input.group, Math.min(FOLDS, new Set(input.group).size), input.seed);
  const out = new Float64Array(n);
  for (let j = 0; j < folds.count; j++) {
    const train = folds.train(j);
    const rows = takeRows(design, width, train);
    const fits = Array.from({ length: arms }, (_, a) => {
      const y = Float64Array.from(train, (i) => (action[i] === a ? 1 : 0));
      return fitLogistic({ x: rows, n: train.length, p: width, y, penalty }).coefficients;
    });
    for (const i of folds.test(j)) {
      const shares = fits.map((b) => sigmoid(rowDot(design, i, width, b)));
      const sum = shares.reduce((a, b) => a + b, 0);
      out[i] = Math.min(1, Math.max(LEAST, (shares[action[i] as number] as number) / sum));
    }
  }
  return out;
};
