import type { Arena } from '../kernel/index.ts';
import type { Random } from '../maths/index.ts';
import type { DenseLayer } from './dense-layer.ts';
import type { Network } from './network.ts';

/**
 * First weights: normal with variance 2/inputs before a relu (He), 2/(inputs + outputs) else (Glorot); gains of one; the last
 * layer's biases as given, all other numbers 0.
 */
export const startLayers = (
  arena: Arena,
  net: Network,
  random: Random,
  lastBias: ArrayLike<number>,
): void => {
  const numbers = arena.f32(net.w, net.size / 4).fill(0);
  for (const p of net.layers) {
    const size = Math.sqrt(2 / (p.activation === 'relu' ? p.inputs : p.inputs + p.outputs));
    for (let i = 0; i < p.inputs; i++)
      for (let j = 0; j < p.outputs; j++) numbers[p.weight / 4 + i * p.ld + j] = size * random.normal();
    if (p.gain >= 0) numbers.fill(1, p.gain / 4, p.gain / 4 + p.outputs);
  }
  numbers.set(lastBias, net.out.bias / 4);
};

/** The layers out of a block of parameters (w or g of a network), without padding. */
export const readLayers = (arena: Arena, net: Network, block: number): DenseLayer[] => {
  const numbers = arena.f32(block, net.size / 4);
  return net.layers.map((p) => {
    const weight = new Float32Array(p.inputs * p.outputs);
    for (let i = 0; i < p.inputs; i++) {
      const row = p.weight / 4 + i * p.ld;
      weight.set(numbers.subarray(row, row + p.outputs), i * p.outputs);
    }
    const piece = (at: number): Float32Array => numbers.slice(at / 4, at / 4 + p.outputs);
    return {
      inputs: p.inputs,
      outputs: p.outputs,
      weight,
      bias: piece(p.bias),
      ...(p.gain >= 0 ? { norm: { gain: piece(p.gain), shift: piece(p.shift) } } : {}),
      activation: p.activation,
    };
  });
};

/** The other way. */
export const writeLayers = (arena: Arena, net: Network, layers: readonly DenseLayer[]): void => {
  const numbers = arena.f32(net.w, net.size / 4).fill(0);
  net.layers.forEach((p, l) => {
    const { weight, bias, norm } = layers[l] as DenseLayer;
    for (let i = 0; i < p.inputs; i++)
      numbers.set(weight.subarray(i * p.outputs, (i + 1) * p.outputs), p.weight / 4 + i * p.ld);
    numbers.set(bias, p.bias / 4);
    if (norm === undefined) return;
    numbers.set(norm.gain, p.gain / 4);
    numbers.set(norm.shift, p.shift / 4);
  });
};
