import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  digest,
  type PrivateJwk,
  parseRelease,
  type Release,
  releaseDigest,
  STATE_NAMES_DIGEST,
} from '@causeway/contract';
import { type DossierData, dossierHtml } from '../dossier/index.ts';
import {
  carryDynamics,
  type Encoder,
  makeProfiles,
  type SubjectProfile,
  trainEncoder,
} from '../embed/index.ts';
import type { CustomerHistory, Exposures, PersonPeriods, Unexposed } from '../exposure/index.ts';
import { loadExposures, loadUnexposed } from '../exposure/index.ts';
import { loadPersonPeriods } from '../features/index.ts';
import { loadFrictionSteps } from '../friction/index.ts';
import type { PageForm } from '../hazard/index.ts';
import type { Scores } from '../nuisance/index.ts';
import { type Artefact, appendAudit, openRegistry } from '../registry/index.ts';
import { withWarehouse } from '../table/index.ts';
import { keepRecipe } from './keep-turn.ts';
import { BUDGET_SAFETY, learnOrExplore, type PolicyTurn } from './learn-or-explore.ts';
import { learnPage } from './learn-page.ts';
import type { HistorySource } from './recipe.ts';

export type LearnReleaseInput = PolicyTurn & {
  /** Path of the warehouse, after `ingest` and `expose`. */
  readonly warehouse: string;
  /** The shop's own history; null when it has none: then everyone is a stranger to the embedding. */
  readonly history: LearningHistory | null;
  readonly nextSequence: number;
  readonly now: number;
  /** Artefacts, the dossier and the hazard's files go here. */
  readonly outDir: string;
  /** Who signs the registry's entry of this turn; unsigned without. */
  readonly signer?: PrivateJwk;
  /** The form of the page's hazard; chosen by held-out log-loss without it. */
  readonly hazard?: PageForm | 'auto';
  readonly onStage?: (stage: string) => void;
};

/** `train` has labels (features before its date, labels after); `serve` holds what is known now, for the profiles. */
export type LearningHistory = {
  readonly train: CustomerHistory;
  readonly serve: CustomerHistory;
  /** where it was read from; without it the release cannot be reproduced */
  readonly source?: HistorySource;
};

export type Estimate = {
  readonly name: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
};

export type LearnedRelease = {
  readonly release: Release;
  readonly profiles: readonly SubjectProfile[];
  /** Net margin a session in cents; `name` says by what estimator. */
  readonly estimate: Estimate;
  readonly dossier: { readonly html: string; readonly json: string };
  readonly report: DossierData;
  /** what gates judge it by; null when it explores */
  readonly basis: LearnedBasis | null;
};

/** The rows, scores and out-of-fold policy that a release was learned and evaluated on. */
export type LearnedBasis = {
  readonly exposures: Exposures;
  readonly unexposed: Unexposed;
  readonly scores: Scores;
  readonly policy: Float64Array;
  readonly periods: PersonPeriods;
  readonly allowedPerSession: number;
  readonly historyAsOf: number | null;
};

/**
 * One turn of the study, from the log to the next release: embedding -> hazard and friction -> x rebuilt under both -> scores, effects,
 * policy -> evaluation -> release and dossier. The embedding comes first, because the hazard's u and every effect are functions of z: they
 * must be learned on the z that will be served. All artefacts are kept under their digests; the release's lineage names them.
 */
