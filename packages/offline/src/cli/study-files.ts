import { writeFileSync } from 'node:fs';
import type { Release, StoredProfile } from '@causeway/contract';
import {
  array,
  checkPageModel,
  checkStoredProfile,
  object,
  type PageModel,
  parseRelease,
  subjectText,
} from '@causeway/contract';
import type { Exposures, Unexposed } from '../exposure/index.ts';
import { loadExposures, loadUnexposed } from '../exposure/index.ts';
import type { Run } from './run.ts';

/** The release that wrote the log. */
export const readLive = (run: Run): Release =>
  parseRelease(run.readJson('live.json', 'simulate'), 'live.json');

/** The page model that `hazard` learned, or the live one's until it has run. */
export const readPage = (run: Run, live: Release): PageModel => {
  const learned = run.readJsonIf('page-model.json');
  return learned === null ? live.page : checkPageModel(learned, 'page-model.json');
};

/** Files of an artefact beside its JSON, by name. */
export const writeFiles = (run: Run, files: Readonly<Record<string, Uint8Array | string>>): void => {
  for (const [name, content] of Object.entries(files)) writeFileSync(run.output(name), content);
};

const checkProfiles = array(object({ subject: subjectText, profile: checkStoredProfile }), 10_000_000);

/** The profiles that `embed` made, by subject; undefined until it has run. */
export const readProfiles = (run: Run): Map<string, StoredProfile> | undefined => {
  const found = run.readJsonIf('profiles.json');
  if (found === null) return undefined;
  return new Map(checkProfiles(found, 'profiles.json').map(({ subject, profile }) => [subject, profile]));
};

export type Study = {
  readonly live: Release;
  readonly page: PageModel;
  readonly profiles: Map<string, StoredProfile> | undefined;
  readonly exposures: Exposures;
  readonly unexposed: Unexposed;
};

/** What effects, policy and evaluate start from: x encoded under the learned page model and profiles. */
export const readStudy = async (run: Run): Promise<Study> => {
  run.input('warehouse.duckdb', 'ingest');
  const live = readLive(run);
  const page = readPage(run, live);
  const profiles = readProfiles(run);
  const by = profiles === undefined ? { models: page } : { models: page, profiles };
  return run.warehouse(async (warehouse) => ({
    live,
    page,
    profiles,
    exposures: await loadExposures(warehouse, by),
    unexposed: await loadUnexposed(warehouse),
  }));
};
