import { denseOnnx, lowerOnnx } from '../../onnx/index.ts';
import type { EncoderLayers } from '../network/encoder-layers.ts';

/**
 * The encoder as .onnx and as the kernel's blob: one row of inputs (dense; with a graph the `width` numbers of the message behind
 * them, zeros for someone without neighbours) -> z (size), then ln of its variances (size). Relu leaves a message as it is where it is not
 * negative, so a message must be cut at 0, as `messageOf` does.
 */
export const exportEncoder = (
  layers: EncoderLayers,
  names: readonly string[],
): { onnx: Uint8Array; blob: Uint8Array<ArrayBuffer> } => {
  const { inputs, width, hidden, size, graph, w1, b1, w2, b2, w3, b3, w4, b4 } = layers;
  const extra = graph ? width : 0;
  const k = inputs + extra;
  const first = new Float32Array((width + extra) * k);
  for (let j = 0; j < inputs; j++)
    for (let o = 0; o < width; o++) first[o * k + j] = w1[j * width + o] as number;
  for (let o = 0; o < extra; o++) first[(width + o) * k + inputs + o] = 1;
  const bias = new Float32Array(width + extra);
  bias.set(b1);
  const last = new Float32Array(2 * size * hidden);
  last.set(w3);
  last.set(w4, size * hidden);
  const onnx = denseOnnx({
    inputs: k,
    names: [...names, ...Array.from({ length: extra }, (_, o) => `message ${o}`)],
    layers: [
      { weights: first, bias, activation: 'relu' },
      { weights: w2, bias: b2, activation: 'tanh' },
      { weights: last, bias: Float32Array.from([...b3, ...b4]), activation: 'identity' },
    ],
  });
  return { onnx, blob: lowerOnnx(onnx) };
};
