import type { DenseLayer } from './dense-layer.ts';
import type { Scaling } from './scaling.ts';

/**
 * The same net on columns as they are: first W_ij / s_i and b_j - Σ_i m_i W_ij / s_i, last (of the squared loss)
 * W s_y and b s_y + m_y; in f64, rounded once.
 */
export const foldScaling = (layers: readonly DenseLayer[], scaling: Scaling): DenseLayer[] => {
  const { mean, deviation, yMean, yDeviation } = scaling;
  return layers.map((layer, l) => {
    const { inputs, outputs } = layer;
    const weight = Float64Array.from(layer.weight);
    const bias = Float64Array.from(layer.bias);
    if (l === 0)
      for (let i = 0; i < inputs; i++)
        for (let j = 0; j < outputs; j++) {
          const own = (weight[i * outputs + j] as number) / (deviation[i] as number);
          weight[i * outputs + j] = own;
          bias[j] = (bias[j] as number) - (mean[i] as number) * own;
        }
    const last = l === layers.length - 1;
    const [scale, shift] = last ? [yDeviation, yMean] : [1, 0];
    return {
      ...layer,
      weight: Float32Array.from(weight, (v) => v * scale),
      bias: Float32Array.from(bias, (v) => v * scale + shift),
    };
  });
};
