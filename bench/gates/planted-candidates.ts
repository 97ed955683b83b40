import {
  firstRelease,
  type PolicyModel,
  pageModelDigest,
  type Release,
  releaseDigest,
  STATE_SIZE,
} from '@causeway/contract';
import {
  allRows,
  type CandidateCase,
  choosePrecisions,
  createLogTables,
  createStage,
  type DossierData,
  type Exposures,
  emptyPredictions,
  learnPolicy,
  orderOutcome,
  policyOn,
  predictInto,
  skew,
  withWarehouse,
} from '@causeway/offline';
import { chance, createWorld, simulateLog } from '@causeway/offline/simulator';
import { ARMS, columnOf, type PlantedLog, plantedLog, put, START } from './planted-world.ts';

const DAY_MS = 86_400_000;

/** What is planted, and the gates of which one must stop it. `good` must pass all. */
export const PLANTED: Readonly<Record<string, readonly string[]>> = {
  good: [],
  leak: ['leakage-column'],
  overlap: ['overlap-size', 'overlap-weight', 'overlap-mean'],
  miscalibration: ['calibration-hazard'],
  unfair: ['fairness-rate-mobile', 'fairness-harm-mobile'],
  overspending: ['budget'],
  'stale-features': ['freshness-history'],
  'flipped-treatment': ['assignment'],
  'poisoned-log': ['integrity-orders', 'integrity-person'],
  'skewed-serving': ['skew'],
  'hidden-confounding': ['assignment'],
};

/** Folds a small real log again; with `bad`, the page has counted a tenth of its friction double. */
const foldAgain = (seed: number, bad: boolean) =>
  withWarehouse(':memory:', async (warehouse) => {
    const world = createWorld({ seed, people: 60 });
    const release = firstRelease({ createdAt: START, budget: { id: 'b', capCents: 1e6 }, salt: 's' });
    await createLogTables(warehouse);
    const stage = createStage(warehouse);
    let k = 0;
    for (const stored of simulateLog({ world, release, count: 60, drawKey: new Uint8Array(32).fill(1) })) {
      const { line } = stored;
      const off = bad && line.kind === 'step' && k++ % 10 === 0;
      stage.put(off ? { ...stored, line: { ...line, smoothed: 2 * line.smoothed + 0.1 } } : stored);
    }
    await stage.merge();
    return skew(warehouse, new Map([[pageModelDigest(release.page), release.page]]));
  });

/** Spoils a log in place, as the kind says. */
const spoil = (kind: string, { exposures: e, buys }: PlantedLog, seed: number): void => {
  const c = chance(seed, 43, 0);
  for (let i = 0; i < e.n; i++) {
    if (kind === 'leak')
      e.x[i * STATE_SIZE + columnOf('z.3')] = (e.converted[i] as number) + 0.3 * c.normal();
    if (kind === 'flipped-treatment') {
      const a = e.action[i] as number;
      if (a === 1 || a === 2) {
        e.action[i] = 3 - a;
        e.propensity[i] = e.pi[i * ARMS + 3 - a] as number;
      }
    }
    if (kind === 'poisoned-log' && c.flip(0.01)) {
      e.revenue[i] = 100_000;
      e.reward[i] = 60_000;
    }
    // Someone who sees more than the log gives a discount to those who would buy anyway.
    if (kind === 'hidden-confounding' && e.known[i] === 1 && (buys[i * ARMS] as number) > 0.45 && c.flip(0.5))
      put(e, i, 6, c.uniform() < (buys[i * ARMS + 6] as number));
  }
};

/** The candidate's policy where a kind spoils it after learning. */
const bend = (kind: string, policy: PolicyModel): PolicyModel => {
  const only = (arm: number): PolicyModel => ({
    ...policy,
    effect: policy.effect.map((row, a) => row.map((_, k) => (a === arm && k === 0 ? 100_000 : 0))),
    multiplier: 0,
    exploration: 0.02,
  });
  if (kind === 'overlap') return { ...only(4), cost: policy.cost };
  if (kind === 'overspending') return { ...only(6), cost: policy.cost.map((row) => row.map(() => 0)) };
  if (kind === 'unfair')
    return {
      ...policy,
      segments: [{ name: 'mobile', when: { mobile: true }, bounds: { none: { low: 0.97, high: 1 } } }],
    };
  return policy;
};

