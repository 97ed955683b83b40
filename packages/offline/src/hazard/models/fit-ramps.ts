import { sigmoid } from '@causeway/contract';
import { fitLogistic } from '../../maths/index.ts';
import { choosePairs } from './choose-pairs.ts';
import { atMostRows, type HazardRows } from './hazard-rows.ts';
import { placeRamps } from './place-ramps.ts';
import { type Ramp, type RampModel, rampOf } from './ramp-model.ts';

export type RampOptions = {
  /** Prior precision of each slope, and of each rise and pair. */
  readonly slope: number;
  readonly rise: number;
  /** Pairs of ramps to look for. */
  readonly pairs: number;
  /** Most ramps in all; `MOST_RAMPS` without it. */
  readonly ramps?: number;
  /** A model of the same rows under other priors: its slopes and rises are where this fit begins. */
  readonly start?: RampModel;
  readonly seed: number;
};

/** Multiplications of one Newton step that are worth waiting for. */
const MOST_WORK = 6e8;

const design = (rows: HazardRows, ramps: readonly Ramp[], extra: number): [Float64Array, number] => {
  const { n, d, x } = rows;
  const p = 1 + d + ramps.length + extra;
  const out = new Float64Array(n * p);
  for (let i = 0; i < n; i++) {
    const at = i * p;
    out[at] = 1;
    for (let f = 0; f < d; f++) out[at + 1 + f] = x[i * d + f] as number;
    ramps.forEach((ramp, j) => {
      out[at + 1 + d + j] = rampOf(x[i * d + ramp.feature] as number, ramp);
    });
  }
  return [out, p];
};

/**
 * λ = σ(score) with the linear form's score, by ridge logistic regression. With `pairs`, a fit without them comes first, and those pairs of
 * ramps are taken whose product tells most of its residuals. Beyond a bound on work whole sessions are left out by the seed.
 */
export const fitRamps = (
  all: HazardRows,
  { slope, rise, pairs: wanted, ramps: most, start: from, seed }: RampOptions,
): RampModel => {
  const ramps = placeRamps(all, most);
  const { d } = all;
  const width = 1 + d + ramps.length;
  const rows = atMostRows(all, Math.max(2000, Math.floor(MOST_WORK / (width + wanted) ** 2)), seed);
  const { n, y } = rows;
  const penalty = (p: number): Float64Array =>
    Float64Array.from({ length: p }, (_, k) => (k === 0 ? 0 : k <= d ? slope : rise));
  const [x, p] = design(rows, ramps, 0);
  const begin = from?.ramps.length === ramps.length ? [from.bias, ...from.slopes, ...from.rises] : undefined;
  const plain = fitLogistic({
    x,
    n,
    p,
    y,
    penalty: penalty(p),
    ...(begin === undefined ? {} : { start: begin }),
  }).coefficients;
  const model = (b: Float64Array, pairs: RampModel['pairs']): RampModel => ({
    features: d,
    bias: b[0] as number,
    slopes: b.slice(1, 1 + d),
    ramps,
    rises: b.slice(1 + d, width),
    pairs,
    both: b.slice(width),
  });
  if (wanted === 0) return model(plain, []);
  const mean = Float64Array.from({ length: n }, (_, i) => {
    let score = 0;
    for (let k = 0; k < p; k++) score += (x[i * p + k] as number) * (plain[k] as number);
    return sigmoid(score);
  });
  const pairs = choosePairs({ n, p, x, y, mean, first: 1 + d, ramps, wanted });
  if (pairs.length === 0) return model(plain, []);
  const [whole, size] = design(rows, ramps, pairs.length);
  for (let i = 0; i < n; i++)
    pairs.forEach(([a, b], k) => {
      const at = i * size;
      whole[at + width + k] = Math.max(
        0,
        (whole[at + 1 + d + a] as number) + (whole[at + 1 + d + b] as number) - 1,
      );
    });
  const start = new Float64Array(size);
  start.set(plain);
  return model(fitLogistic({ x: whole, n, p: size, y, penalty: penalty(size), start }).coefficients, pairs);
};
