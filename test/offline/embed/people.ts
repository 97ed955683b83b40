import type { EncoderData } from '../../../packages/offline/src/embed/index.ts';
import { sparseOf } from '../../../packages/offline/src/embed/index.ts';
import { makeRandom } from '../../../packages/offline/src/maths/index.ts';

/** People with two hidden traits: columns 0-4 tell of the first, 5-9 of the second, the label of both; s is the sign of the first. */
export const simulatePeople = (n: number, seed: number) => {
  const random = makeRandom(seed);
  const d = 10;
  const x = new Float64Array(n * d);
  const y = new Float32Array(n);
  const s = new Float32Array(n);
  for (let i = 0; i < n; i++) {
    const traits = [random.normal(), random.normal()] as const;
    for (let j = 0; j < d; j++) x[i * d + j] = 0.8 * (j < 5 ? traits[0] : traits[1]) + 0.6 * random.normal();
    y[i] = random.uniform() < 1 / (1 + Math.exp(-1.2 * traits[0] - 1.2 * traits[1])) ? 1 : 0;
    s[i] = traits[0] > 0 ? 1 : 0;
  }
  const columns = Int32Array.from({ length: d }, (_, j) => j);
  const data: EncoderData = {
    x: sparseOf(x, n, d),
    columnOf: columns,
    columns: d,
    y,
    heads: 1,
    context: null,
    partner: null,
    sensitive: { y: s, heads: 1 },
    neighbours: null,
  };
  const rows = (from: number, to: number) => Int32Array.from({ length: to - from }, (_, k) => from + k);
  return { data, y, s, rows, x };
};
