import { coordinateSpread, tanh } from '@causeway/contract';
import type { SparseRows } from '../rows/sparse-rows.ts';

/**
 * A trained encoder's numbers: a = W1 x + b1, h = a in its first half and relu(a) in its second, t = tanh(W2 [h | message] + b2),
 * z = W3 t + b3, and ln of z's variances s = W4 t + b4 (B14, B19, B20). All that is done to z afterwards (scales, projections, rotations) is within W3 and b3.
 */
export type EncoderLayers = {
  readonly inputs: number;
  readonly width: number;
  readonly hidden: number;
  readonly size: number;
  /** whether t reads the neighbours' message beside h */
  readonly graph: boolean;
  /** inputs x width: one row an input */
  readonly w1: Float32Array;
  readonly b1: Float32Array;
  /** hidden x (width, or 2 width with a graph) */
  readonly w2: Float32Array;
  readonly b2: Float32Array;
  /** size x hidden */
  readonly w3: Float32Array;
  readonly b3: Float32Array;
  readonly w4: Float32Array;
  readonly b4: Float32Array;
};

/** Units of the first layer that stay linear: the first half. */
export const linearUnits = (width: number): number => width >> 1;

/** h of chosen inputs of a row: `sees` says which inputs count. */
export const firstLayer = (
  layers: EncoderLayers,
  rows: SparseRows,
  i: number,
  out: Float64Array,
  sees: ((input: number) => boolean) | null = null,
): Float64Array => {
  const { width, w1, b1 } = layers;
  for (let k = 0; k < width; k++) out[k] = b1[k] as number;
  for (let e = rows.start[i] as number; e < (rows.start[i + 1] as number); e++) {
    const j = rows.index[e] as number;
    if (sees !== null && !sees(j)) continue;
    const value = rows.value[e] as number;
    const from = j * width;
    for (let k = 0; k < width; k++) out[k] = (out[k] as number) + value * (w1[from + k] as number);
  }
  for (let k = linearUnits(width); k < width; k++) if ((out[k] as number) < 0) out[k] = 0;
  return out;
};

/** t of one row from its h and, with a graph, the message (zeros for someone with no neighbours). */
export const hiddenLayer = (
  { width, hidden, graph, w2, b2 }: EncoderLayers,
  h: Float64Array,
  message: ArrayLike<number> | null,
  out: Float64Array,
): Float64Array => {
  const wide = graph ? 2 * width : width;
  for (let k = 0; k < hidden; k++) {
    let sum = b2[k] as number;
    const from = k * wide;
    for (let j = 0; j < width; j++) sum += (w2[from + j] as number) * (h[j] as number);
    if (graph && message !== null)
      for (let j = 0; j < width; j++) sum += (w2[from + width + j] as number) * (message[j] as number);
    out[k] = tanh(sum);
  }
  return out;
};

const affine = (w: Float32Array, b: Float32Array, t: Float64Array, k: number): number => {
  let sum = b[k] as number;
  const from = k * t.length;
  for (let j = 0; j < t.length; j++) sum += (w[from + j] as number) * (t[j] as number);
  return sum;
};

/** z and its deviations, n x size each. */
export type Vectors = {
  readonly n: number;
  readonly size: number;
  readonly z: Float64Array;
  readonly spread: Float64Array;
};

export type RunOptions = {
  /** the message of row i, when it has one */
  readonly message?: (i: number) => Float64Array | null;
  /** which inputs of row i count; all by default */
  readonly sees?: (i: number) => ((input: number) => boolean) | null;
};

/** t of chosen rows (m x hidden). */
export const hiddenRows = (
  layers: EncoderLayers,
  rows: SparseRows,
  chosen: ArrayLike<number>,
  { message, sees }: RunOptions = {},
): Float64Array => {
  const { hidden, width } = layers;
  const t = new Float64Array(chosen.length * hidden);
  const h = new Float64Array(width);
  for (let m = 0; m < chosen.length; m++) {
    const i = chosen[m] as number;
    firstLayer(layers, rows, i, h, sees?.(i) ?? null);
    hiddenLayer(layers, h, message?.(i) ?? null, t.subarray(m * hidden, (m + 1) * hidden));
  }
  return t;
};

/** z and spread of given t (m x hidden). */
export const outputsOf = (layers: EncoderLayers, t: Float64Array): Vectors => {
  const { size, hidden, w3, b3, w4, b4 } = layers;
  const n = t.length / hidden;
  const z = new Float64Array(n * size);
  const spread = new Float64Array(n * size);
  for (let i = 0; i < n; i++) {
    const own = t.subarray(i * hidden, (i + 1) * hidden);
    for (let k = 0; k < size; k++) {
      z[i * size + k] = affine(w3, b3, own, k);
      spread[i * size + k] = coordinateSpread(affine(w4, b4, own, k));
    }
  }
  return { n, size, z, spread };
};

const PIECE = 4096;

/** z and spread of every row (B14). */
export const runEncoder = (layers: EncoderLayers, rows: SparseRows, options: RunOptions = {}): Vectors => {
  const { size } = layers;
  const z = new Float64Array(rows.n * size);
  const spread = new Float64Array(rows.n * size);
  for (let from = 0; from < rows.n; from += PIECE) {
    const chosen = Int32Array.from({ length: Math.min(PIECE, rows.n - from) }, (_, k) => from + k);
    const own = outputsOf(layers, hiddenRows(layers, rows, chosen, options));
    z.set(own.z, from * size);
    spread.set(own.spread, from * size);
  }
  return { n: rows.n, size, z, spread };
};
