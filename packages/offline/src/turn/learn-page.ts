import { blobText, Fault, type Release, sha256, toHex } from '@causeway/contract';
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
import {
  fitFriction,
  type HazardEvaluation,
  learnPageHazard,
  orFault,
  type PageForm,
  type PageTrial,
  pageFiles,
} from '../hazard/index.ts';

export type LearnPageOptions = {
  readonly seed: number;
  /** With them the friction encoder, memory and structural means are learned too (B26-B29); without them φ keeps its live form. */
  readonly steps?: FrictionSteps;
  /** The form of the hazard; chosen by held-out log-loss without it. */
  readonly form?: PageForm | 'auto';
};

export type LearnedPage = {
  readonly model: Release['page'];
  readonly evaluation: HazardEvaluation | null;
  /** The hazard's form and what it was chosen among; null when none was learned. */
  readonly hazard: { readonly form: PageForm; readonly trials: readonly PageTrial[] } | null;
  readonly friction: FrictionReport | null;
  readonly notes: string[];
  /** The hazard's files, by name: blob, .onnx, parity rows, card. */
  readonly files: Readonly<Record<string, Uint8Array | string>>;
};

/**
 * Hazard and friction of the next page model: the hazard in the form that foretells later sessions best, as a kernel blob, with the .onnx that
 * gives it beside it; the live one stays, and the notes say why, when the log is too small.
 */
export const learnPage = (live: Release, logged: PersonPeriods, options: LearnPageOptions): LearnedPage => {
  const { seed, steps } = options;
  const notes: string[] = [];
  const friction = steps === undefined ? null : orFault(() => learnFriction(steps, seed));
  if (friction instanceof Fault) notes.push(`The friction encoder was not learned: ${friction.message}.`);
  const learned = friction instanceof Fault ? null : friction;
  if (learned !== null) notes.push(...learned.report.notes);
  const encoder = learned === null ? live.page.friction.encoder : (learned.encoder ?? undefined);
  const phis =
    steps === undefined ? null : contractPhi(steps, { ...(encoder === undefined ? {} : { encoder }) });
  const periods =
    steps === undefined || phis === null ? logged : underEncoder(logged, steps, phis, stepNumbers(steps));

  const report: FrictionReport | null = learned?.report ?? null;
  const page = orFault(() => learnPageHazard(periods, { form: options.form ?? 'auto', seed }));
  if (page instanceof Fault) {
    notes.push(`The hazard was not learned: ${page.message}.`);
    return { model: live.page, evaluation: null, hazard: null, friction: report, notes, files: {} };
  }
  notes.push(...page.notes);
  const { linear, shipped, form, trials, evaluation } = page;
  const model: Release['page'] = {
    ...live.page,
    hazard: linear.model,
    blob: blobText(shipped.blob),
    onnx: toHex(sha256(shipped.onnx)),
    friction:
      learned === null || steps === undefined || phis === null
        ? { ...live.page.friction, ...fitFriction(periods, linear.model, live.page.friction) }
        : frictionModelOf(learned, linear.model.v, { steps, phis, before: live.page.friction }),
  };
  return {
    model,
    evaluation,
    hazard: { form, trials },
    friction: report,
    notes,
    files: pageFiles(page, periods),
  };
};
