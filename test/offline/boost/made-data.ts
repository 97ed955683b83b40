import { sigmoid } from '@causeway/contract';
import { makeRandom } from '../../../packages/offline/src/maths/index.ts';

export type Made = { x: Float64Array; n: number; d: number; y: Float64Array };

/** Normal columns, some missing, and a score with steps, a bend and a product; y is the score with noise. */
export const madeData = (
  seed: number,
  n: number,
  d: number,
  options: { missing?: number; kind?: 'squared' | 'logistic' } = {},
): Made => {
  const random = makeRandom(seed);
  const x = new Float64Array(n * d);
  const y = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    for (let f = 0; f < d; f++)
      x[i * d + f] = random.uniform() < (options.missing ?? 0) ? NaN : Math.fround(random.normal());
    const at = (f: number): number => {
      const v = x[i * d + (f % d)] as number;
      return Number.isNaN(v) ? 0.7 : v;
    };
    const score = (at(0) > 0.3 ? 1.5 : -0.5) + at(1) * at(1) * 0.5 + at(2) * (at(0) > 0 ? 1 : -0.3);
    y[i] =
      options.kind === 'logistic'
        ? random.uniform() < sigmoid(score - 1)
          ? 1
          : 0
        : score + 0.3 * random.normal();
  }
  return { x, n, d, y };
};
