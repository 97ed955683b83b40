import { Fault } from '@causeway/contract';

export type ForestOptions = {
  /** Trees; 500. */
  readonly trees?: number;
  /** Trees that share a half-sample; 10. */
  readonly bag?: number;
  /** Least rows of either half of a tree's sample in a leaf; 5. */
  readonly leastRows?: number;
  /** Least share of a node's rows, and of its treatment variance, on each side of a split; 0.05. */
  readonly leastShare?: number;
  /** Columns tried at a split; min(d, √d + 20). */
  readonly columns?: number;
  /** Most value bins a column, 2..254; 64. */
  readonly bins?: number;
  /** Deepest level; 24. */
  readonly maxDepth?: number;
};

export type ForestParams = Required<ForestOptions>;

/** The options with defaults for d columns. Throws `bad-input` for one outside its range. */
export const forestParams = (options: ForestOptions, d: number): ForestParams => {
  const params: ForestParams = {
    trees: options.trees ?? 500,
    bag: options.bag ?? 10,
    leastRows: options.leastRows ?? 5,
    leastShare: options.leastShare ?? 0.05,
    columns: options.columns ?? Math.min(d, Math.ceil(Math.sqrt(d)) + 20),
    bins: options.bins ?? 64,
    maxDepth: options.maxDepth ?? 24,
  };
  const whole = (name: keyof ForestParams, low: number, high: number): void => {
    const got = params[name];
    if (!Number.isInteger(got) || got < low || got > high)
      throw new Fault(
        'bad-input',
        `forest, ${name}`,
        `got ${got}, allowed is a whole number from ${low} to ${high}`,
      );
  };
  whole('trees', 2, 100_000);
  whole('bag', 2, params.trees);
  whole('leastRows', 1, 1e9);
  whole('columns', 1, d);
  whole('bins', 2, 254);
  whole('maxDepth', 1, 60);
  if (!(params.leastShare >= 0 && params.leastShare < 0.5))
    throw new Fault(
      'bad-input',
      'forest, leastShare',
      `got ${params.leastShare}, allowed is from 0 to under 0.5`,
    );
  return params;
};
