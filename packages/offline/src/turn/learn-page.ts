import { Fault, type Release } from '@causeway/contract';
import type { PersonPeriods } from '../exposure/index.ts';
import { evaluateHazard, fitFriction, fitHazard, type HazardEvaluation } from '../hazard/index.ts';

/** Hazard and friction of the next page model; the live one stays, and the notes say why, when the log is too small. */
export const learnPage = (live: Release, periods: PersonPeriods, seed: number) => {
  const attempt = <T>(work: () => T): T | Fault => {
    try {
      return work();
    } catch (error) {
      if (error instanceof Fault && error.code === 'bad-input') return error;
      throw error;
    }
  };
  const notes: string[] = [];
  const fit = attempt(() => fitHazard(periods));
  if (fit instanceof Fault) {
    notes.push(`The hazard was not learned: ${fit.message}.`);
    return { model: live.page, evaluation: null, notes };
  }
  const evaluated = attempt(() => evaluateHazard(periods, seed));
  if (evaluated instanceof Fault) notes.push(`The hazard was not evaluated: ${evaluated.message}.`);
  const model: Release['page'] = {
    ...live.page,
    hazard: fit.model,
    friction: fitFriction(periods, fit.model, live.page.friction),
  };
  const evaluation: HazardEvaluation | null = evaluated instanceof Fault ? null : evaluated;
  return { model, evaluation, notes };
};
