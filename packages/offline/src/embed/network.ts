import { clamp, EMBEDDING_SIZE, log, sigmoid, tanh } from '@causeway/contract';

/**
 * The encoder's net while it is trained: t = tanh(W c + b) (B14), heads σ(Vt + h) on the labels (B15, B16), and a decoder D t
 * that must give the inputs back, so that z also keeps what the labels do not ask for.
 * Parameters lie in one vector: W (8 x p), b (8), V (H x 8), h (H), D (p x 8).
 */
export type NetworkShape = { readonly inputs: number; readonly heads: number };

const D = EMBEDDING_SIZE;

export const networkOffsets = ({ inputs, heads }: NetworkShape) => {
  const b = D * inputs;
  const v = b + D;
  const h = v + heads * D;
  const decoder = h + heads;
  return { w: 0, b, v, h, decoder, size: decoder + inputs * D };
};

/** t = tanh(W c + b) of one customer, c beginning at `start`. */
export const hidden = (
  params: Float64Array,
  shape: NetworkShape,
  c: ArrayLike<number>,
  start: number,
): Float64Array => {
  const at = networkOffsets(shape);
  return Float64Array.from({ length: D }, (_, k) => {
    let sum = params[at.b + k] as number;
    for (let j = 0; j < shape.inputs; j++)
      sum += (params[k * shape.inputs + j] as number) * (c[start + j] as number);
    return tanh(sum);
  });
};

export type Batch = {
  /** All inputs, n x p, and all labels, n x H. */
  readonly c: Float64Array;
  readonly y: Float64Array;
  readonly rows: ArrayLike<number>;
};

/** What the loss weighs beside the labels: giving the inputs back, and small weights. */
export type LossWeights = { readonly reconstruction: number; readonly decay: number };

/**
 * L = mean over rows of Σ_heads CE(y, p) (B16) + reconstruction/p |D t - c|², plus decay/2 |params|²; and its gradient, written by
 * hand (a test holds it against finite differences). `gradient` is overwritten.
 */
export const lossAndGradient = (
  params: Float64Array,
  shape: NetworkShape,
  batch: Batch,
  weights: LossWeights,
  gradient: Float64Array,
): { loss: number; labelLoss: number } => {
  const { inputs, heads } = shape;
  const at = networkOffsets(shape);
  gradient.fill(0);
  let labelLoss = 0;
  let backLoss = 0;
  const n = batch.rows.length;
  const toT = new Float64Array(D);
  for (let r = 0; r < n; r++) {
    const row = batch.rows[r] as number;
    const t = hidden(params, shape, batch.c, row * inputs);
    toT.fill(0);
    for (let h = 0; h < heads; h++) {
      let eta = params[at.h + h] as number;
      for (let k = 0; k < D; k++) eta += (params[at.v + h * D + k] as number) * (t[k] as number);
      const p = sigmoid(eta);
      const y = batch.y[row * heads + h] as number;
      labelLoss -= log(clamp(y === 1 ? p : 1 - p, 1e-12, 1));
      const error = (p - y) / n;
      gradient[at.h + h] = (gradient[at.h + h] as number) + error;
      for (let k = 0; k < D; k++) {
        const v = at.v + h * D + k;
        gradient[v] = (gradient[v] as number) + error * (t[k] as number);
        toT[k] = (toT[k] as number) + error * (params[v] as number);
      }
    }
    for (let j = 0; j < inputs; j++) {
      const d = at.decoder + j * D;
      let back = 0;
      for (let k = 0; k < D; k++) back += (params[d + k] as number) * (t[k] as number);
      const gap = back - (batch.c[row * inputs + j] as number);
      backLoss += gap * gap;
      const error = (2 * weights.reconstruction * gap) / (inputs * n);
      for (let k = 0; k < D; k++) {
        gradient[d + k] = (gradient[d + k] as number) + error * (t[k] as number);
        toT[k] = (toT[k] as number) + error * (params[d + k] as number);
      }
    }
    for (let k = 0; k < D; k++) {
      const error = (toT[k] as number) * (1 - (t[k] as number) ** 2);
      gradient[at.b + k] = (gradient[at.b + k] as number) + error;
      for (let j = 0; j < inputs; j++) {
        const w = k * inputs + j;
        gradient[w] = (gradient[w] as number) + error * (batch.c[row * inputs + j] as number);
      }
    }
  }
  let squares = 0;
  for (let k = 0; k < params.length; k++) {
    squares += (params[k] as number) ** 2;
    gradient[k] = (gradient[k] as number) + weights.decay * (params[k] as number);
  }
  labelLoss /= n;
  const loss = labelLoss + (weights.reconstruction * backLoss) / (inputs * n) + (weights.decay / 2) * squares;
  return { loss, labelLoss };
};
