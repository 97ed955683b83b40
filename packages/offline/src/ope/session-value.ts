import type { Exposures, Unexposed } from '../exposure/exposures.ts';
import type { Interval } from '../maths/index.ts';
import { skewInterval } from './skew-interval.ts';

/**
 * A value per session from one number an exposed session: those in which nothing was asked count with what they earned, which is the
 * same under every policy. Clustered by person over both.
 */
export const sessionValue = (
  rounds: ArrayLike<number>,
  exposed: Pick<Exposures, 'n' | 'subject'>,
  unexposed: Pick<Unexposed, 'n' | 'subject'>,
  unexposedValues: ArrayLike<number>,
  level = 0.95,
): Interval => {
  const values = new Float64Array(exposed.n + unexposed.n);
  values.set(Float64Array.from(rounds), 0);
  values.set(Float64Array.from(unexposedValues), exposed.n);
  return skewInterval(values, [...exposed.subject, ...unexposed.subject], level);
};
