import { withNetKernel } from '../kernel/index.ts';
import { writeLayers } from './layer-copy.ts';
import { makeNetwork } from './network.ts';
import { writeRows } from './place-rows.ts';
import type { NetFit } from './train-net.ts';

const BATCH = 512;

/** The last layer's outputs (n x outputs, row-major), in the units of y. */
export const runNet = (fit: NetFit, x: Float32Array | Float64Array, n: number): Float64Array =>
  withNetKernel((kernel, arena) => {
    const { layers, scaling } = fit;
    const widths = [scaling.mean.length, ...layers.map(({ outputs }) => outputs)];
    const net = makeNetwork(kernel, arena, {
      widths,
      activation: layers.length > 1 ? (layers[0]?.activation ?? 'linear') : 'linear',
      layerNorm: layers[0]?.norm !== undefined,
      batch: Math.min(n, BATCH),
    });
    writeLayers(arena, net, layers);
    const { outputs, ld, y } = net.out;
    const place = arena.take(4 * Math.min(n, BATCH) * Math.ceil(scaling.mean.length / 4) * 4);
    const out = new Float64Array(n * outputs);
    for (let from = 0; from < n; from += BATCH) {
      const to = Math.min(n, from + BATCH);
      writeRows(arena, place, x, { from, to }, scaling);
      net.forward(place, to - from);
      const z = arena.f32(y, (to - from) * ld);
      for (let i = from; i < to; i++)
        for (let j = 0; j < outputs; j++)
          out[i * outputs + j] = (z[(i - from) * ld + j] as number) * scaling.yDeviation + scaling.yMean;
    }
    return out;
  });
