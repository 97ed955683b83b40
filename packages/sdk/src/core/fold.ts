import type { Context, Fact, FrictionState, PageModel, Stage, StepLine, StepState } from '@causeway/contract';
import {
  closeStep,
  describeFriction,
  startFriction,
  stepFriction,
  survive,
  totalFriction,
} from '@causeway/contract';
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

export type FoldInput = {
  readonly model: PageModel;
  readonly runtime: HazardRuntime;
  readonly z: readonly number[];
  readonly stage: Stage;
  readonly context: Context;
};

export type ClosedStep = Pick<
  StepLine,
  'step' | 'stage' | 'context' | 'facts' | 'phi' | 'index' | 'smoothed' | 'hazard' | 'survival'
>;

/** d_t, Δ_t, φ_t, F_t, F̄_t, λ_t and S_t as they would be if the step closed now. Changes nothing. */
export const preview = (fold: FoldState, input: FoldInput) => {
  const d = stepFriction(fold.facts);
  const total = totalFriction(fold.friction.total, d);
  const step = fold.friction.step + 1;
  const described = describeFriction(input.model.friction, d, total, fold.friction.smoothed);
  const lambda = input.runtime.lambda({ stage: input.stage, step, z: input.z, phi: described.phi });
  return { step, d, total, ...described, hazard: lambda, survival: survive(fold.survival, lambda) };
};

/** Closes the open step: the contract's fold, hazard and survival, exactly. */
export const foldStep = (fold: FoldState, input: FoldInput): { fold: FoldState; closed: ClosedStep } => {
  const { stage, context } = input;
  const friction = closeStep(input.model.friction, fold.friction, fold.facts);
  const hazard = input.runtime.lambda({ stage, step: friction.step, z: input.z, phi: friction.phi });
  const survival = survive(fold.survival, hazard);
  const last: StepState = {
    stage,
    step: friction.step,
    context,
    d: friction.d,
    total: friction.total,
    smoothedBefore: fold.friction.smoothed,
  };
  const { step, phi, index, smoothed } = friction;
  return {
    fold: { friction, survival, facts: [], last },
    closed: {
      step,
      stage,
      context,
      facts: [...fold.facts],
      phi: [...phi],
      index,
      smoothed,
      hazard,
      survival,
    },
  };
};
