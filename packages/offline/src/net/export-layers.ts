import type { DenseLayer } from './dense-layer.ts';
import type { NetLoss } from './net-options.ts';
import type { Scaling } from './scaling.ts';

/** y = activation(norm(W x + b)) of an exported net; weights is W, outputs x inputs, row-major. */
export type NetLayer = {
  readonly inputs: number;
  readonly outputs: number;
  readonly weights: Float32Array;
  readonly bias: Float32Array;
  readonly activation: 'identity' | 'relu' | 'tanh' | 'sigmoid' | 'softmax';
  readonly norm?: { readonly scale: Float32Array; readonly bias: Float32Array; readonly epsilon: number };
};

const LAST = { logistic: 'sigmoid', squared: 'identity', softmax: 'softmax' } as const;

/**
 * The net on columns as they are, from x to prediction: in the first layer W_ij / s_i and b_j - Σ_i m_i W_ij / s_i, in the last one
 * (of the squared loss) W s_y and b s_y + m_y; in f64, rounded once.
 */
export const exportLayers = (layers: readonly DenseLayer[], scaling: Scaling, loss: NetLoss): NetLayer[] => {
  const { mean, deviation, yMean, yDeviation } = scaling;
  return layers.map(({ inputs, outputs, weight, bias, norm, activation }, l) => {
    const last = l === layers.length - 1;
    const [scale, shift] = last ? [yDeviation, yMean] : [1, 0];
    const weights = new Float64Array(inputs * outputs);
    const shifted = Float64Array.from(bias);
    for (let j = 0; j < outputs; j++)
      for (let i = 0; i < inputs; i++) {
        const own = (weight[i * outputs + j] as number) / (l === 0 ? (deviation[i] as number) : 1);
        weights[j * inputs + i] = own;
        if (l === 0) shifted[j] = (shifted[j] as number) - (mean[i] as number) * own;
      }
    return {
      inputs,
      outputs,
      weights: Float32Array.from(weights, (v) => v * scale),
      bias: Float32Array.from(shifted, (v) => v * scale + shift),
      activation: last ? LAST[loss] : activation === 'linear' ? 'identity' : activation,
      ...(norm === undefined ? {} : { norm: { scale: norm.gain, bias: norm.shift, epsilon: 1e-5 } }),
    };
  });
};
