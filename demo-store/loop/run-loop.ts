import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import {
  firstRelease,
  pageModelDigest,
  type Release,
  releaseDigest,
  type StoredProfile,
} from '@causeway/contract';
import {
  type Estimate,
  expose,
  gateLearned,
  ingest,
  learnRelease,
  loadExposures,
  loadLearningHistory,
  loadUnexposed,
  notePublish,
  openRegistry,
  readThresholds,
  sessionValue,
  signRelease,
  skew,
  withWarehouse,
} from '@causeway/offline';
import {
  bestConstantArm,
  controlValue,
  createWorld,
  evaluationPopulation,
  historyCsv,
  oracleValue,
  trueValue,
} from '@causeway/offline/simulator';
import { edgeClient, startEdge } from '@causeway/worker-edge/harness';
import type { LoopResult, LoopTurn } from './loop-result.ts';
import { propensityGap } from './propensity-gap.ts';
import { runVisits } from './run-visits.ts';

export type LoopOptions = {
  /** visits in all, shared out evenly over the turns */
  readonly sessions: number;
  readonly turns: number;
  readonly seed: number;
  /** an empty folder for the edge's stores, the log, the warehouse and the releases */
  readonly dir: string;
  /** incentive money a session, in cents */
  readonly budgetPerSession?: number;
  /** fresh visits that true values are averaged over */
  readonly population?: number;
  readonly clock: () => number;
  readonly chance: () => number;
  readonly say?: (message: string) => void;
};

/** The loop publishes what gates refuse, so that an estimate can be held against the truth; the override stands in the audit log. */
const REHEARSAL = {
  by: 'npm run loop',
  reason: 'a rehearsal publishes every candidate, to hold its estimate against the truth',
};

const ORIGIN = 'https://shop.test';
const BUDGET_PER_SESSION = 15;
const POPULATION = 20_000;
/** A series of the world's visits that no log holds. */
const FRESH = 1;
/**
 * In this shop days pass in seconds: a person may be offered money again at her next visit, and an offer that was not
 * used lapses when its visit is over. The crowd and the edge share two cores: an object may take its time.
 */
const EDGE_VARS = { PERSON_PERIOD_HOURS: '0.000001', RESERVATION_HOURS: '0.005', OBJECT_DEADLINE_MS: '5000' };

/** A value under the simulator's truth, as a policy's own estimate defines it: without the experiment's holdout. */
const withoutHoldout = (release: Release): Release => ({
  ...release,
  experiment: { ...release.experiment, holdout: 0 },
});

/**
 * The whole house without a screen: K turns of simulated shoppers in the SDK's own visits against the real edge in
 * workerd, each turn followed by ingest, expose, learning, signing and publishing of the next release.
 */
