import { join } from 'node:path';
import { type Release, releaseDigest } from '@causeway/contract';
import { notePublish, openRegistry, signRelease } from '@causeway/offline';
import type { Edge, EdgeClient } from '@causeway/worker-edge/harness';
import type { LearnState } from './learn-state.ts';
import type { RunStudy } from './run-study.ts';
import { STAGE_SENTENCES } from './study-job.ts';

export type LearnerOptions = {
  readonly dir: string;
  readonly world: { readonly seed: number; readonly people: number };
  readonly first: Release;
  readonly edge: Edge;
  readonly client: EdgeClient;
  readonly run: RunStudy;
  readonly now: () => number;
  readonly onStage: (sentence: string) => void;
};

export type Learner = {
  /** simulates so many visits, learns from them and publishes: what the demo begins with */
  begin(sessions: number): Promise<void>;
  /** one turn on the log as it stands; while one runs, asking again does nothing */
  turn(): void;
  state(): LearnState;
  /** the release that this learner published last */
  live(): Release;
  /** the file of a release's dossier, for releases made here */
  dossier(sequence: number): string | undefined;
};

const SESSIONS_PER_TURN = 1000;
/** A euro a session at most: what the demo may give away until it learns again. */
const CAP_CENTS = 100_000;

/** Turns the loop: log -> study -> signed release -> edge. Keeps the live release and says where it stands. */
export const createLearner = (options: LearnerOptions): Learner => {
  const { dir, world, edge, client, run, now } = options;
  const dossiers = new Map<number, string>();
  let live = options.first;
  let state: LearnState = { status: 'idle', stage: 'Nothing learned yet', release: null };

  const say = (name: string): void => {
    const stage = STAGE_SENTENCES[name] ?? name;
    state = { ...state, status: 'running', stage };
    options.onStage(stage);
  };

  const learn = async (simulate: number): Promise<void> => {
    const nextSequence = live.sequence + 1;
    const { release, profiles, estimate, dossier } = await run(
      {
        dir,
        world,
        simulate,
        live,
        nextSequence,
        budget: { id: `demo-${nextSequence}`, capCents: CAP_CENTS },
        sessionsPerTurn: SESSIONS_PER_TURN,
        now: now(),
      },
      say,
    );
    say('publish');
    await client.putProfiles(profiles);
    await client.putRelease(await signRelease(release, edge.keys.releaseSigner, now()));
    await notePublish(openRegistry(join(dir, 'releases', 'registry')), release, {
      at: now(),
      who: 'demo',
      signer: edge.keys.releaseSigner,
    });
    live = release;
    dossiers.set(release.sequence, dossier);
    const digest = releaseDigest(release);
    state = {
      status: 'done',
      stage: release.note,
      release: { sequence: release.sequence, digest, estimate, dossier: `/dev/dossier/${release.sequence}` },
    };
  };

  return {
    begin: learn,
    turn() {
      if (state.status === 'running') return;
      state = { ...state, status: 'running', stage: 'Collecting the log from the edge' };
      edge
        .drain()
        .then(() => edge.exportLog(join(dir, 'log', 'edge')))
        .then(() => learn(0))
        .catch((error: unknown) => {
          state = {
            ...state,
            status: 'failed',
            stage: error instanceof Error ? error.message : String(error),
          };
        });
    },
    live: () => live,
    state: () => state,
    dossier: (sequence) => dossiers.get(sequence),
  };
};
