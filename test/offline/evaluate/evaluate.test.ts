import { DEFAULT_ACTIONS, distribution, firstRelease, type Release, uniformPolicy } from '@causeway/contract';
import {
  constantValue,
  controlValue,
  createWorld,
  evaluationPopulation,
  simulateLog,
  trueValue,
} from '@causeway/offline/simulator';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  CROSS_FITTED,
  confirmationFactor,
  constantMatrix,
  evaluatePolicy,
  histogram,
  overlapTable,
  policyVerdict,
} from '../../../packages/offline/src/evaluate/index.ts';
import { type Exposures, exposeLines } from '../../../packages/offline/src/exposure/index.ts';
import { crossFitScores, groupFolds, orderOutcome } from '../../../packages/offline/src/nuisance/index.ts';
import { learnPolicy } from '../../../packages/offline/src/policy/index.ts';
import { ARMS, makeExposures, trueMean } from '../support/make-exposures.ts';

const DAY_MS = 86_400_000;
const learner = orderOutcome(DEFAULT_ACTIONS, { base: 30, level: 16, slope: 300 });
const handlingCents = Object.fromEntries(DEFAULT_ACTIONS.map((action) => [action.id, action.handlingCents]));

const VISITS = 700;
const world = createWorld({ seed: 11, people: 6000 });
const population = evaluationPopulation(world, 2500, 3);
const first: Release = firstRelease({ createdAt: 0, budget: { id: 'b', capCents: 1e9 }, salt: 'coverage' });

/** Form-help for one half of the decisions, nothing for the other: its value is the mean of both. */
const halfHelp = (e: Exposures) => {
  const none = constantMatrix(e, () => 0);
  return constantMatrix(e, () => 1).map((p, k) => (p + (none[k] as number)) / 2);
};

/** A small log of the world's next visits, disjoint between seeds. */
const logOf = (seed: number) => {
  const lines = simulateLog({
    world,
    release: first,
    from: seed * VISITS,
    count: VISITS,
    drawKey: new Uint8Array(32).fill(seed),
  });
  return exposeLines(lines, { windowMs: DAY_MS, handlingCents }, { models: first.page });
};

describe('the headline of a dossier', () => {
  const gain = (low: number, high: number) => ({
    value: (low + high) / 2,
    low,
    high,
    standardError: 1,
    clusters: 100,
  });
  it.each([
    [gain(5, 9), gain(1, 9), /^The policy is better than doing nothing, and than the best single arm/],
    [gain(5, 9), gain(-1, 9), /^The policy is better than doing nothing; personalisation is not/],
    [gain(-126, 106), gain(49, 218), /^The policy is not distinguishable from doing nothing/],
    [gain(-9, -2), gain(1, 9), /^The policy is worse than doing nothing/],
  ])('gains of %o over nothing and %o over one arm', (overControl, overBestConstant, headline) => {
    expect(policyVerdict({ overControl, overBestConstant })).toMatch(headline);
  });
});

describe('against the simulator’s truth', () => {
  const run = (seed: number) => {
    const { exposures, unexposed } = logOf(seed);
    const learned = learnPolicy(exposures, {
      actions: DEFAULT_ACTIONS,
      learner,
      anchor: 'model',
      seed,
      sessions: VISITS,
      allowedPerSession: 1e6,
      exploration: 0.1,
      folds: 3,
      temperatures: [16],
      trusts: [1],
    });
    const common = {
      exposures,
      unexposed,
      scores: learned.scores,
      bestConstant: learned.bestConstant,
      method: CROSS_FITTED,
      learnedHere: false,
    };
    return {
      learned: evaluatePolicy({ ...common, policy: learned.outOfFold, learnedHere: true }),
      help: evaluatePolicy({ ...common, policy: halfHelp(exposures), method: 'fixed', learnedHere: false }),
      truth: trueValue(population, { ...first, sequence: 2, policy: learned.policy }).value,
      sessions: exposures.n + unexposed.n,
    };
  };
  type Run = ReturnType<typeof run>;
  let runs: Run[] = [];
  beforeAll(() => {
    runs = Array.from({ length: 50 }, (_, seed) => run(seed));
  });
  const covered = (interval: (one: Run) => { low: number; high: number }, truth: (one: Run) => number) =>
    runs.filter((run) => interval(run).low <= truth(run) && truth(run) <= interval(run).high).length;

  it('counts every visit once, asked or not', () => {
    expect(runs.every((run) => run.sessions === VISITS)).toBe(true);
  });

  it('the interval of a learned policy covers its true value in at least 45 of 50 logs, and not in all widths', () => {
    expect(
      covered(
        (r) => r.learned.learned,
        (r) => r.truth,
      ),
    ).toBeGreaterThanOrEqual(45);
    const widths = runs.map((r) => r.learned.learned.high - r.learned.learned.low);
    expect(Math.max(...widths)).toBeLessThan(1200);
  });

  it('so do those of doing nothing, of one arm for everyone, of IPS and of SNIPS', () => {
    const [control, always] = [controlValue(population).value, constantValue(population, 'form-help').value];
    const help = (control + always) / 2;
    expect(
      covered(
        (r) => r.learned.control,
        () => control,
      ),
    ).toBeGreaterThanOrEqual(45);
    expect(
      covered(
        (r) => r.help.learned,
        () => help,
      ),
    ).toBeGreaterThanOrEqual(45);
    expect(
      covered(
        (r) => r.help.estimators.ips,
        () => help,
      ),
    ).toBeGreaterThanOrEqual(45);
    expect(
      covered(
        (r) => r.help.estimators.snips,
        () => help,
      ),
    ).toBeGreaterThanOrEqual(45);
  });

  it('the mean of the estimates is the truth: evaluation does not flatter what was learned', () => {
    const gaps = runs.map((r) => r.learned.learned.value - r.truth);
    const mean = gaps.reduce((a, b) => a + b, 0) / gaps.length;
    const error = Math.sqrt(gaps.reduce((a, b) => a + (b - mean) ** 2, 0) / (gaps.length - 1) / gaps.length);
    expect(Math.abs(mean)).toBeLessThan(3 * error + 15);
  });
});

