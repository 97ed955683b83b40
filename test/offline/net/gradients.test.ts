import { describe, expect, it } from 'vitest';
import { withNetKernel } from '../../../packages/offline/src/kernel/index.ts';
import { makeRandom } from '../../../packages/offline/src/maths/index.ts';
import { batchLoss } from '../../../packages/offline/src/net/batch-loss.ts';
import type { DenseLayer } from '../../../packages/offline/src/net/dense-layer.ts';
import { readLayers, startLayers, writeLayers } from '../../../packages/offline/src/net/layer-copy.ts';
import { netParameters } from '../../../packages/offline/src/net/net-options.ts';
import { makeNetwork } from '../../../packages/offline/src/net/network.ts';
import { plainLoss, plainRow } from './plain-net.ts';

type Numbers = Float32Array | Float64Array;

/** Every parameter of the layers, as f64 arrays that may be moved. */
const loosen = (layers: readonly DenseLayer[]) =>
  layers.map((layer) => ({
    ...layer,
    weight: Float64Array.from(layer.weight),
    bias: Float64Array.from(layer.bias),
    ...(layer.norm === undefined
      ? {}
      : { norm: { gain: Float64Array.from(layer.norm.gain), shift: Float64Array.from(layer.norm.shift) } }),
  })) as unknown as DenseLayer[];

const pieces = (layer: DenseLayer): Numbers[] => [
  layer.weight,
  layer.bias,
  ...(layer.norm === undefined ? [] : [layer.norm.gain, layer.norm.shift]),
];

describe('gradients of the net, against differences of the plain one in f64', () => {
  it.each([
    { loss: 'logistic', hidden: [5, 9], activation: 'tanh', layerNorm: false, classes: 1 },
    { loss: 'squared', hidden: [5, 9], activation: 'relu', layerNorm: false, classes: 1 },
    { loss: 'softmax', hidden: [6, 4], activation: 'tanh', layerNorm: true, classes: 5 },
    { loss: 'logistic', hidden: [13], activation: 'relu', layerNorm: true, classes: 1 },
    { loss: 'squared', hidden: [3, 3, 3], activation: 'linear', layerNorm: true, classes: 1 },
    { loss: 'softmax', hidden: [], activation: 'relu', layerNorm: false, classes: 3 },
  ] as const)('$loss $hidden $activation norm $layerNorm', (options) => {
    withNetKernel((kernel, arena) => {
      const random = makeRandom(5);
      const params = netParameters(options);
      const [d, rows, ld] = [7, 13, 8];
      const widths = [d, ...params.hidden, params.classes];
      const net = makeNetwork(kernel, arena, { ...params, widths, batch: 16 });
      startLayers(arena, net, random, Array(params.classes).fill(0.2));
      // Norms and biases away from their start, so that nothing is hidden by a one or a zero.
      const moved = readLayers(arena, net, net.w);
      for (const layer of moved)
        for (const piece of pieces(layer).slice(1))
          piece.forEach((v, k) => {
            piece[k] = v + 0.3 * random.normal();
          });
      writeLayers(arena, net, moved);
      const [x, y, w] = [arena.take(4 * rows * ld), arena.take(4 * rows), arena.take(4 * rows)];
      const data = Array.from({ length: rows }, (_, i) => {
        const row = Array.from({ length: d }, () => Math.fround(random.normal()));
        const outcome = params.loss === 'softmax' ? random.integer(params.classes) : random.integer(2);
        const weight = 1 + random.integer(3);
        arena.f32(x + 4 * i * ld, d).set(row);
        arena.f32(y, rows)[i] = outcome;
        arena.f32(w, rows)[i] = weight;
        return { row, outcome, weight };
      });
      const unit = 0.25;
      net.forward(x, rows);
      const loss = batchLoss(kernel, net, params, { rows, y, w, unit });
      net.backward(x, rows);

      const layers = loosen(readLayers(arena, net, net.w));
      const plain = (): number =>
        data.reduce(
          (sum, { row, outcome, weight }) =>
            sum + weight * plainLoss(params.loss, plainRow(layers, row), outcome),
          0,
        );
      expect(loss).toBeCloseTo(plain(), 4);
      const gradients = readLayers(arena, net, net.g);
      let greatest = 0;
      layers.forEach((layer, l) => {
        pieces(layer).forEach((piece, p) => {
          piece.forEach((v, k) => {
            const ends = [1e-5, -1e-5].map((step) => {
              piece[k] = v + step;
              return plain();
            }) as [number, number];
            piece[k] = v;
            const slope = (unit * (ends[0] - ends[1])) / 2e-5;
            const own = pieces(gradients[l] as DenseLayer)[p]?.[k] as number;
            expect(Math.abs(own - slope)).toBeLessThan(2e-5 * (1 + Math.abs(slope)));
            greatest = Math.max(greatest, Math.abs(slope));
          });
        });
      });
      expect(greatest).toBeGreaterThan(0.1);
      // The padding stays zero, in parameters, gradients and layers.
      const last = net.out;
      const outputs = arena.f32(last.y, rows * last.ld);
      outputs.forEach((v, k) => {
        if (k % last.ld >= last.outputs) expect(v).toBe(0);
      });
    });
  });
});