/** Kinds that spoil the log itself: the others share one log and one learning a seed. */
export const SPOILING = ['leak', 'flipped-treatment', 'poisoned-log', 'hidden-confounding'];
const ALLOWED = 40;

/** A log, spoiled as the kind says. */
export const spoiledLog = (kind: string, seed: number, n: number): PlantedLog => {
  const log = plantedLog(n, seed);
  spoil(kind, log, seed);
  return log;
};

const learn = (kind: string, seed: number, n: number) => {
  const log = spoiledLog(kind, seed, n);
  const { exposures: e, live } = log;
  const learned = learnPolicy(e, {
    actions: live.actions,
    learner: orderOutcome(live.actions, choosePrecisions(e, allRows(n), ARMS)),
    anchor: 'model',
    seed,
    sessions: n,
    allowedPerSession: ALLOWED,
    exploration: 0.1,
  });
  return { log, learned };
};
let shared: { readonly name: string; readonly made: ReturnType<typeof learn> } | null = null;

const learnOnce = (kind: string, seed: number, n: number) => {
  if (SPOILING.includes(kind)) return learn(kind, seed, n);
  const name = `${seed} ${n}`;
  if (shared?.name !== name) shared = { name, made: learn('good', seed, n) };
  return shared.made;
};

/** A whole candidate of a kind: logged, spoiled, learned, bent. */
export const plantedCandidate = async (kind: string, seed: number, n = 2000): Promise<CandidateCase> => {
  const { log, learned } = learnOnce(kind, seed, n);
  const { exposures: e, unexposed, live } = log;
  const policy = bend(kind, learned.policy);
  const off = kind === 'miscalibration';
  const hazard = { ...live.page.hazard, alpha: live.page.hazard.alpha.map((a) => a + (off ? 1.5 : 0)) };
  const last = e.at[n - 1] as number;
  const candidate: Release = {
    ...live,
    sequence: 3,
    createdAt: last + DAY_MS,
    policy,
    page: { ...live.page, hazard },
  };
  const bent = policy !== learned.policy;
  const pi = bent ? segmented(policy, e, live) : learned.outOfFold;
  const predictions = emptyPredictions(n, ARMS);
  predictInto(predictions, policy, e, live.actions, allRows(n));
  return {
    candidate,
    live,
    exposures: e,
    unexposed,
    scores: learned.scores,
    policy: pi,
    effects: predictions.effects,
    periods: log.periods,
    log: {
      lines: n,
      broken: 0,
      decisions: n,
      refused: 0,
      from: START,
      to: last,
      skew: await foldAgain(seed, kind === 'skewed-serving'),
    },
    historyAsOf: kind === 'stale-features' ? START - 400 * DAY_MS : START,
    allowedPerSession: ALLOWED,
    dossier: dossier(candidate),
  };
};

/** π of a policy with segments by device. */
const segmented = (policy: PolicyModel, e: Exposures, live: Release): Float64Array => {
  const everyone = policyOn({ ...policy, segments: [] }, e, live.actions);
  const [segment] = policy.segments ?? [];
  if (segment === undefined) return everyone;
  const inside = policyOn(
    { ...policy, segments: [], bounds: { ...policy.bounds, ...segment.bounds } },
    e,
    live.actions,
  );
  return everyone.map((p, k) => (e.mobile[Math.floor(k / ARMS)] === 1 ? (inside[k] as number) : p));
};

const dossier = (release: Release): DossierData => ({
  kind: 'dossier',
  version: 1,
  release: {
    sequence: 3,
    digest: releaseDigest(release),
    createdAt: release.createdAt,
    live: releaseDigest(release),
  },
  note: '',
  seed: 0,
  estimate: { name: '', value: 0, low: 0, high: 0 },
  policy: null,
  propensities: [],
  chosen: '',
  averages: [],
  weighed: [],
  truncation: null,
  budget: {
    id: 'b',
    capCents: 0,
    sessions: 0,
    safety: 1,
    spendPerSession: null,
    allowedPerSession: 0,
    multiplier: 0,
  },
  hazard: null,
  embedding: null,
  notes: [],
});

export const KINDS = Object.keys(PLANTED);
