import { exp, LEAST_SPREAD, log } from '@causeway/contract';
import { makeRandom } from '../../maths/index.ts';
import { makeAdam } from '../adam.ts';
import { type EncoderLayers, hiddenRows, outputsOf, type RunOptions } from '../network/encoder-layers.ts';
import type { SparseRows } from '../rows/sparse-rows.ts';

const MOST_ROWS = 3000;
const STEPS = 250;
/** The 90 % quantile of |N(0, 1)|. */
const NINE_TENTHS = 1.6448536269514722;

/** Hides a random share of a row's columns: none for an eighth of the rows, all for an eighth. */
const hider = (columnOf: Int32Array, columns: number, seed: number) => {
  const random = makeRandom(seed);
  return (): ((input: number) => boolean) => {
    const share = Math.min(1, Math.max(0, (random.uniform() - 0.125) / 0.75));
    const shown = Uint8Array.from({ length: columns }, () => (random.uniform() < share ? 1 : 0));
    return (input) => shown[columnOf[input] as number] === 1;
  };
};

/** t of rows seen in part, and how far z of the part is from z of the whole: m x size. */
const partial = (
  layers: EncoderLayers,
  x: SparseRows,
  chosen: Int32Array,
  options: RunOptions & { columnOf: Int32Array; columns: number; seed: number },
) => {
  const { columnOf, columns, seed, message } = options;
  const hide = hider(columnOf, columns, seed);
  const whole = outputsOf(layers, hiddenRows(layers, x, chosen, { ...(message && { message }) }));
  const t = hiddenRows(layers, x, chosen, { ...(message && { message }), sees: hide });
  const part = outputsOf(layers, t);
  return { t, gap: part.z.map((v, k) => v - (whole.z[k] as number)) };
};

/**
 * Learns the spread of z (B19): ln σ_k² = w_k t + b_k of a profile seen in part, so that z of the whole profile is N(z, σ²) about
 * it, by the Gaussian likelihood on training rows; then one factor a coordinate makes nine tenths of the validation people's |gap|/σ fall
 * under 1.645. The emptier the profile, the wider: what is hidden is what z cannot know. Never under LEAST_SPREAD.
 */
export const calibrateSpread = (
  layers: EncoderLayers,
  x: SparseRows,
  options: RunOptions & {
    readonly columnOf: Int32Array;
    readonly columns: number;
    readonly train: Int32Array;
    readonly validation: Int32Array;
    readonly seed: number;
  },
): EncoderLayers => {
  const { size, hidden } = layers;
  const { train, validation, seed } = options;
  const { t, gap } = partial(layers, x, train.subarray(0, MOST_ROWS), options);
  const m = t.length / hidden;
  const params = new Float64Array(size * (hidden + 1));
  const gradient = new Float64Array(params.length);
  const adam = makeAdam(params.length, 0.03);
  const floor = LEAST_SPREAD ** 2;
  for (let step = 0; step < STEPS; step++) {
    gradient.fill(0);
    for (let i = 0; i < m; i++)
      for (let k = 0; k < size; k++) {
        const at = k * (hidden + 1);
        let s = params[at + hidden] as number;
        for (let j = 0; j < hidden; j++) s += (params[at + j] as number) * (t[i * hidden + j] as number);
        // d/ds ½(s + g² e^-s), g² with its floor.
        const d = (1 - ((gap[i * size + k] as number) ** 2 + floor) * exp(-s)) / 2 / m;
        for (let j = 0; j < hidden; j++)
          gradient[at + j] = (gradient[at + j] as number) + d * (t[i * hidden + j] as number);
        gradient[at + hidden] = (gradient[at + hidden] as number) + d;
      }
    adam.step(params, gradient);
  }
  const w4 = new Float32Array(size * hidden);
  const b4 = new Float32Array(size);
  for (let k = 0; k < size; k++) {
    w4.set(params.subarray(k * (hidden + 1), k * (hidden + 1) + hidden), k * hidden);
    b4[k] = params[k * (hidden + 1) + hidden] as number;
  }
  const fitted = { ...layers, w4, b4 };
  const judged = partial(layers, x, validation.subarray(0, MOST_ROWS), { ...options, seed: seed + 1 });
  const { spread } = outputsOf(fitted, judged.t);
  for (let k = 0; k < size; k++) {
    const ratios: number[] = [];
    for (let at = k; at < spread.length; at += size)
      ratios.push(Math.abs(judged.gap[at] as number) / (spread[at] as number));
    ratios.sort((a, b) => a - b);
    // The finite-sample quantile of split conformal prediction.
    const rank = Math.min(ratios.length - 1, Math.ceil(0.9 * (ratios.length + 1)) - 1);
    const factor = Math.max(0.5, (ratios[rank] ?? NINE_TENTHS) / NINE_TENTHS);
    b4[k] = (b4[k] as number) + 2 * log(factor);
  }
  return fitted;
};

/** The share of |gap| under 1.645 σ on rows seen in part: 0.9 when the spread is right. */
export const spreadCoverage = (
  layers: EncoderLayers,
  x: SparseRows,
  rows: Int32Array,
  options: RunOptions & { readonly columnOf: Int32Array; readonly columns: number; readonly seed: number },
): { coverage: number; meanSpread: number; rows: number } => {
  const { t, gap } = partial(layers, x, rows.subarray(0, MOST_ROWS), options);
  const { spread } = outputsOf(layers, t);
  let [inside, sum] = [0, 0];
  spread.forEach((s, k) => {
    inside += Math.abs(gap[k] as number) <= NINE_TENTHS * s ? 1 : 0;
    sum += s;
  });
  return {
    coverage: inside / spread.length,
    meanSpread: sum / spread.length,
    rows: t.length / layers.hidden,
  };
};
