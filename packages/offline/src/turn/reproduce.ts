import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Fault, parseRelease, releaseDigest } from '@causeway/contract';
import { expose } from '../exposure/index.ts';
import { fileDigest, filesOf, ingest, isPacked, logFiles } from '../log/index.ts';
import type { DataVersion, Registry } from '../registry/index.ts';
import { withWarehouse } from '../table/index.ts';
import { learnRelease } from './learn-release.ts';
import { loadLearningHistory } from './load-learning-history.ts';
import type { Recipe } from './recipe.ts';

export type Reproduction = {
  readonly release: string;
  /** what came out this time */
  readonly again: string;
  readonly same: boolean;
  readonly files: number;
  readonly lines: number;
};

/** The recipe of a release, by the lineage that its own digest covers. Throws `not-found` for one that was not learned here. */
export const recipeOf = (
  registry: Registry,
  release: string,
): { readonly name: string; readonly recipe: Recipe } => {
  const made = parseRelease(registry.get('release', release), `registry/release/${release}`);
  const recipes = new Set(registry.list('recipe'));
  const name = made.lineage.find((digest) => recipes.has(digest));
  if (name === undefined)
    throw new Fault(
      'not-found',
      `release ${release.slice(0, 12)}`,
      'it names no recipe: it was not learned into this registry',
    );
  return { name, recipe: registry.get('recipe', name) as Recipe };
};

/** Puts the data version's files, found by their bytes, into an empty folder. Throws `not-found` naming how many are missing. */
const gather = async (data: DataVersion, folders: readonly string[], into: string): Promise<void> => {
  mkdirSync(into, { recursive: true });
  const wanted = new Set(data.files.map(({ digest }) => digest));
  for (const folder of folders) {
    for (const { path, name } of logFiles(folder)) {
      if (wanted.size === 0) return;
      const digest = await fileDigest(path);
      // Named by their bytes: a folder of another shape gives the same files.
      if (wanted.delete(digest))
        copyFileSync(path, join(into, `${digest}${isPacked(name) ? '.ndjson.gz' : '.ndjson'}`));
    }
  }
  if (wanted.size > 0)
    throw new Fault(
      'not-found',
      folders.join(', '),
      `${wanted.size} of ${data.files.length} files are not there or are not what they were (an erasure rewrites files), e.g. ${[...wanted][0]}`,
    );
};

/**
 * Makes a release again from the registry, the raw log and the shop's history, in a new folder: ingest, expose and the whole turn. Data are
 * found by their bytes, wherever they lie. Throws `not-found` when something is missing.
 */
export const reproduce = async (
  registry: Registry,
  release: string,
  from: {
    readonly logs: readonly string[];
    /** files or folders in which the history may be */
    readonly histories: readonly string[];
    readonly workDir: string;
    readonly onStage?: (stage: string) => void;
  },
): Promise<Reproduction> => {
  const { recipe } = recipeOf(registry, release);
  const { history, workDir } = { history: recipe.history, workDir: from.workDir };
  if (history === 'unknown')
    throw new Fault('not-found', 'history', 'the turn was given a history that no file is known of');
  const data = registry.get('data', recipe.data) as DataVersion;
  const live = parseRelease(registry.get('release', recipe.live), 'live');
  const folder = join(workDir, 'log');
  await gather(data, from.logs, folder);
  const warehouse = join(workDir, 'warehouse.duckdb');
  from.onStage?.('ingest');
  await withWarehouse(warehouse, async (open) => {
    await ingest(open, folder);
    await expose(open, { actions: live.actions, windowMs: recipe.windowMs });
  });
  const { exploration, caution, hazard = null } = recipe;
  const learned = await learnRelease({
    warehouse,
    history:
      history === null
        ? null
        : await loadLearningHistory(await historyFile(history.digest, from.histories), history),
    live,
    nextSequence: recipe.nextSequence,
    budget: recipe.budget,
    sessionsPerTurn: recipe.sessionsPerTurn,
    seed: recipe.seed,
    now: recipe.now,
    ...(exploration === null ? {} : { exploration }),
    ...(caution === null ? {} : { caution }),
    ...(hazard === null ? {} : { hazard }),
    outDir: join(workDir, 'again'),
    ...(from.onStage === undefined ? {} : { onStage: from.onStage }),
  });
  const again = releaseDigest(learned.release);
  return { release, again, same: again === release, files: data.files.length, lines: data.lines };
};

const historyFile = async (digest: string, places: readonly string[]): Promise<string> => {
  for (const place of places.filter((path) => existsSync(path)))
    for (const { path } of filesOf(place, /\.(csv|ndjson|jsonl|json)$/i, 'no history'))
      if ((await fileDigest(path)) === digest) return path;
  throw new Fault(
    'not-found',
    places.join(', ') || 'history',
    `no file has the digest ${digest} of the history that was learned from`,
  );
};
