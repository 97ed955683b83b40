import type { Arena, NetKernel } from '../../kernel/index.ts';
import type { Random } from '../../maths/index.ts';
import { startLayers } from '../../net/layer-copy.ts';
import { makeNetwork, type Network } from '../../net/network.ts';
import { contrastiveLoss } from '../network/contrastive-loss.ts';
import { drawLatent, latentBackward } from '../network/gaussian-latent.ts';
import { labelLoss, reconstructionLoss } from '../network/head-losses.ts';
import { sparseLayer } from '../network/sparse-layer.ts';
import { type DrawnBatch, MOST_NEIGHBOURS } from './draw-batch.ts';
import type { EncoderData, EncoderRecipe, EncoderShape } from './encoder-data.ts';

/** The parts of the loss of one batch; `total` is their weighted sum, without the adversary's. */
export type Losses = {
  readonly total: number;
  readonly label: number;
  readonly reconstruct: number;
  readonly contrast: number;
  readonly divergence: number;
  readonly adversary: number;
};

/** Inputs that are given back, most often non-zero ones first; more would cost more than they tell. */
const MOST_TARGETS = 512;

const pad = (n: number): number => Math.ceil(n / 4) * 4;

/** Which inputs the decoder gives back, and 1/variance of each over x. */
const targetsOf = ({ x }: EncoderData): { place: Int32Array; weight: Float64Array } => {
  const [count, sum, square] = [0, 1, 2].map(() => new Float64Array(x.p)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let e = 0; e < x.index.length; e++) {
    const [j, v] = [x.index[e] as number, x.value[e] as number];
    count[j] = (count[j] as number) + 1;
    sum[j] = (sum[j] as number) + v / x.n;
    square[j] = (square[j] as number) + (v * v) / x.n;
  }
  const order = Array.from(count.keys())
    .filter((j) => (count[j] as number) > 0)
    .sort((a, b) => (count[b] as number) - (count[a] as number) || a - b)
    .slice(0, MOST_TARGETS);
  const place = new Int32Array(x.p).fill(-1);
  const weight = Float64Array.from(order, (j, k) => {
    place[j] = k;
    return 1 / Math.max(0.02, (square[j] as number) - (sum[j] as number) ** 2);
  });
  return { place, weight };
};

/**
 * An encoder with all that trains it, in the kernel's memory: h = relu(W x + b); t = tanh(U [h | mean of neighbours' h] + ..) (B20);
 * [μ | s] affine in t; z = μ + e^(s/2) ε (B19); heads on z or (z, u), a decoder, an adversary. Every parameter is used once a step.
 */
