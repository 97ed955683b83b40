import { sigmoid } from '@causeway/contract';
import { logLosses } from '../hazard/index.ts';
import { fitLogistic, meanInterval, takeRows, times } from '../maths/index.ts';
import type { FrictionSteps } from './friction-steps.ts';

/** β of F̄_t = β F̄_{t-1} + (1 - β) F_t (B28), as the data see it. */
export type MemoryFit = {
  readonly beta: number;
  /** the β whose held-out loss is within two paired standard errors of the best: what the data cannot tell apart */
  readonly low: number;
  readonly high: number;
  readonly logLoss: number;
  readonly tried: readonly { readonly beta: number; readonly logLoss: number }[];
};

const GRID = Array.from({ length: 20 }, (_, k) => k / 20);

/** F̄ of every row from F, session by session, from 0. */
export const smoothedOf = (
  { n, session }: Pick<FrictionSteps, 'n' | 'session'>,
  index: Float64Array,
  beta: number,
): Float64Array => {
  const out = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const before = i > 0 && session[i] === session[i - 1] ? (out[i - 1] as number) : 0;
    out[i] = beta * before + (1 - beta) * (index[i] as number);
  }
  return out;
};

/** 1, templates (less one), elapsed, z, F̄. */
const design = (steps: FrictionSteps, smoothed: Float64Array): { x: Float64Array; p: number } => {
  const { n, templates, zSize } = steps;
  const p = 1 + templates.length + 1 + zSize + 1;
  const x = new Float64Array(n * p);
  for (let i = 0; i < n; i++) {
    const at = i * p;
    x[at] = 1;
    x[at + 1 + (steps.template[i] as number)] = 1;
    x[at + 1 + templates.length] = steps.elapsed[i] as number;
    x.set(steps.z.subarray(i * zSize, (i + 1) * zSize), at + 2 + templates.length);
    x[at + p - 1] = smoothed[i] as number;
  }
  return { x, p };
};

/**
 * β by held-out likelihood: for each β of a grid, the hazard on template, elapsed steps, z and F̄(β) is fitted on the earlier sessions and
 * measured on the later ones. `index` is F of every row.
 */
export const fitMemory = (
  steps: FrictionSteps,
  index: Float64Array,
  { train, test }: { readonly train: Int32Array; readonly test: Int32Array },
): MemoryFit => {
  const y = (rows: Int32Array) => rows.map((i) => steps.event[i] as number);
  const cluster = test.map((i) => steps.session[i] as number);
  const losses = GRID.map((beta) => {
    const { x, p } = design(steps, smoothedOf(steps, index, beta));
    const penalty = new Float64Array(p).fill(1);
    penalty[0] = 0;
    penalty[p - 1] = 1e-3;
    const fit = fitLogistic({ x: takeRows(x, p, train), n: train.length, p, y: y(train), penalty });
    return logLosses(times(takeRows(x, p, test), test.length, p, fit.coefficients).map(sigmoid), y(test));
  });
  const mean = losses.map((loss) => loss.reduce((a, b) => a + b, 0) / loss.length);
  const best = mean.reduce((k, x, j) => (x < (mean[k] as number) ? j : k), 0);
  const alike = GRID.filter((_, k) => {
    if (k === best) return true;
    const worse = losses[k]?.map((x, r) => x - (losses[best]?.[r] as number)) as Float64Array;
    const { value, standardError } = meanInterval(worse, cluster);
    return value <= 2 * standardError;
  });
  return {
    beta: GRID[best] as number,
    low: Math.min(...alike),
    high: Math.max(...alike),
    logLoss: mean[best] as number,
    tried: GRID.map((beta, k) => ({ beta, logLoss: mean[k] as number })),
  };
};
