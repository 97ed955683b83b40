import { log } from '@causeway/contract';
import { type Arena, type NetKernel, withNetKernel } from '../kernel/index.ts';
import { makeRandom } from '../maths/index.ts';
import { batchLoss } from './batch-loss.ts';
import type { DenseLayer } from './dense-layer.ts';
import { readLayers, startLayers } from './layer-copy.ts';
import type { NetInput } from './net-data.ts';
import type { NetParameters } from './net-options.ts';
import { makeNetwork, type Network } from './network.ts';
import { type PlacedRows, placeRows } from './place-rows.ts';
import { type Scaling, scalingOf } from './scaling.ts';

export type NetFit = {
  /** On scaled columns. */
  readonly layers: readonly DenseLayer[];
  readonly scaling: Scaling;
  /** Mean loss by epoch: on the validation rows where there are any, else on the batches as they came. */
  readonly losses: readonly number[];
};

/** The last bias of a net that knows nothing of x: log-odds, 0 (scaled mean), or log shares. */
const startBias = (input: NetInput, { loss, classes }: NetParameters): number[] => {
  if (loss === 'squared') return [0];
  const share = new Float64Array(loss === 'softmax' ? classes : 2);
  let total = 0;
  for (let i = 0; i < input.n; i++) {
    const w = input.weight === undefined ? 1 : (input.weight[i] as number);
    const y = input.y[i] as number;
    total += w;
    if (loss === 'softmax') share[y] = (share[y] as number) + w;
    else {
      share[0] = (share[0] as number) + w * (1 - y);
      share[1] = (share[1] as number) + w * y;
    }
  }
  // A thousandth of a row of each class, since a class may have none.
  const logs = Array.from(share, (s) => log(s + (0.001 * total) / input.n));
  if (loss === 'logistic') return [(logs[1] as number) - (logs[0] as number)];
  const mean = logs.reduce((a, b) => a + b, 0) / logs.length;
  return logs.map((v) => v - mean);
};

/** Mean loss over all rows, `batch` at a time. */
export const meanLoss = (
  kernel: NetKernel,
  net: Network,
  rows: PlacedRows,
  params: NetParameters,
): number => {
  let sum = 0;
  for (let from = 0; from < rows.n; from += params.batch) {
    const count = Math.min(params.batch, rows.n - from);
    net.forward(rows.x + 4 * from * rows.ld, count);
    sum += batchLoss(kernel, net, params, {
      rows: count,
      y: rows.y + 4 * from,
      w: rows.w + 4 * from,
      unit: 1,
    });
  }
  return sum / (rows.n * rows.meanWeight);
};

/** One pass over the rows in a random order; gives the mean loss of the batches, each before its step. */
const epochOf = (kernel: NetKernel, arena: Arena, net: Network, rows: PlacedRows, params: NetParameters) => {
  const order = arena.take(4 * rows.n);
  const [x, y, w] = [4 * rows.ld, 4, 4].map((size) => arena.take(size * params.batch)) as [
    number,
    number,
    number,
  ];
  let t = 0;
  return (permutation: Int32Array): number => {
    arena.i32(order, rows.n).set(permutation);
    let sum = 0;
    for (let from = 0; from < rows.n; from += params.batch) {
      const count = Math.min(params.batch, rows.n - from);
      const own = order + 4 * from;
      kernel.gather(rows.x, rows.ld, own, count, x);
      kernel.gather(rows.y, 1, own, count, y);
      kernel.gather(rows.w, 1, own, count, w);
      net.forward(x, count);
      sum += batchLoss(kernel, net, params, { rows: count, y, w, unit: 1 / (count * rows.meanWeight) });
      net.backward(x, count);
      net.step(++t, params.learningRate, params.weightDecay);
    }
    return sum / (rows.n * rows.meanWeight);
  };
};

/** Adam on mini-batches of the mean weighted loss. The input must have passed checkRows. */
export const trainNet = (input: NetInput, params: NetParameters): NetFit =>
  withNetKernel((kernel, arena) => {
    const scaling = scalingOf(input, input.d, params.loss === 'squared');
    const random = makeRandom(input.seed);
    const net = makeNetwork(kernel, arena, {
      widths: [input.d, ...params.hidden, params.classes],
      activation: params.activation,
      layerNorm: params.layerNorm,
      batch: params.batch,
    });
    startLayers(arena, net, random, startBias(input, params));
    const rows = placeRows(arena, input, scaling);
    const validation =
      input.validation === undefined ? undefined : placeRows(arena, input.validation, scaling);
    const epoch = epochOf(kernel, arena, net, rows, params);
    const losses: number[] = [];
    let best = 0;
    let kept: DenseLayer[] | undefined;
    for (let e = 0; e < params.epochs; e++) {
      const training = epoch(random.permutation(rows.n));
      losses.push(validation === undefined ? training : meanLoss(kernel, net, validation, params));
      if (validation === undefined) continue;
      if (kept === undefined || (losses[e] as number) < (losses[best] as number)) {
        best = e;
        kept = readLayers(arena, net, net.w);
      }
      if (e - best >= params.patience) break;
    }
    return { layers: kept ?? readLayers(arena, net, net.w), scaling, losses };
  });
