import type { Context, Fact, FrictionState, PageModel, Stage, StepLine, StepState } from '@causeway/contract';
import { describeFriction, startFriction, stepFriction, survive, totalFriction } from '@causeway/contract';
import type { HazardRuntime } from './hazard-runtime.ts';

/** What a fold carries from step to step, and from page to page of a visit. */
export type FoldState = {
  readonly friction: FrictionState;
  readonly survival: number;
  readonly facts: readonly Fact[];
  readonly last: StepState | null;
};

export const startFold = (): FoldState => ({ friction: startFriction(), survival: 1, facts: [], last: null });

/** A line holds at most 400 facts and a beacon 16 KiB: eighty facts of the longest kind fit. */
export const MOST_FACTS = 80;

/** The release's model, this visitor's z and the open step's stage. */
export type FoldInput = {
  readonly model: PageModel;
  readonly runtime: HazardRuntime;
  readonly z: readonly number[];
  readonly stage: Stage;
};

export type ClosedStep = Pick<
  StepLine,
  'step' | 'stage' | 'context' | 'facts' | 'phi' | 'index' | 'smoothed' | 'hazard' | 'survival'
>;

/** d_t, Δ_t, φ_t, F_t, F̄_t, λ_t and S_t as they would be if the step closed now. Changes nothing. */
export const preview = (fold: FoldState, { model, runtime, z, stage }: FoldInput) => {
  const d = stepFriction(fold.facts);
  const total = totalFriction(fold.friction.total, d);
  const step = fold.friction.step + 1;
  const described = describeFriction(model.friction, d, total, fold.friction.smoothed);
  const hazard = runtime.lambda({ stage, step, z, phi: described.phi });
  return { step, d, total, ...described, hazard, survival: survive(fold.survival, hazard) };
};

/** Closes the open step: the contract's fold, hazard and survival, exactly. */
export const foldStep = (
  fold: FoldState,
  input: FoldInput,
  context: Context,
): { fold: FoldState; closed: ClosedStep } => {
  const { stage } = input;
  const { hazard, survival, ...friction } = preview(fold, input);
  const { d, total, ...told } = friction;
  const smoothedBefore = fold.friction.smoothed;
  const last: StepState = { stage, step: friction.step, context, d, total, smoothedBefore };
  return {
    fold: { friction, survival, facts: [], last },
    closed: { ...told, stage, context, facts: [...fold.facts], phi: [...told.phi], hazard, survival },
  };
};