export const runLoop = async (options: LoopOptions): Promise<LoopResult> => {
  const { sessions, turns, seed, dir, clock } = options;
  const say = options.say ?? (() => {});
  const started = clock();
  const perTurn = Math.floor(sessions / turns);
  const capCents = Math.round(perTurn * (options.budgetPerSession ?? BUDGET_PER_SESSION));
  const budget = (turn: number): Release['budget'] => ({ id: `turn-${turn}`, capCents });

  const world = createWorld({ seed, people: Math.max(500, Math.round(sessions / 2)) });
  const history = join(dir, 'history.csv');
  mkdirSync(dir, { recursive: true });
  writeFileSync(history, `${[...historyCsv(world)].join('\n')}\n`);
  const learningHistory = await loadLearningHistory(history, { asOf: world.options.startAt });
  say('truth: fresh visits that no log will hold');
  const population = evaluationPopulation(world, options.population ?? POPULATION, FRESH);

  const edge = await startEdge({
    persist: join(dir, 'edge'),
    origins: [ORIGIN],
    vars: EDGE_VARS,
    quiet: true,
  });
  try {
    const client = edgeClient({ url: edge.url, keys: edge.keys });
    let release = firstRelease({ createdAt: clock(), budget: budget(1), salt: `loop-${seed}` });
    let profiles = new Map<string, StoredProfile>();
    let estimate: Estimate | null = null;
    const models = new Map<string, Release['page']>();
    const done: LoopTurn[] = [];
    let drops = 0;
    const warehouse = join(dir, 'warehouse.duckdb');
    const log = join(dir, 'log');
    const registry = openRegistry(join(dir, 'releases', 'registry'));
    const thresholds = readThresholds(createRequire(import.meta.url).resolve('@causeway/offline/gates.json'));

    for (let turn = 1; turn <= turns; turn++) {
      await client.putProfiles([...profiles].map(([subject, profile]) => ({ subject, profile })));
      await client.putRelease(await signRelease(release, edge.keys.releaseSigner, clock()));
      await notePublish(registry, release, {
        at: clock(),
        who: 'npm run loop',
        signer: edge.keys.releaseSigner,
      });
      models.set(pageModelDigest(release.page), release.page);
      const from = (turn - 1) * perTurn;
      const crowd = await runVisits({
        world,
        from,
        count: perTurn,
        edge,
        client,
        origin: ORIGIN,
        release,
        clock,
        chance: options.chance,
        onProgress: (n) => say(`turn ${turn} of ${turns}: ${n} of ${perTurn} visits`),
      });
      drops += crowd.undelivered + Object.values(crowd.drops).reduce((a, b) => a + b, 0);
      const books = await client.budget();
      await edge.drain();
      await edge.exportLog(log);
      say(`turn ${turn} of ${turns}: learning`);
      const ownValue = await withWarehouse(warehouse, async (open) => {
        await ingest(open, log);
        await expose(open, { actions: release.actions });
        if (estimate !== null) return null;
        // The first release is judged by its own log: the mean of what was logged.
        const exposures = await loadExposures(open, { models: release.page });
        const unexposed = await loadUnexposed(open);
        return sessionValue(exposures.reward, exposures, unexposed, unexposed.reward);
      });
      const { value, low, high } = estimate ?? ownValue ?? { value: 0, low: 0, high: 0 };
      done.push({
        release: releaseDigest(release),
        sequence: release.sequence,
        trueValue: trueValue(population, withoutHoldout(release), profiles).value,
        estimate: { name: (estimate as Estimate | null)?.name ?? 'logged-mean', value, low, high },
        spendCents: books.spentCents,
        budgetCents: books.capCents,
        abandonmentRate: 1 - crowd.orders / perTurn,
      });
      if (turn === turns) break;
      const learned = await learnRelease({
        warehouse,
        history: learningHistory,
        live: release,
        nextSequence: release.sequence + 1,
        budget: budget(turn + 1),
        sessionsPerTurn: perTurn,
        seed: seed + turn,
        now: clock(),
        outDir: join(dir, 'releases'),
        onStage: (stage) => say(`turn ${turn} of ${turns}: ${stage}`),
        signer: edge.keys.releaseSigner,
      });
      say(`turn ${turn} of ${turns}: gates`);
      await gateLearned(learned, release, {
        warehouse,
        registry,
        thresholds,
        override: REHEARSAL,
        at: clock(),
        who: 'npm run loop',
        signer: edge.keys.releaseSigner,
        clock: () => performance.now(),
      });
      ({ release, estimate } = learned);
      profiles = new Map(learned.profiles.map(({ subject, profile }) => [subject, profile]));
    }

    say('checking the log');
    return await withWarehouse(warehouse, async (open) => {
      const count = async (table: string) =>
        Number((await open.rows<{ n: number }>(`SELECT count(*) AS n FROM ${table}`))[0]?.n ?? 0);
      const exposures = await loadExposures(open, { models: release.page });
      const { rows, maxAbsDifference, hazards, maxHazardDifference } = await skew(open, models);
      const { action, trueValue: value } = bestConstantArm(population);
      return {
        sessions: perTurn * turns,
        seed,
        turns: done,
        oracleValue: oracleValue(population, capCents / perTurn).value,
        controlValue: controlValue(population).value,
        bestConstantArm: { action, trueValue: value },
        logged: {
          decisions: await count('decisions'),
          steps: await count('steps'),
          outcomes: await count('outcomes'),
          drops,
        },
        propensity: propensityGap(exposures),
        skew: { rows, maxAbsDifference, hazards, maxHazardDifference },
        seconds: Math.round((clock() - started) / 1000),
      };
    });
  } finally {
    await edge.stop();
  }
};
