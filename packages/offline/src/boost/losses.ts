import { exp, log } from '@causeway/contract';
import { customLoss } from './custom-loss.ts';
import type { CustomLoss, Labels, Loss } from './loss.ts';
import { weightedQuantile } from './weighted-quantile.ts';

export type LossName = 'squared' | 'logistic' | 'poisson' | 'quantile';

const meanOf = ({ n, weight }: Labels, value: (i: number) => number): number => {
  let top = 0;
  let bottom = 0;
  for (let i = 0; i < n; i++) {
    const w = weight[i] as number;
    top += w * value(i);
    bottom += w;
  }
  return top / bottom;
};

const meanOutcome = (labels: Labels): number => meanOf(labels, (i) => labels.y[i] as number);

/** ℓ = (F - y)²/2. */
const squared: Loss = {
  link: 'identity',
  allowed: () => undefined,
  minHessian: 20,
  maxStep: 0,
  base: meanOutcome,
  pairs: (kernel, _, { score, y, weight, n, pairs }) => kernel.squaredPairs(score, y, weight, n, pairs),
  deviance: (score, labels) =>
    meanOf(labels, (i) => ((score[i] as number) - (labels.y[i] as number)) ** 2 / 2),
};

/** ℓ = ln(1 + e^F) - y F, y in [0, 1]. */
const logistic: Loss = {
  link: 'logistic',
  allowed: (y) => (y >= 0 && y <= 1 ? undefined : 'a number from 0 to 1'),
  minHessian: 1,
  maxStep: 0,
  base: (labels) => {
    // A share of 0 or 1 has no finite log-odds; 1e-7 stands in for it.
    const p = Math.min(1 - 1e-7, Math.max(1e-7, meanOutcome(labels)));
    return log(p / (1 - p));
  },
  pairs: (kernel, _, { score, y, weight, n, pairs }) => kernel.logisticPairs(score, y, weight, n, pairs),
  deviance: (score, labels) =>
    meanOf(labels, (i) => {
      const f = score[i] as number;
      return Math.max(0, f) + log(1 + exp(-Math.abs(f))) - (labels.y[i] as number) * f;
    }),
};

/** ℓ = e^F - y F, y >= 0. A Newton step from a small mean overshoots, so it is held to 0.7. */
const poisson: Loss = {
  link: 'log',
  allowed: (y) => (y >= 0 ? undefined : 'a number of at least 0'),
  minHessian: 1,
  maxStep: 0.7,
  base: (labels) => log(Math.max(1e-9, meanOutcome(labels))),
  pairs: (kernel, _, { score, y, weight, n, pairs }) => kernel.poissonPairs(score, y, weight, n, pairs),
  deviance: (score, labels) =>
    meanOf(labels, (i) => exp(score[i] as number) - (labels.y[i] as number) * (score[i] as number)),
};

/** ℓ = (y - F)(q - 1[F >= y]): the pinball loss, whose minimiser is the q-quantile. */
const quantile = (q: number): Loss => ({
  link: 'identity',
  allowed: () => undefined,
  minHessian: 20,
  maxStep: 0,
  leafQuantile: q,
  base: ({ y, weight, n }) =>
    weightedQuantile(
      Float64Array.from({ length: n }, (_, i) => y[i] as number),
      weight,
      q,
    ),
  pairs: (kernel, _, { score, y, weight, n, pairs }) => kernel.quantilePairs(score, y, weight, n, pairs, q),
  deviance: (score, labels) =>
    meanOf(labels, (i) => {
      const gap = (labels.y[i] as number) - (score[i] as number);
      return gap * (gap <= 0 ? q - 1 : q);
    }),
});

export const lossOf = (loss: LossName | CustomLoss, q: number): Loss => {
  if (typeof loss !== 'string') return customLoss(loss);
  switch (loss) {
    case 'squared':
      return squared;
    case 'logistic':
      return logistic;
    case 'poisson':
      return poisson;
    case 'quantile':
      return quantile(q);
  }
};
