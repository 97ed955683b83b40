export type Activation = 'linear' | 'relu' | 'tanh';

/** y = activation(norm(xᵀW + b)); weight is inputs x outputs, row-major. */
export type DenseLayer = {
  readonly inputs: number;
  readonly outputs: number;
  readonly weight: Float32Array;
  readonly bias: Float32Array;
  /** By row v: gain (v - mean(v)) / sqrt(variance(v) + 1e-5) + shift. */
  readonly norm?: { readonly gain: Float32Array; readonly shift: Float32Array };
  readonly activation: Activation;
};
