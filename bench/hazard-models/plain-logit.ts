import { sigmoid } from '@causeway/contract';
import type { PreparedRows } from '@causeway/offline';
import { fitLogistic } from '../../packages/offline/src/maths/index.ts';

/** The peer on any data: a logistic regression on the encoded columns as they are, ridge 1 on standard deviations. */
export const plainLogit = ({ train, test }: PreparedRows): Float64Array => {
  const { n, d } = train;
  const mean = new Float64Array(d);
  const square = new Float64Array(d);
  for (let k = 0; k < n * d; k++) mean[k % d] = (mean[k % d] as number) + (train.x[k] as number) / n;
  for (let k = 0; k < n * d; k++)
    square[k % d] = (square[k % d] as number) + ((train.x[k] as number) - (mean[k % d] as number)) ** 2 / n;
  const p = d + 1;
  const cell = (x: Float32Array, i: number, k: number): number =>
    ((x[i * d + k] as number) - (mean[k] as number)) / Math.sqrt(Math.max(square[k] as number, 1e-12));
  const x = Float64Array.from({ length: n * p }, (_, at) =>
    at % p === 0 ? 1 : cell(train.x, Math.floor(at / p), (at % p) - 1),
  );
  const penalty = Float64Array.from({ length: p }, (_, k) => (k === 0 ? 0 : 1));
  const { coefficients } = fitLogistic({ x, n, p, y: train.y, penalty });
  return Float64Array.from({ length: test.n }, (_, i) => {
    let score = coefficients[0] as number;
    for (let k = 0; k < d; k++) score += (coefficients[k + 1] as number) * cell(test.x, i, k);
    return sigmoid(score);
  });
};
