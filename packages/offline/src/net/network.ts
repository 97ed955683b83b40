import type { Arena, NetKernel } from '../kernel/index.ts';
import type { Activation } from './dense-layer.ts';

/** One layer's places in the arena (offsets in bytes from a block's start for the parameters, absolute for the rest). */
type Plan = {
  readonly inputs: number;
  readonly outputs: number;
  readonly ldIn: number;
  readonly ld: number;
  readonly activation: Activation;
  readonly weight: number;
  readonly bias: number;
  /** -1 without a norm. */
  readonly gain: number;
  readonly shift: number;
  readonly y: number;
  readonly dy: number;
  readonly hat: number;
  readonly scale: number;
  readonly transposed: number;
};

export type NetworkShape = {
  /** Inputs, hidden widths, outputs. */
  readonly widths: readonly number[];
  readonly activation: Activation;
  readonly layerNorm: boolean;
  /** Most rows of a batch. */
  readonly batch: number;
};

const padded = (n: number): number => Math.ceil(n / 4) * 4;

/** A net in the kernel's memory: parameters w, gradients g, and Adam's means m and v are four blocks of one layout. */
export type Network = ReturnType<typeof makeNetwork>;

export const makeNetwork = (kernel: NetKernel, arena: Arena, shape: NetworkShape) => {
  const { widths, batch } = shape;
  const layers: Plan[] = [];
  let size = 0;
  const reserve = (numbers: number): number => {
    const at = size;
    size += 4 * numbers;
    return at;
  };
  for (let l = 0; l + 1 < widths.length; l++) {
    const [inputs, outputs] = [widths[l] as number, widths[l + 1] as number];
    const [ldIn, ld] = [padded(inputs), padded(outputs)];
    const last = l + 2 === widths.length;
    const normed = shape.layerNorm && !last;
    layers.push({
      inputs,
      outputs,
      ldIn,
      ld,
      activation: last ? 'linear' : shape.activation,
      weight: reserve(inputs * ld),
      bias: reserve(ld),
      gain: normed ? reserve(ld) : -1,
      shift: normed ? reserve(ld) : -1,
      y: arena.take(4 * batch * ld),
      dy: arena.take(4 * batch * ld),
      hat: normed ? arena.take(4 * batch * ld) : -1,
      scale: normed ? arena.take(4 * batch) : -1,
      transposed: arena.take(4 * outputs * ldIn),
    });
  }
  const [w, g, m, v] = [0, 1, 2, 3].map(() => arena.take(size)) as [number, number, number, number];
  const out = layers[layers.length - 1] as Plan;

  /** Fills the last layer's y from `rows` rows at x (padded to a multiple of 4 columns). */
  const forward = (x: number, rows: number): void => {
    let input = x;
    for (const p of layers) {
      kernel.gemm(input, 4 * p.ldIn, 4, w + p.weight, p.y, rows, p.ld, p.inputs);
      kernel.addBias(p.y, rows, p.ld, w + p.bias);
      if (p.gain >= 0) kernel.layerNorm(p.y, rows, p.outputs, p.ld, w + p.gain, w + p.shift, p.hat, p.scale);
      if (p.activation === 'relu') kernel.relu(p.y, rows * p.ld);
      if (p.activation === 'tanh') kernel.tanh(p.y, rows * p.ld);
      input = p.y;
    }
  };

  /** From the last layer's dy to all gradients in g; and to that of x, where a place `dx` of x's form is given for it. */
  const backward = (x: number, rows: number, dx = -1): void => {
    for (let l = layers.length - 1; l >= 0; l--) {
      const p = layers[l] as Plan;
      const below = layers[l - 1];
      if (p.activation === 'relu') kernel.reluBack(p.dy, p.y, rows * p.ld);
      if (p.activation === 'tanh') kernel.tanhBack(p.dy, p.y, rows * p.ld);
      if (p.gain >= 0)
        kernel.layerNormBack(
          p.dy,
          rows,
          p.outputs,
          p.ld,
          w + p.gain,
          p.hat,
          p.scale,
          g + p.gain,
          g + p.shift,
        );
      kernel.columnSums(p.dy, rows, p.ld, g + p.bias);
      kernel.gemm(below?.y ?? x, 4, 4 * p.ldIn, p.dy, g + p.weight, p.inputs, p.ld, rows);
      const to = below?.dy ?? dx;
      if (to < 0) continue;
      kernel.transpose(w + p.weight, p.inputs, p.outputs, p.ld, p.transposed, p.ldIn);
      kernel.gemm(p.dy, 4 * p.ld, 4, p.transposed, to, rows, p.ldIn, p.outputs);
    }
  };

  /** Adam's step number t = 1, 2, ..: m and v with rates 0.9 and 0.999, corrected for their start at 0. */
  const step = (t: number, learningRate: number, weightDecay: number): void => {
    const rate = learningRate / (1 - 0.9 ** t);
    const root = 1 / Math.sqrt(1 - 0.999 ** t);
    const update = (at: number, numbers: number, fade: number): void =>
      kernel.adam(w + at, g + at, m + at, v + at, numbers, rate, 0.9, 0.999, root, 1e-8, fade);
    for (const p of layers) {
      update(p.weight, p.inputs * p.ld, learningRate * weightDecay);
      update(p.bias, p.ld, 0);
      if (p.gain >= 0) update(p.gain, p.ld, 0);
      if (p.shift >= 0) update(p.shift, p.ld, 0);
    }
  };

  return { layers, w, g, size, out, forward, backward, step };
};
