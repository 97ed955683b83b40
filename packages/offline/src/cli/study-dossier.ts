import { type Release, releaseDigest } from '@causeway/contract';
import type { DossierData } from '../dossier/index.ts';
import { BUDGET_SAFETY } from '../turn/index.ts';
import type { Run } from './run.ts';
import type { Study } from './study-files.ts';
import type { PolicyConfig, policyOf } from './verbs/policy.ts';

/** What a dossier shows of a study's candidate. */
export const studyDossier = (
  run: Run,
  study: Study,
  release: Release,
  learned: ReturnType<typeof policyOf>,
  config: PolicyConfig,
): DossierData => {
  const { budgetId: id, budgetCents: capCents, sessionsPerTurn: sessions, seed } = config;
  const hazard = (run.readJsonIf('hazard.json') as { evaluation?: never } | null)?.evaluation ?? null;
  return {
    kind: 'dossier',
    version: 1,
    release: {
      sequence: release.sequence,
      digest: releaseDigest(release),
      createdAt: release.createdAt,
      live: releaseDigest(study.live),
    },
    note: learned.note,
    seed,
    estimate: learned.estimate,
    policy: learned.report,
    propensities: Array.from(study.exposures.propensity),
    chosen: learned.chosen,
    averages: learned.averages,
    weighed: learned.weighed,
    truncation: learned.truncation,
    budget: { id, capCents, sessions, safety: BUDGET_SAFETY, ...learned.spend },
    hazard,
    embedding: null,
    notes: learned.notes,
  };
};
