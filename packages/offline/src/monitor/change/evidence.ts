import { log } from '@causeway/contract';

/** One way in which a metric may have changed, and what an observation says for it: ln of a likelihood ratio against no change. */
export type Alternative = {
  readonly change: 'up' | 'down' | 'spread';
  readonly size: number;
  readonly evidence: (score: number) => number;
};

/** Quantile of a normal that 80 % lie within: how far a reference may be from the truth before its error is evidence of nothing. */
const DOUBT = 1.2816;

/**
 * Shifts of normal scores by δ from where the reference's mean may lie at most, b = 1.28/√n: δ(z - b) - δ²/2; and twice the spread that it
 * may have at most, s = 1 + 1.28/√(2n): z²(1 - 1/4)/(2 s²) - ln 2. Each has mean e^evidence of at most 1 under no change. n is what the
 * reference is worth, in independent observations.
 */
export const normalAlternatives = (smallest: number, n: number): Alternative[] => {
  const shifts = [0.25, 0.5, 1, 2].filter((size) => size >= smallest);
  const b = DOUBT / Math.sqrt(n);
  const s = 1 + DOUBT / Math.sqrt(2 * n);
  const shift = (change: 'up' | 'down', size: number): Alternative => {
    const sign = change === 'up' ? 1 : -1;
    return { change, size, evidence: (z) => size * (sign * z - b) - (size * size) / 2 };
  };
  return [
    ...shifts.map((size) => shift('up', size)),
    ...shifts.map((size) => shift('down', size)),
    { change: 'spread', size: 2, evidence: (z) => 0.375 * (z / s) ** 2 - 0.6931471805599453 },
  ];
};

const ODDS = [1.5, 2.5, 6, 20, 100];

/** A rate whose odds are so many times as high (or as low): the Bernoulli likelihood ratio. `high` and `low` bracket the reference's rate. */
export const rateAlternatives = (low: number, high: number): Alternative[] => {
  const one = (change: 'up' | 'down', p: number, size: number): Alternative => {
    const odds = (p / (1 - p)) * (change === 'up' ? size : 1 / size);
    const other = odds / (1 + odds);
    const [hit, miss] = [log(other / p), log((1 - other) / (1 - p))];
    return { change, size, evidence: (x) => (x === 1 ? hit : miss) };
  };
  return [...ODDS.map((size) => one('up', high, size)), ...ODDS.map((size) => one('down', low, size))];
};

/** Wilson's interval of a rate at z = 1.28 (80 %), inside (0, 1): the reference's rate is known no better than this. */
export const rateRange = (hits: number, n: number): { low: number; high: number } => {
  const z = DOUBT;
  const p = hits / n;
  const middle = p + (z * z) / (2 * n);
  const half = z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  const whole = 1 + (z * z) / n;
  const least = 1 / (4 * n);
  return {
    low: Math.max(least, (middle - half) / whole),
    high: Math.min(1 - least, (middle + half) / whole),
  };
};
