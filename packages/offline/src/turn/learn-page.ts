import { blobText, Fault, hazardBlob, type Release } from '@causeway/contract';
import type { PersonPeriods } from '../exposure/index.ts';
import {
  contractPhi,
  type FrictionReport,
  type FrictionSteps,
  frictionModelOf,
  learnFriction,
  stepNumbers,
  underEncoder,
} from '../friction/index.ts';
import { evaluateHazard, fitFriction, fitHazard, type HazardEvaluation } from '../hazard/index.ts';

const attempt = <T>(work: () => T): T | Fault => {
  try {
    return work();
  } catch (error) {
    if (error instanceof Fault && error.code === 'bad-input') return error;
    throw error;
  }
};

/**
 * Hazard and friction of the next page model, with the hazard as a kernel blob; the live one stays, and the notes say why, when the log is too
 * small. With `steps` the friction encoder, memory and structural means are learned too (B26-B29); without them φ keeps its live form.
 */
export const learnPage = (live: Release, logged: PersonPeriods, seed: number, steps?: FrictionSteps) => {
  const notes: string[] = [];
  const friction = steps === undefined ? null : attempt(() => learnFriction(steps, seed));
  if (friction instanceof Fault) notes.push(`The friction encoder was not learned: ${friction.message}.`);
  const learned = friction instanceof Fault ? null : friction;
  if (learned !== null) notes.push(...learned.report.notes);
  const encoder = learned === null ? live.page.friction.encoder : (learned.encoder ?? undefined);
  const phis =
    steps === undefined ? null : contractPhi(steps, { ...(encoder === undefined ? {} : { encoder }) });
  const periods =
    steps === undefined || phis === null ? logged : underEncoder(logged, steps, phis, stepNumbers(steps));

  const report: FrictionReport | null = learned?.report ?? null;
  const fit = attempt(() => fitHazard(periods));
  if (fit instanceof Fault) {
    notes.push(`The hazard was not learned: ${fit.message}.`);
    return { model: live.page, evaluation: null, friction: report, notes };
  }
  const evaluated = attempt(() => evaluateHazard(periods, seed));
  if (evaluated instanceof Fault) notes.push(`The hazard was not evaluated: ${evaluated.message}.`);
  const { onnx: _, ...kept } = live.page;
  const model: Release['page'] = {
    ...kept,
    hazard: fit.model,
    blob: blobText(hazardBlob(fit.model)),
    friction:
      learned === null || steps === undefined || phis === null
        ? { ...live.page.friction, ...fitFriction(periods, fit.model, live.page.friction) }
        : frictionModelOf(learned, fit.model.v, { steps, phis, before: live.page.friction }),
  };
  const evaluation: HazardEvaluation | null = evaluated instanceof Fault ? null : evaluated;
  return { model, evaluation, friction: report, notes };
};
