import { sigmoid } from '@causeway/contract';
import { logLosses } from '../hazard/index.ts';
import { type Interval, meanInterval } from '../maths/index.ts';
import { encodeRows } from './encode-rows.ts';
import { type LossWeights, logOdds } from './encoder-loss.ts';
import { type EncoderFit, fitEncoder } from './fit-encoder.ts';
import type { FrictionSteps } from './friction-steps.ts';

/** What h_η is learned by; `fixed` is the form that knows no data. The shares are per row, beside the log-likelihood. */
export const CANDIDATES: Readonly<Record<string, LossWeights>> = {
  fixed: { reconstruction: 0, contrast: 0, frozen: true },
  hazard: { reconstruction: 0, contrast: 0, frozen: false },
  'hazard + reconstruction': { reconstruction: 0.1, contrast: 0, frozen: false },
  'hazard + contrast': { reconstruction: 0, contrast: 0.1, frozen: false },
  'hazard + reconstruction + contrast': { reconstruction: 0.1, contrast: 0.1, frozen: false },
};

export type EncoderTrial = {
  readonly name: string;
  /** mean log-loss on the later sessions */
  readonly logLoss: number;
  /** how much less it loses there than the fixed form, a row, with its interval by session */
  readonly gain: Interval;
};

const sessionsOf = (steps: FrictionSteps, rows: Int32Array): Int32Array =>
  rows.map((i) => steps.session[i] as number);

/** -log-likelihood of each row under a fit. */
export const rowLosses = (
  steps: FrictionSteps,
  rows: Int32Array,
  { theta, layout }: EncoderFit,
): Float64Array =>
  logLosses(
    logOdds(steps, rows, theta, layout, encodeRows(steps, rows, theta, layout)).map(sigmoid),
    rows.map((i) => steps.event[i] as number),
  );

/**
 * Fits every candidate on the earlier sessions and measures it on the later ones (`test`): the one of the least held-out log-loss is
 * chosen, if it gains more than one standard error over the fixed form; else what a page would have to carry for it earns nothing.
 */
export const chooseEncoder = (
  steps: FrictionSteps,
  { train, test }: { readonly train: Int32Array; readonly test: Int32Array },
  seed: number,
): {
  readonly chosen: string;
  readonly trials: readonly EncoderTrial[];
  /** the chosen one as it was fitted on the earlier sessions */
  readonly fit: EncoderFit;
} => {
  const tried = Object.entries(CANDIDATES).map(([name, weights]) => {
    const fit = fitEncoder(steps, train, { weights, seed });
    return { name, fit, loss: rowLosses(steps, test, fit) };
  });
  const fixed = tried[0]?.loss as Float64Array;
  const cluster = sessionsOf(steps, test);
  const trials = tried.map(({ name, loss }): EncoderTrial => {
    const gain = meanInterval(
      loss.map((x, r) => (fixed[r] as number) - x),
      cluster,
    );
    return { name, logLoss: loss.reduce((a, b) => a + b, 0) / loss.length, gain };
  });
  const least = trials.reduce((a, b) => (b.logLoss < a.logLoss ? b : a));
  const best = least.gain.value > least.gain.standardError ? least : (trials[0] as EncoderTrial);
  return { chosen: best.name, trials, fit: tried.find(({ name }) => name === best.name)?.fit as EncoderFit };
};
