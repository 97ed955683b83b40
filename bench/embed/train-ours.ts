// Trains an encoder on the sparse rows of a folder, in a process of its own; prints one JSON line.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fitDownstream } from '../../packages/offline/src/appraise/downstream.ts';
import { standardiseZ } from '../../packages/offline/src/embed/fit/change-z.ts';
import { ENCODER_RECIPES } from '../../packages/offline/src/embed/fit/encoder-data.ts';
import { fitEncoder } from '../../packages/offline/src/embed/fit/fit-encoder.ts';
import { runEncoder } from '../../packages/offline/src/embed/network/encoder-layers.ts';
import { sparseOf } from '../../packages/offline/src/embed/rows/sparse-rows.ts';
import { auc } from '../../packages/offline/src/hazard/probability-metrics.ts';

const [folder = '', ...numbers] = process.argv.slice(2);
const [n = 0, p = 0, size = 8, held = 0] = numbers.map(Number);
const read = (name: string): ArrayBuffer => {
  const { buffer, byteOffset, length } = readFileSync(join(folder, name));
  return buffer.slice(byteOffset, byteOffset + length) as ArrayBuffer;
};
const x = {
  n,
  p,
  start: new Float64Array(read('start.f64')),
  index: new Uint16Array(read('index.u16')),
  value: new Float32Array(read('value.f32')),
};
const y = new Float32Array(read('y.f32'));
const rows = (from: number, to: number): Int32Array =>
  Int32Array.from({ length: to - from }, (_, k) => from + k);
const [begin, clock] = [process.cpuUsage(), performance.now()];
const train = n - held;
const columnOf = Int32Array.from({ length: p }, (_, j) => j);
const fit = fitEncoder(
  { x, columnOf, columns: p, y, heads: 1, context: null, partner: null, sensitive: null, neighbours: null },
  {
    size,
    recipe: ENCODER_RECIPES.supervised,
    train: rows(0, train - 4000),
    validation: rows(train - 4000, train),
    seed: 1,
    epochs: 3,
  },
);
const layers = standardiseZ(fit.layers, runEncoder(fit.layers, x).z);
const { z } = runEncoder(layers, x);
const { user, system } = process.cpuUsage(begin);
const seconds = (performance.now() - clock) / 1000;
const judged = rows(train, n);
const split = { train: rows(0, 56_000), validation: rows(56_000, 60_000), test: judged };
const predicted = fitDownstream(sparseOf(z, n, size), split, (i) => y[i] as number, 'linear', 1).predict(
  judged,
);
const target = Array.from(judged, (i) => y[i] as number);
const value = auc(
  predicted,
  target,
  target.map((_, i) => String(i)),
).value;
process.stdout.write(
  JSON.stringify({
    cpu: (user + system) / 1e6,
    seconds,
    auc: value,
    peakMb: process.resourceUsage().maxRSS / 1024,
  }),
);
