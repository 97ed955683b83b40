import { Fault } from '@causeway/contract';
import { normalCdf, normalQuantile } from '../maths/index.ts';

export type PowerInput = {
  /** Mean and standard deviation of the outcome without help; for a rate p the deviation is sqrt(p (1 - p)). */
  readonly deviation: number;
  /** The difference worth finding, in the outcome's unit. */
  readonly effect: number;
  readonly alpha?: number;
  readonly power?: number;
  /** Share of people in the treated arm. */
  readonly share?: number;
  /** Rows a person and how alike they are: the design effect is 1 + (rows - 1) correlation. */
  readonly rowsPerPerson?: number;
  readonly correlation?: number;
  /** Share of the outcome's variance that covariates from before explain (CUPED): it is taken off. */
  readonly explained?: number;
};

const checked = (input: PowerInput) => {
  const full = {
    alpha: 0.05,
    power: 0.8,
    share: 0.5,
    rowsPerPerson: 1,
    correlation: 0,
    explained: 0,
    ...input,
  };
  const within = (name: keyof typeof full, low: number, high: number) => {
    const x = full[name];
    if (!(x > low && x < high))
      throw new Fault('bad-input', name, `got ${x}, allowed is above ${low} and below ${high}`);
  };
  within('deviation', 0, Infinity);
  within('alpha', 0, 1);
  within('power', 0, 1);
  within('share', 0, 1);
  within('rowsPerPerson', 0, Infinity);
  within('correlation', -1e-12, 1 + 1e-12);
  within('explained', -1e-12, 1);
  if (!(Number.isFinite(full.effect) && full.effect !== 0))
    throw new Fault('bad-input', 'effect', `got ${full.effect}, a finite number other than 0 is needed`);
  return full;
};

/** Variance of the difference of means for one row in all: σ² (1 - R²) D / (s (1 - s)). */
const unitVariance = (input: ReturnType<typeof checked>): number => {
  const design = 1 + (input.rowsPerPerson - 1) * input.correlation;
  return (input.deviation ** 2 * (1 - input.explained) * design) / (input.share * (1 - input.share));
};

/** Rows needed in both arms together: (z_{1-α/2} + z_{power})² σ² (1 - R²) D / (s (1 - s) δ²), rounded up. */
export const sampleSize = (input: PowerInput): number => {
  const full = checked(input);
  const z = normalQuantile(1 - full.alpha / 2) + normalQuantile(full.power);
  return Math.ceil((z * z * unitVariance(full)) / full.effect ** 2);
};

/** The chance that a two-sided test at α finds the effect with `rows` in both arms together. */
export const powerOf = (input: PowerInput, rows: number): number => {
  const full = checked(input);
  const shift = Math.abs(full.effect) / Math.sqrt(unitVariance(full) / rows);
  const z = normalQuantile(1 - full.alpha / 2);
  return normalCdf(shift - z) + normalCdf(-shift - z);
};

/** The smallest effect that `rows` find with the wanted power. */
export const detectableEffect = (input: Omit<PowerInput, 'effect'>, rows: number): number => {
  const full = checked({ ...input, effect: 1 });
  const z = normalQuantile(1 - full.alpha / 2) + normalQuantile(full.power);
  return z * Math.sqrt(unitVariance(full) / rows);
};
