import { Fault } from '@causeway/contract';
import type { CustomLoss } from './loss.ts';
import { type LossName, lossOf } from './losses.ts';

export type BoostOptions = {
  /** 'logistic' by default. */
  readonly loss?: LossName | CustomLoss;
  /** q of the quantile loss; 0.5. */
  readonly quantile?: number;
  /** Greatest number of trees; 100. */
  readonly trees?: number;
  /** Share of each leaf's step that is taken; 0.1. */
  readonly learningRate?: number;
  /** 'leaf' splits the leaf of greatest gain next, 'depth' splits level by level; 'leaf'. */
  readonly growth?: 'leaf' | 'depth';
  /** 31; for growth by depth 2^maxDepth. */
  readonly maxLeaves?: number;
  /** 64; for growth by depth 6. */
  readonly maxDepth?: number;
  /** Least sum of hessians (squared loss: of weights) in a leaf; 1, for squared and quantile 20. */
  readonly minHessian?: number;
  /** Ridge on leaf values; 1. */
  readonly l2?: number;
  /** Least gain ½(GL²/(HL + l2) + GR²/(HR + l2) - G²/(H + l2)) of a split; 0. */
  readonly minGain?: number;
  /** Greatest |leaf step| before the learning rate, 0 for no bound; 0, for Poisson 0.7. */
  readonly maxStep?: number;
  /** Most value bins a feature, 2..254 (one more code is for missing values); 254. */
  readonly bins?: number;
  /** Share of rows, drawn anew for each tree; 1. */
  readonly rowShare?: number;
  /** Share of columns, drawn anew for each tree; 1. */
  readonly columnShare?: number;
  /** With validation data: stop after so many trees without a better deviance, and keep the best; 20. */
  readonly patience?: number;
};

export type HyperParameters = Required<BoostOptions>;

const refuse = (name: string, got: unknown, allowed: string): never => {
  throw new Fault('bad-input', `boosted trees, ${name}`, `got ${String(got)}, allowed is ${allowed}`);
};

const whole = (name: string, got: number, low: number, high: number): void => {
  if (!Number.isInteger(got) || got < low || got > high)
    refuse(name, got, `a whole number from ${low} to ${high}`);
};

const within = (name: string, got: number, fine: boolean, allowed: string): void => {
  if (!(Number.isFinite(got) && fine)) refuse(name, got, allowed);
};

/** The options with their defaults. Throws `bad-input` for one outside its range. */
export const hyperParameters = (options: BoostOptions): HyperParameters => {
  const loss = options.loss ?? 'logistic';
  if (typeof loss === 'string' && !['squared', 'logistic', 'poisson', 'quantile'].includes(loss))
    refuse('loss', loss, 'squared, logistic, poisson, quantile or a loss of your own');
  const q = options.quantile ?? 0.5;
  within('quantile', q, q > 0 && q < 1, 'a number between 0 and 1');
  const growth = options.growth ?? 'leaf';
  if (growth !== 'leaf' && growth !== 'depth') refuse('growth', growth, 'leaf or depth');
  const maxDepth = options.maxDepth ?? (growth === 'leaf' ? 64 : 6);
  whole('maxDepth', maxDepth, 1, 64);
  const own = lossOf(loss, q);
  const filled: HyperParameters = {
    loss,
    quantile: q,
    growth,
    maxDepth,
    trees: options.trees ?? 100,
    learningRate: options.learningRate ?? 0.1,
    maxLeaves: options.maxLeaves ?? (growth === 'leaf' ? 31 : 2 ** Math.min(16, maxDepth)),
    minHessian: options.minHessian ?? own.minHessian,
    l2: options.l2 ?? 1,
    minGain: options.minGain ?? 0,
    maxStep: options.maxStep ?? own.maxStep,
    bins: options.bins ?? 254,
    rowShare: options.rowShare ?? 1,
    columnShare: options.columnShare ?? 1,
    patience: options.patience ?? 20,
  };
  whole('trees', filled.trees, 1, 100_000);
  whole('maxLeaves', filled.maxLeaves, 2, 65_536);
  whole('bins', filled.bins, 2, 254);
  whole('patience', filled.patience, 1, 100_000);
  within(
    'learningRate',
    filled.learningRate,
    filled.learningRate > 0 && filled.learningRate <= 1,
    'over 0, at most 1',
  );
  // Of two sides with hessians of zero no step can be had, so the bound stays above it.
  within('minHessian', filled.minHessian, filled.minHessian >= 1e-9, 'at least 1e-9');
  for (const name of ['l2', 'minGain', 'maxStep'] as const)
    within(name, filled[name], filled[name] >= 0, 'a number of at least 0');
  for (const name of ['rowShare', 'columnShare'] as const)
    within(name, filled[name], filled[name] > 0 && filled[name] <= 1, 'over 0, at most 1');
  return filled;
};