describe('confirmationFactor', () => {
  it('falls to one as the log grows', () => {
    expect(confirmationFactor(300)).toBeCloseTo(Math.SQRT2, 12);
    expect(confirmationFactor(30_000)).toBeLessThan(1.01);
  });
});

describe('evaluatePolicy', () => {
  const { e, means } = makeExposures({ n: 4000, seed: 8 });
  const scores = crossFitScores(e, groupFolds(e.subject, 4, 1), learner);
  const unexposed = {
    n: 1000,
    reward: new Float64Array(1000).fill(300),
    converted: new Uint8Array(1000).fill(1),
    subject: Array.from({ length: 1000 }, (_, i) => `u${i}`),
    at: new Float64Array(1000),
  };
  const nothing = new Int32Array(e.n);
  const report = (policy: Float64Array) =>
    evaluatePolicy({
      exposures: e,
      unexposed,
      scores,
      policy,
      bestConstant: nothing,
      method: 'fixed',
      learnedHere: false,
    });

  it('values the logging policy as the log’s own mean, and doing nothing with no gain over itself', () => {
    const logged = report(e.pi);
    expect(logged.estimators.snips.value).toBeCloseTo(logged.logging.value, 8);
    expect(logged.support.effectiveSampleSize).toBeCloseTo(e.n, 6);
    const idle = report(constantMatrix(e, () => 0));
    expect(idle.gains.overControl.value).toBe(0);
    expect(idle.verdict).toMatch(/not distinguishable from doing nothing/);
    expect(idle.spend.value).toBe(0);
  });

  it('adds up: value is asked and unasked sessions, abandonment counts both', () => {
    const helped = report(constantMatrix(e, () => 1));
    const truth =
      (trueMean(
        constantMatrix(e, () => 1),
        means,
        e.n,
      ) *
        e.n +
        300 * 1000) /
      5000;
    expect(helped.learned.low).toBeLessThan(truth);
    expect(helped.learned.high).toBeGreaterThan(truth);
    expect(helped.abandonment.logged.value).toBeCloseTo(
      (e.n - e.converted.reduce((s, v) => s + v, 0)) / 5000,
      10,
    );
  });

  it('refuses a policy that the log never showed', () => {
    const chat = 4;
    const never = { ...e, ...dropArm(e, chat) };
    const policy = constantMatrix(e, () => chat);
    expect(() =>
      evaluatePolicy({
        exposures: never,
        unexposed,
        scores,
        policy,
        bestConstant: nothing,
        method: 'fixed',
        learnedHere: false,
      }),
    ).toThrow(/no-support/);
  });

  it('shows what the log covers', () => {
    const table = overlapTable(e);
    expect(table.map((row) => row.action)).toEqual(e.actions);
    expect(table.reduce((s, row) => s + row.shown, 0)).toBe(e.n);
    expect(table[0]?.open).toBe(e.n);
    expect(table[6]?.open).toBe(e.known.reduce((s, v) => s + v, 0));
    expect(table[6]?.leastPropensity).toBeCloseTo(1 / 7, 12);
    expect(histogram([-1, 0.1, 0.1, 0.9, 2], 0, 1, 2).map((bin) => bin.count)).toEqual([3, 2]);
  });
});

/** The same rows with an arm's showings turned into "none": a log in which it was never drawn. */
const dropArm = (e: ReturnType<typeof makeExposures>['e'], arm: number) => {
  const ids = DEFAULT_ACTIONS.map(({ id }) => id);
  const zero = { effects: ids.map(() => 0), costs: ids.map(() => 0) };
  const p = distribution(
    uniformPolicy(ARMS),
    zero,
    ids.map(() => true),
    ids,
  )[0] as number;
  const moved = (i: number) => e.action[i] === arm;
  return {
    action: e.action.map((a) => (a === arm ? 0 : a)),
    propensity: e.propensity.map((v, i) => (moved(i) ? 2 * p : v)),
  };
};
