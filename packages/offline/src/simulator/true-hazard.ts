import type { FrictionFamily, Stage } from '@causeway/contract';
import { exp, FRICTION_FAMILIES, log, sigmoid } from '@causeway/contract';
import type { Tape, TapeStep } from './tape.ts';

const BASE: Readonly<Record<Stage, number>> = {
  landing: -2.9,
  browse: -2.7,
  product: -2.7,
  cart: -2.75,
  shipping: -3,
  payment: -2.85,
  review: -3.3,
  done: -9,
};

/** How much a unit of each family hurts: now, and as a memory of all of it so far. */
const WEIGHT: Readonly<Record<FrictionFamily, { now: number; total: number }>> = {
  unanswered: { now: 0.5, total: 0.15 },
  slow: { now: 0.45, total: 0.2 },
  error: { now: 0.4, total: 0.15 },
  validation: { now: 0.45, total: 0.4 },
  payment: { now: 0.9, total: 0.9 },
  hesitation: { now: 0.25, total: 0.35 },
  wandering: { now: 0.15, total: 0.05 },
  cost: { now: 0.35, total: 0.45 },
};

const log1p = (x: number): number => log(1 + x);

/**
 * The true log-odds of leaving at a step without any help: stage + traits + friction in logarithms, the impatient
 * feel friction more (e^(-0.35 patience)), the price sensitive feel costs more. The release's model is linear in φ,
 * so it is near this truth but never equal to it.
 */
export const trueLogOdds = (tape: Tape, step: TapeStep): number => {
  const { intent, patience, priceSensitivity, trust } = tape.person.traits;
  const felt = exp(-0.35 * patience);
  let friction = 0;
  FRICTION_FAMILIES.forEach((family, k) => {
    const { now, total } = WEIGHT[family];
    const sense = family === 'cost' ? exp(0.3 * priceSensitivity) : felt;
    friction += sense * (now * log1p(step.d[k] as number) + total * log1p(step.total[k] as number));
  });
  const checkout = step.stage === 'shipping' || step.stage === 'payment';
  return BASE[step.stage] - 0.4 * intent + (tape.mobile ? 0.2 : 0) - (checkout ? 0.2 * trust : 0) + friction;
};

/** λ_t of the truth, with the log-odds shifted by what an action does. */
export const trueHazard = (tape: Tape, step: TapeStep, shift = 0): number =>
  sigmoid(trueLogOdds(tape, step) + shift);
