import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  firstRelease,
  parseRelease,
  type Release,
  readPart,
  releaseDigest,
  type StoredLine,
  sha256,
  utf8,
} from '@causeway/contract';
import {
  appendAudit,
  CANDIDATE,
  DEFAULT_PLAN,
  openRegistry,
  type PathResult,
  runPath,
} from '@causeway/offline';
import {
  createWorld,
  evaluationPopulation,
  type Population,
  simulateLog,
  trueValue,
  type World,
} from '@causeway/offline/simulator';
import { makeDevKeys } from '../../packages/worker-edge/dev/dev-keys.ts';

const START = Date.UTC(2026, 8, 1);
const PEOPLE = 20_000;
/** A busy shop: a visit a second, looked at every half hour. */
const GAP_MS = 1000;
const CHECK_VISITS = 2000;
/** Visits after which a path that has come to no end is left. */
const MOST_CHECKS = 60;

const firstOf = (seed: number): Release =>
  firstRelease({
    createdAt: START,
    budget: { id: `ramp-${seed}`, capCents: 1_000_000_000 },
    salt: `ramp-${seed}`,
  });

/** Nearly always one action, by its place in the table. */
const always = (live: Release, arm: number): Release => ({
  ...live,
  sequence: live.sequence + 1,
  policy: {
    ...live.policy,
    effect: live.policy.effect.map((row, a) => (a === arm ? [1000, ...row.slice(1)] : row)),
    exploration: 0.05,
    trainedOn: 1,
  },
});

const indexOf = (live: Release, action: string): number => live.actions.findIndex(({ id }) => id === action);

export type PlantedPath = {
  readonly name: string;
  /** Whether a guardrail has to undo it. */
  readonly bad: boolean;
  of(live: Release): Release;
  /** Share of the orders of the candidate's people that its help puts off; 0. */
  readonly ordersLost?: number;
};

const next = (live: Release): Release => ({ ...live, sequence: live.sequence + 1 });

export const PLANTED_PATHS: readonly PlantedPath[] = [
  { name: 'no better and no worse', bad: false, of: next },
  { name: 'help that helps', bad: false, of: (live) => always(live, indexOf(live, 'form-help')) },
  { name: 'money for everyone', bad: true, of: (live) => always(live, indexOf(live, 'discount-10')) },
  { name: 'help that puts off half of the orders', bad: true, of: next, ordersLost: 0.5 },
  { name: 'help that puts off a fifth of the orders', bad: true, of: next, ordersLost: 0.2 },
];

export type Ramped = {
  readonly result: PathResult;
  /** Cents a visit that asks by which the candidate is truly worse than what was live, over visits of a population apart. */
  readonly trueLoss: number;
  /** Visits of everyone that asked for help since the ramp began. */
  readonly served: number;
};

/** The lines as they are when the candidate's people order less. */
const without = (lines: StoredLine[], lost: number, candidates: Set<string>): StoredLine[] => {
  for (const { line } of lines)
    if (line.kind === 'decision' && Object.values(line.arms).includes(CANDIDATE))
      candidates.add(line.session);
  return lines.filter(({ line }) => {
    if (line.kind !== 'outcome' || !candidates.has(line.session)) return true;
    return (sha256(utf8(`lost ${line.id}`))[0] as number) >= 256 * lost;
  });
};

/** Cents of net margin of a visit that asks. */
const worthOf = (population: Population, release: Release): number => {
  const asked = population.reduce((sum, { state, truth }) => sum + (state === null ? 0 : truth.reachAsk), 0);
  const before = population.reduce((sum, { truth }) => sum + truth.unaskedValue, 0);
  return (trueValue(population, release).value * population.length - before) / asked;
};

/** A candidate taken from shadow to all before simulated shoppers, by the path's own code; the edge is the simulator's. */
export const ramp = async (seed: number, planted: PlantedPath): Promise<Ramped> => {
  const folder = mkdtempSync(join(tmpdir(), 'ramp-'));
  const log = join(folder, 'log.ndjson');
  const world: World = createWorld({ seed, people: PEOPLE, startAt: START, gapMs: GAP_MS });
  const { releaseSigner: signer } = await makeDevKeys();
  const registry = openRegistry(join(folder, 'registry'));
  const live = firstOf(seed);
  const candidate = planted.of(live);
  const artefacts = [{ kind: 'release', name: registry.put('release', candidate) }];
  await appendAudit(registry, { at: START, who: 'bench', what: 'pass', artefacts }, signer);
  const releases = new Map([[releaseDigest(live), live]]);
  const candidates = new Set<string>();
  let [inForce, from, checks, served] = [live, 0, 0, 0];
  try {
    appendFileSync(log, '');
    const result = await runPath({
      candidate,
      live,
      incumbent: live.policy,
      // Exploring at even chances spends 85 cents a visit that asks.
      plan: { ...DEFAULT_PLAN, minStepMs: 600_000, settleMs: 0, maxSpend: 150 },
      edge: {
        putRelease: async (token) => {
          const claims = readPart(token.split('.')[1] as string) as { dat: Release };
          inForce = parseRelease(claims.dat, 'step');
          releases.set(releaseDigest(inForce), inForce);
        },
        rollback: async (digest) => {
          inForce = releases.get(digest) as Release;
        },
      },
      registry,
      signer,
      who: 'bench',
      readLog: async () => {
        const drawKey = sha256(utf8(`ramp ${seed}`));
        const lines = [
          ...simulateLog({
            world,
            release: inForce,
            from,
            count: CHECK_VISITS,
            drawKey,
            pageLines: false,
          }),
        ];
        const told = without(lines, planted.ordersLost ?? 0, candidates);
        appendFileSync(log, told.map((line) => `${JSON.stringify(line)}\n`).join(''));
        if (inForce.shadow === undefined)
          served += lines.filter(({ line }) => line.kind === 'decision').length;
        from += CHECK_VISITS;
        checks++;
        return folder;
      },
      clock: () => START + from * GAP_MS,
      wait: async () => {},
      everyMs: 0,
      stop: () => checks >= MOST_CHECKS,
    });
    const population = evaluationPopulation(world, 4000, 1);
    const kept = 1 - (planted.ordersLost ?? 0);
    const trueLoss = worthOf(population, live) - kept * worthOf(population, candidate);
    return { result, trueLoss, served };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