export const encoderTrainer = (
  kernel: NetKernel,
  arena: Arena,
  data: EncoderData,
  recipe: EncoderRecipe,
  shape: EncoderShape,
  most: number,
  random: Random,
) => {
  const { width, hidden, size } = shape;
  const nodesMost = (recipe.contrast > 0 ? 2 : 1) * most;
  const first = sparseLayer(
    kernel,
    arena,
    data.x.p,
    width,
    nodesMost * (1 + (recipe.graph ? MOST_NEIGHBOURS : 0)),
  );
  first.start(random);
  const nets: Network[] = [];
  const net = (widths: readonly number[], batch: number): Network => {
    const made = makeNetwork(kernel, arena, { widths, activation: 'tanh', layerNorm: false, batch });
    startLayers(arena, made, random, new Float64Array(widths[widths.length - 1] as number));
    nets.push(made);
    return made;
  };
  const wide = recipe.graph ? 2 * width : width;
  const trunk = net([wide, hidden, 2 * size], nodesMost);
  const targets = recipe.reconstruct > 0 ? targetsOf(data) : null;
  const decoder = targets === null ? null : net([size, targets.weight.length], most);
  const u = data.context?.size ?? 0;
  const labelled = recipe.label > 0 && data.heads > 0;
  const heads = labelled ? net(u > 0 ? [size + u, 16, data.heads] : [size, data.heads], most) : null;
  const adversary =
    recipe.adversary > 0 && data.sensitive !== null ? net([size, 16, data.sensitive.heads], most) : null;
  const places = (ld: number): [number, number] => [
    arena.take(4 * nodesMost * ld),
    arena.take(4 * nodesMost * ld),
  ];
  const [joined, dJoined] = places(wide);
  const ldz = pad(size);
  const [z, dz] = places(ldz);
  const dzOf = arena.take(4 * nodesMost * ldz);
  const ldu = pad(size + u);
  const [zu, dzu] = places(ldu);
  const view = (at: number, numbers: number): Float32Array => arena.f32(at, numbers);

  /** Loss of a batch; with `learn` also all gradients. */
  const lossOf = (batch: DrawnBatch, learn: boolean): Losses => {
    const { nodes, rows: b, noise, input, to, heard, messageNoise } = batch;
    first.forward(input);
    const h = view(first.y, input.count * width);
    if (recipe.graph) {
      const t = view(joined, nodes * wide);
      for (let r = 0; r < nodes; r++) {
        t.set(h.subarray(r * width, (r + 1) * width), r * wide);
        for (let k = 0; k < width; k++) t[r * wide + width + k] = messageNoise?.[r * width + k] ?? 0;
      }
      to.forEach((r, m) => {
        const share = 1 / (heard[r] as number);
        for (let k = 0; k < width; k++) {
          const at = r * wide + width + k;
          t[at] = (t[at] as number) + share * (h[(nodes + m) * width + k] as number);
        }
      });
    }
    const trunkInput = recipe.graph ? joined : first.y;
    trunk.forward(trunkInput, nodes);
    const ldOut = trunk.out.ld;
    const out = view(trunk.out.y, nodes * ldOut);
    const zView = view(z, nodes * ldz);
    drawLatent(out, ldOut, size, nodes, noise, zView, ldz);
    const dzView = view(dz, nodes * ldz).fill(0);
    const own = { rows: input.rows, count: b };
    const addBack = (made: Network, at: number, ld: number, sign: number): void => {
      const into = ld === ldz ? dzOf : dzu;
      made.backward(at, b, into);
      const from = view(into, b * ld);
      for (let r = 0; r < b; r++)
        for (let k = 0; k < size; k++)
          dzView[r * ldz + k] = (dzView[r * ldz + k] as number) + sign * (from[r * ld + k] as number);
    };
    let [label, reconstruct, contrast, hostile] = [0, 0, 0, 0];
    if (heads !== null) {
      const at = u > 0 ? zu : z;
      const { context } = data;
      if (context !== null) {
        const joinedView = view(zu, b * ldu);
        for (let r = 0; r < b; r++) {
          for (let k = 0; k < size; k++) joinedView[r * ldu + k] = zView[r * ldz + k] as number;
          const from = (input.rows[r] as number) * u;
          for (let k = 0; k < u; k++) joinedView[r * ldu + size + k] = context.u[from + k] as number;
        }
      }
      heads.forward(at, b);
      const { ld } = heads.out;
      const eta = view(heads.out.y, b * ld);
      label = labelLoss(eta, ld, data.heads, { ...own, y: data.y }, recipe.label, view(heads.out.dy, b * ld));
      if (learn) addBack(heads, at, u > 0 ? ldu : ldz, 1);
    }
    if (decoder !== null && targets !== null) {
      decoder.forward(z, b);
      const { ld } = decoder.out;
      const [back, dback] = [view(decoder.out.y, b * ld), view(decoder.out.dy, b * ld)];
      reconstruct = reconstructionLoss(back, ld, targets, { ...own, x: data.x }, recipe.reconstruct, dback);
      if (learn) addBack(decoder, z, ldz, 1);
    }
    if (adversary !== null && data.sensitive !== null) {
      adversary.forward(z, b);
      const { ld } = adversary.out;
      const { y, heads: many } = data.sensitive;
      const [eta, deta] = [view(adversary.out.y, b * ld), view(adversary.out.dy, b * ld)];
      hostile = labelLoss(eta, ld, many, { ...own, y }, 1, deta);
      // The adversary goes down its loss, the encoder up.
      if (learn) addBack(adversary, z, ldz, -recipe.adversary);
    }
    if (nodes === 2 * b && b > 1)
      contrast = contrastiveLoss(zView, ldz, size, b, recipe.contrastOptions, recipe.contrast, dzView);
    const dOut = view(trunk.out.dy, nodes * ldOut).fill(0);
    const kl = recipe.variational;
    const divergence = latentBackward(out, ldOut, size, nodes, noise, dzView, ldz, kl, dOut);
    if (learn) {
      trunk.backward(trunkInput, nodes, recipe.graph ? dJoined : first.dy);
      if (recipe.graph) {
        const dh = view(first.dy, input.count * width).fill(0);
        const dt = view(dJoined, nodes * wide);
        for (let r = 0; r < nodes; r++) dh.set(dt.subarray(r * wide, r * wide + width), r * width);
        to.forEach((r, m) => {
          for (let k = 0; k < width; k++)
            dh[(nodes + m) * width + k] = (dt[r * wide + width + k] as number) / (heard[r] as number);
        });
      }
      first.backward(input);
    }
    const total =
      recipe.label * label +
      recipe.reconstruct * reconstruct +
      (nodes === 2 * b ? recipe.contrast * contrast : 0) +
      kl * divergence;
    return { total, label, reconstruct, contrast, divergence, adversary: hostile };
  };

  const step = (t: number, learningRate: number, weightDecay: number): void => {
    first.step(t, learningRate, weightDecay);
    for (const made of nets) made.step(t, learningRate, weightDecay);
  };

  /** Every block of parameters, with its gradient. */
  const blocks = [
    { w: first.w, g: first.g, numbers: first.numbers },
    ...nets.map(({ w, g, size: bytes }) => ({ w, g, numbers: bytes / 4 })),
  ];
  return { first, trunk, blocks, lossOf, step };
};
