import { describe, expect, it } from 'vitest';
import { makeRandom } from '../../../packages/offline/src/maths/index.ts';
import {
  dm,
  dr,
  ESTIMATORS,
  estimateValue,
  importanceWeights,
  ips,
  measureSupport,
  type OpeTable,
  requireSupport,
  sessionValue,
  snips,
} from '../../../packages/offline/src/ope/index.ts';
import { numericCsv, referenceFile } from '../support/reference-data.ts';

type Reference = { [key: string]: unknown };

const CASES = [
  {
    file: 'open-bandit-men-random-to-bts',
    values: (json: Reference) => (json['men:random->bts'] as Reference).values as Record<string, number>,
    ess: 2467.4024180481547,
    largest: 10.68858,
  },
  {
    file: 'ope-synthetic-n1000',
    values: (json: Reference) => json.values as Record<string, number>,
    ess: null,
    largest: null,
  },
];

describe.each(CASES)('on $file', ({ file, values, ess, largest }) => {
  const csv = referenceFile(`reference/${file}.csv.gz`);
  const json = referenceFile(`reference/${file}.json`);

  it.skipIf(csv === null || json === null)(
    'DM, IPS, SNIPS and DR are those of the reference within 1e-9',
    () => {
      const c = numericCsv(csv as string);
      const column = (name: string) => c[name] as number[];
      const table: OpeTable = {
        n: column('reward').length,
        reward: column('reward'),
        propensity: column('pscore'),
        candidate: column('pi_e'),
        shownMean: column('q_factual'),
        policyMean: column('v_x'),
        cluster: Array.from({ length: column('reward').length }, (_, i) => i),
      };
      const wanted = values(JSON.parse(json as string) as Reference);
      const got = { dm: dm, ipw: ips, snipw: snips, dr: dr };
      for (const [name, estimator] of Object.entries(got)) {
        expect(Math.abs(estimateValue(estimator, table).value - (wanted[name] as number))).toBeLessThan(1e-9);
      }
      if (ess === null) return;
      const support = measureSupport(importanceWeights(table), table.cluster);
      expect(support.effectiveSampleSize).toBeCloseTo(ess, 6);
      expect(support.largestWeight).toBeCloseTo(largest as number, 6);
      expect(() => requireSupport(support, 'open bandit')).not.toThrow();
    },
  );
});

/** A logged table with two arms and known truth: P(reward | x, a) = .2 + .3 a x, candidate shows arm 1 where x > .5. */
const simulate = (seed: number, n: number) => {
  const random = makeRandom(seed);
  const row = () => {
    const x = random.uniform();
    const p1 = 0.2 + 0.6 * x;
    const a = random.uniform() < p1 ? 1 : 0;
    const reward = random.uniform() < 0.2 + 0.3 * a * x ? 1 : 0;
    const pi1 = x > 0.5 ? 0.9 : 0.1;
    return {
      reward,
      propensity: a === 1 ? p1 : 1 - p1,
      candidate: a === 1 ? pi1 : 1 - pi1,
      shownMean: 0.25,
      policyMean: 0.25,
    };
  };
  const rows = Array.from({ length: n }, row);
  const column = (name: keyof ReturnType<typeof row>) => rows.map((r) => r[name]);
  return {
    n,
    reward: column('reward'),
    propensity: column('propensity'),
    candidate: column('candidate'),
    shownMean: column('shownMean'),
    policyMean: column('policyMean'),
    cluster: rows.map((_, i) => i),
  } satisfies OpeTable;
};
/** .2 + .3 (.9 ∫_{.5}^1 x + .1 ∫_0^{.5} x) = .2 + .3 (.3375 + .0125) */
const TRUTH = 0.305;

describe('intervals', () => {
  it('of every estimator cover the truth in at least 93 of 100 of 300 seeds, with a wrong outcome model', () => {
    const covered = new Map(ESTIMATORS.map(({ name }) => [name, 0]));
    for (let seed = 0; seed < 300; seed++) {
      const table = simulate(seed, 300);
      for (const estimator of ESTIMATORS) {
        const { low, high } = estimateValue(estimator, table);
        if (low <= TRUTH && TRUTH <= high)
          covered.set(estimator.name, (covered.get(estimator.name) ?? 0) + 1);
      }
    }
    for (const [name, count] of covered) {
      expect(count, name).toBeGreaterThanOrEqual(0.93 * 300);
      expect(count, name).toBeLessThan(300);
    }
  });

  it('DM keeps the model’s error: its own spread misses, so it is told with the doubly robust interval', () => {
    const table = simulate(1, 300);
    expect(estimateValue(dm, table).value).toBe(0.25);
    expect(estimateValue(dm, table).standardError).toBe(0);
    expect(estimateValue(dm, table).high).toBe(estimateValue(dr, table).high);
  });
});

describe('sessionValue', () => {
  it('spreads the exposed values over all sessions', () => {
    const value = sessionValue(
      [10, 20],
      { n: 2, subject: ['a', 'b'] },
      { n: 2, subject: ['c', 'd'] },
      [0, 30],
    );
    expect(value.value).toBe(15);
    expect(value.clusters).toBe(4);
  });
});

describe('refusals', () => {
  const table = simulate(2, 2000);
  it.each([
    [
      'a propensity of 0',
      { propensity: table.propensity.map((p, i) => (i === 4 ? 0 : p)) },
      /row 5: logged propensity 0/,
    ],
    ['a propensity over 1', { propensity: table.propensity.map((p, i) => (i === 4 ? 1.2 : p)) }, /row 5/],
    [
      'a candidate probability that is negative',
      { candidate: table.candidate.map((p, i) => (i === 3 ? -0.1 : p)) },
      /row 4/,
    ],
  ])('%s', (_, change, message) => {
    expect(() => importanceWeights({ ...table, ...change })).toThrow(message);
  });

  it('of DR without an outcome model', () => {
    const { shownMean: _, ...without } = table;
    expect(() => dr.rounds(without)).toThrow(/needs an outcome model/);
  });

  const support = (weights: number[]) =>
    measureSupport(
      weights,
      weights.map((_, i) => i),
    );
  it.each([
    [
      'an effective sample size under 50',
      Array.from({ length: 40 }, (_, i) => 0.9 + 0.2 * (i % 2)),
      /effective sample size 39\.\d/,
    ],
    [
      'half the candidate that was never logged',
      Array.from({ length: 500 }, (_, i) => 0.4 + 0.2 * (i % 2)),
      /mean weight is 0\.500/,
    ],
  ])('%s', (_, weights, message) => {
    expect(() => requireSupport(support(weights), 'test')).toThrow(message);
  });

  it('one weight that holds most of the sum', () => {
    const s = { ...support(Array.from({ length: 500 }, () => 1)), largestShare: 0.6 };
    expect(() => requireSupport(s, 'test')).toThrow(/no-support at test: one weight holds 60 %/);
  });

  it('nothing, when the log is sound', () => {
    const weights = importanceWeights(table);
    expect(() => requireSupport(measureSupport(weights, table.cluster), 'test')).not.toThrow();
    expect(ESTIMATORS.map((e) => e.name)).toHaveLength(16);
  });
});
