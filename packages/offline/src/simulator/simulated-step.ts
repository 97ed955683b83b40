import type { DecisionRecord, FrictionState, Profile, Release, StepLine } from '@causeway/contract';
import { decide, decisionModels, dequantise, stepHazard, survive } from '@causeway/contract';
import type { SimulatedBudget } from './simulated-budget.ts';
import type { VisitStep } from './visit.ts';
import { OFFERED } from './visit.ts';

/** What all visits of one simulated log share. */
export type SimulatedRun = {
  readonly release: Release;
  readonly drawKey: Uint8Array;
  readonly pageLines: boolean;
  readonly digests: { readonly release: string; readonly page: string };
  readonly budget: SimulatedBudget;
};

const WORKER = 'simulated';
/** How long after a step closes its decision is made. */
export const ASK_MS = 40;

/** Where a step stands: `friction` is folded to its end. */
type StepPlace = {
  readonly session: string;
  readonly friction: FrictionState;
  readonly profile: Profile;
  readonly run: SimulatedRun;
};

/** The line that a page would log at the close of a step. */
export const stepLine = (step: VisitStep, place: StepPlace & { readonly survival: number }): StepLine => {
  const { session, friction, profile, run } = place;
  const z = dequantise(profile.z);
  const lambda = stepHazard(run.release.page, {
    stage: step.stage,
    step: friction.step,
    z,
    phi: friction.phi,
  });
  return {
    kind: 'step',
    id: `${session}:step:${friction.step}`,
    session,
    at: step.at,
    step: friction.step,
    stage: step.stage,
    closedBy: step.closedBy,
    context: step.context,
    facts: step.facts,
    phi: [...friction.phi],
    index: friction.index,
    smoothed: friction.smoothed,
    hazard: lambda,
    survival: survive(place.survival, lambda),
    model: run.digests.page,
  };
};

/** The decision that an edge would draw at a step, from the state that the page would have sent. */
export const drawAt = (
  step: VisitStep,
  point: string,
  place: StepPlace & { readonly before: FrictionState },
): DecisionRecord => {
  const { session, friction, before, profile, run } = place;
  const { release, drawKey } = run;
  const { stage, context } = step;
  const { d, total } = friction;
  const state = { stage, step: friction.step, context, d, total, smoothedBefore: before.smoothed };
  return decide({
    ask: { point, state, offered: [...OFFERED] },
    profile,
    session,
    counts: {},
    spendableCents: run.budget.left(),
    at: step.at + ASK_MS,
    release: run.digests.release,
    worker: WORKER,
    models: decisionModels(release, profile.arms),
    drawKey,
  });
};
