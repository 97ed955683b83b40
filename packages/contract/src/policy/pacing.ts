import { epochMs } from '../event/fact.ts';
import { clamp } from '../maths/vector.ts';
import type { Checked } from '../schema.ts';
import { array, number, object } from '../schema.ts';

const HOURS = 24;
const HOUR_MS = 3_600_000;

/**
 * How an account's money is to be spread over its life: `weights[h]` is the share of traffic, in any unit, that the UTC
 * hour h has. `gain` is how much the multiplier rises, in cents of margin a cent, when all of the cap is spent too early.
 */
export const checkPacing = object({
  from: epochMs,
  to: epochMs,
  weights: array(number(0, 1e9), HOURS, HOURS),
  gain: number(0, 1e4),
  most: number(0, 1e6),
});
export type Pacing = Checked<typeof checkPacing>;

/** The weight between two times: whole hours by their weight, pieces of an hour in proportion. */
const weightBetween = (weights: readonly number[], from: number, to: number): number => {
  const day = HOURS * HOUR_MS;
  let whole = 0;
  for (const w of weights) whole += w;
  const days = Math.floor((to - from) / day);
  let sum = days * whole * HOUR_MS;
  for (let t = from + days * day; t < to; ) {
    const end = Math.min(to, (Math.floor(t / HOUR_MS) + 1) * HOUR_MS);
    sum += (weights[Math.floor(t / HOUR_MS) % HOURS] as number) * (end - t);
    t = end;
  }
  return sum;
};

/** The share of the cap that should be gone by `at`, by the weights of the hours; linear when all weights are 0. */
export const plannedShare = ({ from, to, weights }: Pacing, at: number): number => {
  if (at <= from) return 0;
  if (at >= to || to <= from) return 1;
  const all = weightBetween(weights, from, to);
  return all > 0 ? weightBetween(weights, from, at) / all : (at - from) / (to - from);
};

/**
 * The multiplier now: the release's own, plus gain (gone - planned), within [0, most]. Ahead of the plan money becomes
 * dearer, behind it cheaper. `gone` is the share of the cap that is reserved or spent.
 */
export const pacedMultiplier = (pacing: Pacing, multiplier: number, gone: number, at: number): number =>
  clamp(multiplier + pacing.gain * (gone - plannedShare(pacing, at)), 0, Math.max(pacing.most, multiplier));
