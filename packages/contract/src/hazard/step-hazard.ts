import type { Runners } from '../kernel/runners.ts';
import { twinRunners } from '../kernel/runners.ts';
import type { HazardInput, HazardModel } from './hazard-model.ts';
import { hazard } from './hazard-model.ts';
import { hazardRow } from './hazard-row.ts';

/** A page model's hazard: the linear one, and the blob that takes its place when there is one. */
export type HazardPart = {
  readonly hazard: HazardModel;
  readonly blob?: string;
  readonly runners?: Runners;
};

/** λ_t (B24) by the release's blob, the same bits on kernel and twin; without a blob by the linear formula. */
export const stepHazard = (
  { hazard: linear, blob, runners = twinRunners }: HazardPart,
  input: HazardInput,
): number => (blob === undefined ? hazard(linear, input) : runners(blob).score(hazardRow(input)));
