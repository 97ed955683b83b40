import { makeRandom, take, takeRows } from '../maths/index.ts';
import { DenseNet, type NetOptions } from '../net/index.ts';
import type { RegressionRows, Regressor } from './regressor.ts';
import { isBinary, meanRegressor } from './regressors.ts';

/** Rows under which a net has nothing to stop it by. */
const LEAST_ROWS = 60;
/** One row in so many says when to stop. */
const HELD = 5;

const part = ({ x, d, y, weight }: RegressionRows, own: readonly number[]) => ({
  x: takeRows(x, d, own),
  n: own.length,
  y: take(y, own),
  ...(weight === undefined ? {} : { weight: take(weight, own) }),
});

/** A small dense net, logistic for outcomes of 0 and 1, squared otherwise; a fifth of the rows, held out, says when it stops. */
export const netRegressor = (options: NetOptions = {}): Regressor => ({
  name: 'net',
  fit: (rows) => {
    const { n, d, y, seed } = rows;
    if (n < LEAST_ROWS || y.every((v) => v === y[0])) return meanRegressor.fit(rows);
    const order = Array.from(makeRandom(seed).permutation(n));
    const held = Math.floor(n / HELD);
    const net = new DenseNet({
      loss: isBinary(y) ? 'logistic' : 'squared',
      hidden: [24, 12],
      weightDecay: 0.1,
      learningRate: 0.003,
      epochs: 200,
      batch: n < 10_000 ? 64 : 256,
      patience: 10,
      ...options,
    }).fit({ ...part(rows, order.slice(held)), d, seed, validation: part(rows, order.slice(0, held)) });
    return (of, m) => net.predict(of, m);
  },
});
