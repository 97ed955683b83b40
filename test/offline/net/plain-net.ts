import { exp, log } from '@causeway/contract';
import type { DenseLayer } from '../../../packages/offline/src/net/dense-layer.ts';

const activate = (v: number, activation: DenseLayer['activation']): number => {
  if (activation === 'relu') return Math.max(0, v);
  return activation === 'tanh' ? 1 - 2 / (exp(2 * v) + 1) : v;
};

/** The layers on one row, from the definition, in f64. */
export const plainRow = (layers: readonly DenseLayer[], row: readonly number[]): number[] => {
  let h = [...row];
  for (const { inputs, outputs, weight, bias, norm, activation } of layers) {
    let z = Array.from({ length: outputs }, (_, j) => {
      let sum = bias[j] as number;
      for (let i = 0; i < inputs; i++) sum += (h[i] as number) * (weight[i * outputs + j] as number);
      return sum;
    });
    if (norm !== undefined) {
      const mean = z.reduce((a, b) => a + b, 0) / outputs;
      const variance = z.reduce((a, b) => a + (b - mean) ** 2, 0) / outputs;
      z = z.map(
        (v, j) =>
          ((norm.gain[j] as number) * (v - mean)) / Math.sqrt(variance + 1e-5) + (norm.shift[j] as number),
      );
    }
    h = z.map((v) => activate(v, activation));
  }
  return h;
};

export const plainLoss = (
  loss: 'logistic' | 'squared' | 'softmax',
  z: readonly number[],
  y: number,
): number => {
  const first = z[0] as number;
  if (loss === 'squared') return (first - y) ** 2 / 2;
  if (loss === 'logistic') return Math.max(0, first) + log(1 + exp(-Math.abs(first))) - y * first;
  const top = Math.max(...z);
  return top + log(z.reduce((a, v) => a + exp(v - top), 0)) - (z[y] as number);
};
