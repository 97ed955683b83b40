import type { FamilyVector, FrictionModel, StepState } from '@causeway/contract';
import { DEFAULT_FRICTION_MODEL, describeFriction } from '@causeway/contract';
import type { Tape } from './tape.ts';
import type { VisitTruth } from './truth.ts';
import { truthOf } from './truth.ts';
import { OFFERED } from './visit.ts';
import type { World } from './world.ts';

/** A fresh visit as the edge would see it at the ask, and what only the simulator knows of it. */
export type PopulationVisit = {
  readonly session: string;
  readonly subject: string;
  readonly known: boolean;
  readonly cartCents: number;
  readonly marginCents: number;
  readonly offered: readonly string[];
  /** the state at the ask, under the default friction model; null when the shop never asks */
  readonly state: StepState | null;
  /** friction of every step until the ask, so that F̄ can be folded again under another release */
  readonly path: readonly { readonly d: FamilyVector; readonly total: FamilyVector }[];
  readonly truth: VisitTruth;
};

export type Population = readonly PopulationVisit[];

/** F̄_{t-1} at the last step of a path (B28). */
const smoothedBefore = (model: FrictionModel, path: PopulationVisit['path']): number =>
  path.slice(0, -1).reduce((before, { d, total }) => describeFriction(model, d, total, before).smoothed, 0);

/** The state at the ask as a page that runs this friction model sends it. */
export const askState = (visit: PopulationVisit, model: FrictionModel): StepState | null =>
  visit.state === null ? null : { ...visit.state, smoothedBefore: smoothedBefore(model, visit.path) };

const visitOf = (tape: Tape): PopulationVisit => {
  const { askStep, steps } = tape;
  const path = steps.slice(0, askStep + 1).map(({ d, total }) => ({ d, total }));
  const ask = steps[askStep];
  const state: StepState | null =
    ask === undefined
      ? null
      : {
          stage: ask.stage,
          step: askStep + 1,
          context: ask.context,
          d: ask.d,
          total: ask.total,
          smoothedBefore: smoothedBefore(DEFAULT_FRICTION_MODEL, path),
        };
  const { subject, known } = tape.person;
  const { session, cartCents, marginCents } = tape;
  return {
    session,
    subject,
    known,
    cartCents,
    marginCents,
    offered: OFFERED,
    state,
    path,
    truth: truthOf(tape),
  };
};

/**
 * n fresh visits by the world's people: never those of the log when `seed` > 0. The ground under every true value.
 */
export const evaluationPopulation = (world: World, n: number, seed: number): Population =>
  Array.from({ length: n }, (_, k) => visitOf(world.tape(k, seed)));
