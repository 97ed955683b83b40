// Runs one turn of the study in a process of its own, so that the shop goes on answering meanwhile.

import { once } from 'node:events';
import { createWriteStream, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asFault, digest, type Release, type StoredProfile } from '@causeway/contract';
import { DAY_MS, expose, ingest, learnRelease, loadLearningHistory, withWarehouse } from '@causeway/offline';
import { createWorld, historyCsv, simulateLog, type World } from '@causeway/offline/simulator';
import type { StudyJob, StudyMessage } from './study-job.ts';

export type LearnedRelease = {
  readonly release: Release;
  readonly profiles: readonly { readonly subject: string; readonly profile: StoredProfile }[];
  readonly estimate: {
    readonly name: string;
    readonly value: number;
    readonly low: number;
    readonly high: number;
  };
  readonly dossier: string;
};

const SEED = 20260;
/** The history is split here: before it are features, after it labels. */
const LABEL_DAYS = 90;

const say = (message: StudyMessage): void => {
  process.send?.(message);
};
const stage = (name: string): void => say({ kind: 'stage', stage: name });

/** Simulated visits as log lines, and the shop's history of their customers as CSV. */
const simulate = async (job: StudyJob, world: World, history: string): Promise<void> => {
  stage('simulate');
  mkdirSync(join(job.dir, 'log'), { recursive: true });
  writeFileSync(history, [...historyCsv(world)].join('\n'));
  const drawKey = new TextEncoder().encode(digest(['demo', job.world.seed]).slice(0, 32));
  const out = createWriteStream(join(job.dir, 'log', 'simulated.ndjson'));
  for (const line of simulateLog({ world, release: job.live, count: job.simulate, drawKey })) {
    if (!out.write(`${JSON.stringify(line)}\n`)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
};

const run = async (job: StudyJob): Promise<LearnedRelease> => {
  const world = createWorld(job.world);
  const history = join(job.dir, 'history.csv');
  if (job.simulate > 0 || !existsSync(history)) await simulate(job, world, history);

  stage('ingest');
  const warehouse = join(job.dir, 'warehouse.duckdb');
  await withWarehouse(warehouse, async (opened) => {
    await ingest(opened, join(job.dir, 'log'));
    await expose(opened, { actions: job.live.actions });
  });
  const asOf = world.options.startAt;
  const { release, profiles, estimate, dossier } = await learnRelease({
    warehouse,
    history: await loadLearningHistory(history, { asOf, windowMs: LABEL_DAYS * DAY_MS }),
    live: job.live,
    nextSequence: job.nextSequence,
    budget: job.budget,
    sessionsPerTurn: job.sessionsPerTurn,
    seed: SEED + job.nextSequence,
    now: job.now,
    outDir: join(job.dir, 'releases'),
    onStage: stage,
  });
  return { release, profiles, estimate, dossier: dossier.html };
};

process.once('message', (job: StudyJob) => {
  run(job)
    .then((learned): StudyMessage => ({ kind: 'done', learned }))
    .catch((error: unknown): StudyMessage => ({ kind: 'failed', message: asFault(error, 'study').message }))
    .then((last) => process.send?.(last, () => process.disconnect()));
});
