import { denseOnnx, lowerOnnx } from '../../onnx/index.ts';
import { type EncoderLayers, linearUnits } from '../network/encoder-layers.ts';

/**
 * The encoder as .onnx and as the kernel's blob: one row of inputs (dense; with a graph the `width` numbers of the message behind
 * them, zeros for someone without neighbours) -> z (size), then ln of its variances (size). What stays linear in the first layer goes through
 * the relu twice, as a and as -a, and is put together again by the second layer's weights.
 */
export const exportEncoder = (
  layers: EncoderLayers,
  names: readonly string[],
): { onnx: Uint8Array; blob: Uint8Array<ArrayBuffer> } => {
  const { inputs, width, hidden, graph, w1, b1, w2, b2, w3, b3, w4, b4 } = layers;
  const messages = graph ? width : 0;
  const k = inputs + messages;
  const wide = width + messages;
  // Each unit of [h | message] with the sign it goes through the relu with.
  const units = Array.from({ length: wide }, (_, o) => ({ o, sign: 1 }));
  for (let o = 0; o < wide; o++) if (o < linearUnits(width) || o >= width) units.push({ o, sign: -1 });
  const first = new Float32Array(units.length * k);
  const bias = new Float32Array(units.length);
  const second = new Float32Array(hidden * units.length);
  units.forEach(({ o, sign }, u) => {
    if (o >= width) first[u * k + inputs + o - width] = sign;
    else {
      for (let j = 0; j < inputs; j++) first[u * k + j] = sign * (w1[j * width + o] as number);
      bias[u] = sign * (b1[o] as number);
    }
    for (let t = 0; t < hidden; t++) second[t * units.length + u] = sign * (w2[t * wide + o] as number);
  });
  const onnx = denseOnnx({
    inputs: k,
    names: [...names, ...Array.from({ length: messages }, (_, o) => `message ${o}`)],
    layers: [
      { weights: first, bias, activation: 'relu' },
      { weights: second, bias: b2, activation: 'tanh' },
      {
        weights: Float32Array.from([...w3, ...w4]),
        bias: Float32Array.from([...b3, ...b4]),
        activation: 'identity',
      },
    ],
  });
  return { onnx, blob: lowerOnnx(onnx) };
};