export const learnRelease = async (input: LearnReleaseInput): Promise<LearnedRelease> => {
  const { live, seed, now, outDir } = input;
  const say = input.onStage ?? (() => {});
  mkdirSync(outDir, { recursive: true });
  const registry = openRegistry(join(outDir, 'registry'));

  say('embed');
  const embedding = input.history === null ? null : trainEncoder(input.history.train, seed);
  const profiles =
    embedding === null || input.history === null
      ? []
      : makeProfiles(embedding.encoder, input.history.serve, now, seed);
  const profileOf = new Map(profiles.map(({ subject, profile }) => [subject, profile]));

  say('hazard');
  const log = await withWarehouse(input.warehouse, async (warehouse) => {
    const periods = await loadPersonPeriods(warehouse, { profiles: profileOf });
    const steps = await loadFrictionSteps(warehouse, periods);
    const page = learnPage(live, periods, {
      seed,
      steps,
      ...(input.hazard === undefined ? {} : { form: input.hazard }),
    });
    say('expose');
    const exposures = await loadExposures(warehouse, { models: page.model, profiles: profileOf });
    const kept = await keepRecipe(registry, warehouse, input);
    return { page, periods, exposures, unexposed: await loadUnexposed(warehouse), kept };
  });

  say('policy');
  const { exposures, unexposed, page, kept } = log;
  const known = input.history?.serve.asOf ?? -Infinity;
  const early = exposures.at.reduce((count, at) => count + (at < known ? 1 : 0), 0);
  if (early > 0)
    page.notes.push(`${early} decisions are older than the history behind z: their z knows what came after.`);
  const learned = learnOrExplore(exposures, unexposed, input);

  say('release');
  const made: Artefact[] = [];
  const keep = (kind: string, value: unknown): string => {
    const name = registry.put(kind, value);
    made.push({ kind, name });
    return name;
  };
  const lineage = [
    kept.live,
    ...(embedding === null ? [] : [keep('encoder', embedding.encoder satisfies Encoder)]),
    keep('hazard', {
      linear: page.model.hazard,
      form: page.hazard?.form ?? null,
      blob: page.model.blob ?? null,
      onnx: page.model.onnx ?? null,
    }),
    keep('effects', { effect: learned.policy.effect, cost: learned.policy.cost }),
    keep('exposures', {
      rows: exposures.n,
      unexposed: unexposed.n,
      decisions: digest(exposures.decision),
    }),
    kept.recipe,
  ];
  const release = parseRelease(
    {
      ...live,
      sequence: input.nextSequence,
      createdAt: now,
      note: learned.note.slice(0, 200),
      stateNames: STATE_NAMES_DIGEST,
      page: page.model,
      policy: learned.policy,
      budget: input.budget,
      lineage: [...new Set(lineage)],
      dynamics: carryDynamics(live, lineage),
    },
    'release',
  );
  keep('release', release);

  say('dossier');
  const report: DossierData = {
    kind: 'dossier',
    version: 1,
    release: {
      sequence: release.sequence,
      digest: releaseDigest(release),
      createdAt: now,
      live: releaseDigest(live),
    },
    note: learned.note,
    seed,
    estimate: learned.estimate,
    policy: learned.report,
    propensities: Array.from(exposures.propensity),
    chosen: learned.chosen,
    averages: learned.averages,
    weighed: learned.weighed,
    truncation: learned.truncation,
    budget: { ...input.budget, sessions: input.sessionsPerTurn, safety: BUDGET_SAFETY, ...learned.spend },
    hazard: page.evaluation,
    hazardForm: page.hazard,
    friction: page.friction,
    embedding:
      embedding === null
        ? null
        : {
            customers: profiles.length,
            heldOutLoss: embedding.heldOutLoss,
            baseLoss: embedding.baseLoss,
            epochs: embedding.epochs,
          },
    notes: [...page.notes, ...learned.notes],
  };
  keep('dossier', report);
  const { data, recipe } = kept;
  await appendAudit(
    registry,
    {
      at: now,
      who: 'study',
      what: 'propose',
      detail: { sequence: release.sequence, note: release.note },
      artefacts: [
        { kind: 'release', name: kept.live },
        { kind: 'data', name: data },
        { kind: 'recipe', name: recipe },
        ...made,
      ],
    },
    input.signer ?? null,
  );
  const name = `dossier-${release.sequence}`;
  const paths = { html: join(outDir, `${name}.html`), json: join(outDir, `${name}.json`) };
  writeFileSync(paths.json, JSON.stringify(report, null, 1));
  writeFileSync(paths.html, dossierHtml(report));
  for (const [file, content] of Object.entries(page.files))
    writeFileSync(join(outDir, file.replace('hazard', `hazard-${release.sequence}`)), content);
  const basis: LearnedBasis | null =
    learned.basis === null
      ? null
      : {
          ...learned.basis,
          exposures,
          unexposed,
          periods: log.periods,
          allowedPerSession: learned.spend.allowedPerSession,
          historyAsOf: input.history?.serve.asOf ?? null,
        };
  return { release, profiles, estimate: learned.estimate, dossier: paths, report, basis };
};
