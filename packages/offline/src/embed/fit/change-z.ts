import type { EncoderLayers } from '../network/encoder-layers.ts';

/** z' = R z + r as part of the encoder itself; R is size x size, row-major. The spread must be calibrated again afterwards. */
export const changeZ = (
  layers: EncoderLayers,
  r: ArrayLike<number>,
  offset: ArrayLike<number>,
): EncoderLayers => {
  const { size, hidden, w3, b3 } = layers;
  const weights = new Float32Array(size * hidden);
  const bias = new Float32Array(size);
  for (let i = 0; i < size; i++) {
    let shifted = offset[i] as number;
    for (let k = 0; k < size; k++) shifted += (r[i * size + k] as number) * (b3[k] as number);
    bias[i] = shifted;
    for (let j = 0; j < hidden; j++) {
      let sum = 0;
      for (let k = 0; k < size; k++) sum += (r[i * size + k] as number) * (w3[k * hidden + j] as number);
      weights[i * hidden + j] = sum;
    }
  }
  return { ...layers, w3: weights, b3: bias };
};

/** Mean and covariance (size x size) of z over n rows. */
export const momentsOf = (
  z: Float64Array,
  n: number,
  size: number,
): { mean: Float64Array; covariance: Float64Array } => {
  const mean = new Float64Array(size);
  const covariance = new Float64Array(size * size);
  for (let i = 0; i < n; i++)
    for (let k = 0; k < size; k++) mean[k] = (mean[k] as number) + (z[i * size + k] as number) / n;
  for (let i = 0; i < n; i++)
    for (let k = 0; k < size; k++) {
      const own = ((z[i * size + k] as number) - (mean[k] as number)) / n;
      for (let j = 0; j < size; j++)
        covariance[k * size + j] =
          (covariance[k * size + j] as number) + own * ((z[i * size + j] as number) - (mean[j] as number));
    }
  return { mean, covariance };
};

/** z with mean 0 and deviation 1 in each coordinate over the given rows: 0 then stands for someone of whom nothing is known. */
export const standardiseZ = (layers: EncoderLayers, z: Float64Array): EncoderLayers => {
  const { size } = layers;
  const { mean, covariance } = momentsOf(z, z.length / size, size);
  const r = new Float64Array(size * size);
  const offset = new Float64Array(size);
  for (let k = 0; k < size; k++) {
    const variance = covariance[k * size + k] as number;
    // A coordinate that does not vary says nothing, and is 0.
    const scale = variance > 1e-10 ? 1 / Math.sqrt(variance) : 0;
    r[k * size + k] = scale;
    offset[k] = -scale * (mean[k] as number);
  }
  return changeZ(layers, r, offset);
};
