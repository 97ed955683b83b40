import { type Release, releaseDigest } from '@causeway/contract';
import { exposeOptions } from '../exposure/index.ts';
import type { PageForm } from '../hazard/index.ts';
import { dataVersion, type Registry } from '../registry/index.ts';
import type { Warehouse } from '../table/index.ts';
import type { PolicyTurn } from './learn-or-explore.ts';
import type { LearningHistory } from './learn-release.ts';
import type { Recipe } from './recipe.ts';

/** Keeps what a turn starts from: the live release, the data version, the recipe. Returns their digests. */
export const keepRecipe = async (
  registry: Registry,
  warehouse: Warehouse,
  input: PolicyTurn & {
    readonly history: LearningHistory | null;
    readonly hazard?: PageForm | 'auto';
    readonly nextSequence: number;
    readonly now: number;
  },
): Promise<{ readonly live: string; readonly data: string; readonly recipe: string }> => {
  const { history, live, nextSequence, budget, sessionsPerTurn, seed, now } = input;
  const data = registry.put('data', await dataVersion(warehouse));
  registry.put('release', live satisfies Release);
  const recipe: Recipe = {
    kind: 'recipe',
    version: 1,
    live: releaseDigest(live),
    data,
    history: history === null ? null : (history.source ?? 'unknown'),
    windowMs: (await exposeOptions(warehouse)).windowMs,
    nextSequence,
    budget,
    sessionsPerTurn,
    seed,
    now,
    exploration: input.exploration ?? null,
    caution: input.caution ?? null,
    hazard: input.hazard ?? null,
  };
  return { live: recipe.live, data, recipe: registry.put('recipe', recipe) };
};
