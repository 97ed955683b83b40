import { type FrictionEncoder, HALF_NOW, HALF_TOTAL, log } from '@causeway/contract';
import { minimise } from '../maths/index.ts';
import { type Contrast, contrastPairs } from './contrast-pairs.ts';
import { type EncoderLayout, encoderLayout } from './encoder-layout.ts';
import { encoderLoss, type LossWeights } from './encoder-loss.ts';
import type { FrictionSteps } from './friction-steps.ts';

/** A fitted θ: the encoder, and the hazard's head it was learned with. */
export type EncoderFit = {
  readonly theta: Float64Array;
  readonly layout: EncoderLayout;
  readonly iterations: number;
};

/** Gates begin nearly open, so that h begins near its fixed form; wide open they are that form. */
const NEARLY_OPEN = 2;
const WIDE_OPEN = 40;

const startOf = (
  steps: FrictionSteps,
  rows: ArrayLike<number>,
  layout: EncoderLayout,
  open: number,
): Float64Array => {
  const theta = new Float64Array(layout.size);
  const { k, half, bias, level, decoder } = layout;
  theta.fill(log(HALF_NOW), half, half + k / 2);
  theta.fill(log(HALF_TOTAL), half + k / 2, half + k);
  theta.fill(open, bias, bias + k);
  let events = 0.5;
  for (let r = 0; r < rows.length; r++) events += steps.event[rows[r] as number] as number;
  theta[level] = log(events / (rows.length + 1 - events));
  for (let j = 0; j < k; j++) theta[decoder + j * k + j] = 1;
  return theta;
};

/** h_η and the hazard's head on these rows, together (B24, B26), under the given loss. */
export const fitEncoder = (
  steps: FrictionSteps,
  rows: ArrayLike<number>,
  options: { readonly weights: LossWeights; readonly seed: number; readonly iterations?: number },
): EncoderFit => {
  const layout = encoderLayout(steps);
  const start = startOf(steps, rows, layout, options.weights.frozen ? WIDE_OPEN : NEARLY_OPEN);
  const contrast: Contrast = contrastPairs(steps, rows, options.seed);
  const input = { steps, rows, layout, start, contrast, weights: options.weights };
  const { at, iterations } = minimise((theta, gradient) => encoderLoss(input, theta, gradient), start, {
    iterations: options.iterations ?? 40,
    tolerance: 1e-6,
  });
  return { theta: at, layout, iterations };
};

/** Digits that a release carries: enough for any hazard, short enough for a page. */
const round = (x: number): number => Math.round(x * 1e4) / 1e4;

/** η as a release carries it, rounded to four decimals. */
export const encoderOf = ({ theta, layout: { k, half, weights, bias } }: EncoderFit): FrictionEncoder => ({
  half: Array.from(theta.subarray(half, half + k), (h) => Math.max(1e-3, round(Math.exp(h)))),
  weights: Array.from(theta.subarray(weights, weights + k * k), round),
  bias: Array.from(theta.subarray(bias, bias + k), round),
});
