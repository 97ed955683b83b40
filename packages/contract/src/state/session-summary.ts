import { PHI_NAMES } from '../friction/phi-names.ts';
import { elapsedSteps } from '../hazard/hazard-model.ts';
import { saturate } from '../maths/vector.ts';
import type { Context } from './context.ts';

/** What the last closed step of a visit tells of the whole: its friction so far stands in φ. */
export type LastStep = {
  readonly step: number;
  readonly context: Context;
  readonly phi: readonly number[];
  readonly smoothed: number;
  readonly hazard: number;
  readonly survival: number;
};

/** The order of u: a dynamics artefact's B has one column for each. */
export const SESSION_SUMMARY_NAMES: readonly string[] = [
  'one',
  'ordered',
  'cart.items',
  'cart.value',
  'discount',
  'mobile',
  'elapsed.minutes',
  'elapsed.steps',
  ...PHI_NAMES.map((name) => `phi.${name}`),
  'friction.smoothed',
  'hazard',
  'survival',
];
export const SESSION_SUMMARY_SIZE = SESSION_SUMMARY_NAMES.length;

/** u of (B45): a whole visit as SESSION_SUMMARY_SIZE numbers, the same in the stream and in the study. */
export const sessionSummary = (
  { step, context, phi, smoothed, hazard, survival }: LastStep,
  ordered: boolean,
): number[] => [
  1,
  ordered ? 1 : 0,
  saturate(context.cartItems, 3),
  saturate(context.cartCents, 8000),
  context.discount ? 1 : 0,
  context.mobile ? 1 : 0,
  saturate(context.elapsedMs, 300_000),
  elapsedSteps(step),
  ...phi,
  smoothed,
  hazard,
  survival,
];
