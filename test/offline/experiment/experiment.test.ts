import { describe, expect, it } from 'vitest';
import {
  adjustedDifference,
  analyseExperiment,
  detectableEffect,
  type ExperimentTable,
  powerOf,
  SequentialTest,
  sampleRatio,
  sampleSize,
} from '../../../packages/offline/src/experiment/index.ts';
import { type Interval, makeRandom } from '../../../packages/offline/src/maths/index.ts';

type Shape = { n: number; seed: number; effect?: number; rowsPerPerson?: number; late?: number };

/** Outcomes that a covariate from before explains by half, alike within a person; `late` is added to treated rows in each person's second half. */
const simulate = ({ n, seed, effect = 0, rowsPerPerson = 1, late = 0 }: Shape): ExperimentTable => {
  const random = makeRandom(seed);
  const rows = Array.from({ length: n }, (_, i) => ({
    person: Math.floor(i / rowsPerPerson),
    visit: i % rowsPerPerson,
  }));
  const people = new Map<number, { treated: number; own: number; stratum: string }>();
  for (const { person } of rows)
    if (!people.has(person))
      people.set(person, {
        treated: random.uniform() < 0.5 ? 1 : 0,
        own: random.normal(),
        stratum: random.uniform() < 0.3 ? 'new' : 'old',
      });
  const of = rows.map(({ person, visit }) => {
    const found = people.get(person) as { treated: number; own: number; stratum: string };
    const wears = visit >= rowsPerPerson / 2 ? late : 0;
    return { ...found, y: found.own + found.treated * (effect + wears) + random.normal(), person, visit };
  });
  return {
    n,
    outcome: of.map(({ y }) => y),
    treated: of.map(({ treated }) => treated),
    person: of.map(({ person }) => `p${person}`),
    covariates: [of.map(({ own }) => own)],
    stratum: of.map(({ stratum }) => stratum),
    at: of.map(({ visit }) => visit),
  };
};

describe('power', () => {
  it('is what simulation finds, and is undone by its inverses', () => {
    const shape = { deviation: Math.SQRT2, effect: 0.25 };
    const rows = sampleSize({ ...shape, power: 0.8 });
    expect(powerOf(shape, rows)).toBeCloseTo(0.8, 2);
    expect(detectableEffect(shape, rows)).toBeCloseTo(0.25, 2);
    let found = 0;
    for (let seed = 0; seed < 200; seed++) {
      const { covariates: _, stratum: __, ...table } = simulate({ n: rows, seed, effect: 0.25 });
      if (adjustedDifference(table).low > 0) found++;
    }
    expect(found / 200).toBeGreaterThan(0.71);
    expect(found / 200).toBeLessThan(0.89);
  });

  it('grows with clustering and falls with covariates', () => {
    const plain = sampleSize({ deviation: 1, effect: 0.1 });
    expect(sampleSize({ deviation: 1, effect: 0.1, rowsPerPerson: 5, correlation: 0.5 })).toBe(
      sampleSize({ deviation: Math.sqrt(3), effect: 0.1 }),
    );
    expect(sampleSize({ deviation: 1, effect: 0.1, explained: 0.5 })).toBeCloseTo(plain / 2, -1);
  });

  it.each([
    [{ deviation: 0, effect: 1 }, /deviation/],
    [{ deviation: 1, effect: 0 }, /effect/],
    [{ deviation: 1, effect: 1, share: 1 }, /share/],
  ])('refuses %o', (input, message) => {
    expect(() => sampleSize(input)).toThrow(message);
  });
});

describe('A/A: nothing is found where nothing is', () => {
  const SEEDS = 300;
  const rate = (test: (seed: number) => boolean) =>
    Array.from({ length: SEEDS }, (_, seed) => test(seed)).filter(Boolean).length / SEEDS;

  it.each([1, 4])('by the adjusted difference with %i rows a person', (rowsPerPerson) => {
    const alarms = rate((seed) => {
      const { low, high } = adjustedDifference(simulate({ n: 400, seed, rowsPerPerson }));
      return low > 0 || high < 0;
    });
    expect(alarms).toBeGreaterThan(0.01);
    expect(alarms).toBeLessThan(0.09);
  });

  it('adjusts alike whatever the units of covariates, with a useless or a constant one beside them', () => {
    const table = simulate({ n: 2000, seed: 5, effect: 0.3 });
    const random = makeRandom(6);
    const [own] = table.covariates as [ArrayLike<number>];
    const noise = Array.from({ length: table.n }, () => random.normal());
    const of = (...covariates: ArrayLike<number>[]) => adjustedDifference({ ...table, covariates });
    const same = of(own, noise);
    for (const scale of [1e-6, 1e6]) {
      const scaled = of(
        own,
        noise.map((v) => 12 * scale + v * scale),
      );
      for (const end of ['value', 'low', 'high'] as const) expect(scaled[end]).toBeCloseTo(same[end], 7);
    }
    const plain = adjustedDifference({ ...table, covariates: [noise.map((v) => v * 1e5)] });
    expect((same.standardError / plain.standardError) ** 2).toBeLessThan(0.6);
    expect(of(own, new Float64Array(table.n).fill(0.1), own).value).toBeCloseTo(of(own).value, 6);
  });

  it('by rows instead of people there would be false alarms: the cluster matters', () => {
    const alarms = rate((seed) => {
      const { covariates: _, stratum: __, ...table } = simulate({ n: 400, seed, rowsPerPerson: 8 });
      const { low, high } = adjustedDifference({ ...table, person: table.person.map((p, i) => `${p} ${i}`) });
      return low > 0 || high < 0;
    });
    expect(alarms).toBeGreaterThan(0.15);
  });

  it('by the sequential test, though it looks after every person; a t-test at each look would cry wolf', () => {
    let peeked = 0;
    const alarms = rate((seed) => {
      const random = makeRandom(seed + 1000);
      const test = new SequentialTest({ tau: 0.3 });
      let naive = false;
      const sums = [0, 0];
      const counts = [0, 0];
      for (let i = 0; i < 800; i++) {
        const treated = random.uniform() < 0.5;
        const y = random.normal();
        const k = treated ? 1 : 0;
        test.add(treated, y);
        sums[k] = (sums[k] as number) + y;
        counts[k] = (counts[k] as number) + 1;
        const [a, b] = counts as [number, number];
        if (a < 30 || b < 30) continue;
        test.look();
        naive ||=
          Math.abs((sums[1] as number) / b - (sums[0] as number) / a) > 1.96 * Math.sqrt(1 / a + 1 / b);
      }
      if (naive) peeked++;
      return test.look().decided;
    });
    expect(alarms).toBeLessThanOrEqual(0.06);
    expect(peeked / SEEDS).toBeGreaterThan(0.15);
  });

  it('by a sturdy sequential test with one arm of a hundredth and long tails; the plain one cries wolf', () => {
    const play = (sturdy: boolean) =>
      rate((seed) => {
        const random = makeRandom(seed + 5000);
        const test = new SequentialTest({ tau: 300, alpha: 0.01, sturdy });
        let wolf = false;
        for (let i = 0; i < 8000; i++) {
          const spent = random.uniform() < 0.3 ? 4000 * Math.exp(0.6 * random.normal()) : 0;
          test.add(i % 100 === 0, spent);
          if (i % 500 === 499) wolf ||= test.look().high < 0;
        }
        return wolf;
      });
    const [plain, sturdy] = [play(false), play(true)];
    expect(sturdy).toBeLessThanOrEqual(0.01);
    expect(plain).toBeGreaterThan(sturdy);
  });

  it('by the sample ratio check, while a lost twentieth of one arm is seen', () => {
    const alarms = rate((seed) => {
      const random = makeRandom(seed);
      let treated = 0;
      for (let i = 0; i < 1000; i++) if (random.uniform() < 0.5) treated++;
      return sampleRatio(1000, treated, 0.5).mismatch;
    });
    expect(alarms).toBeLessThan(0.01);
    expect(sampleRatio(39_000, 19_000, 0.5).mismatch).toBe(true);
  });
});

describe('A/B', () => {
  it('adjustment shortens the interval and keeps the effect', () => {
    const report = analyseExperiment(simulate({ n: 4000, seed: 3, effect: 0.2 }));
    expect(report.adjusted.low).toBeGreaterThan(0);
    expect(report.adjusted.low).toBeLessThan(0.2);
    expect(report.adjusted.high).toBeGreaterThan(0.2);
    expect(report.varianceRemoved).toBeGreaterThan(0.4);
    expect(report.strata.map(({ stratum }) => stratum)).toEqual(['new', 'old']);
    expect(report.verdict).toMatch(/better/);
  });

  it('the sequential test finds an effect, and its interval holds it', () => {
    const random = makeRandom(5);
    const test = new SequentialTest({ tau: 0.3 });
    for (let i = 0; i < 3000; i++) test.add(i % 2 === 0, (i % 2 === 0 ? 0.3 : 0) + random.normal());
    const look = test.look();
    expect(look.decided).toBe(true);
    expect(look.low).toBeLessThan(0.3);
    expect(look.high).toBeGreaterThan(0.3);
  });

  it('sees novelty: an effect that each person’s later visits lose', () => {
    const report = analyseExperiment(
      simulate({ n: 6000, seed: 9, effect: 0.8, late: -0.8, rowsPerPerson: 6 }),
    );
    expect(report.halves?.change.high as number).toBeLessThan(0);
    const steady = analyseExperiment(simulate({ n: 6000, seed: 9, effect: 0.8, rowsPerPerson: 6 }));
    expect(steady.halves?.change.low as number).toBeLessThan(0);
    expect(steady.halves?.change.high as number).toBeGreaterThan(0);
  });

  it('tells the change over time at the level that is asked for', () => {
    const table = simulate({ n: 2000, seed: 4, effect: 1, rowsPerPerson: 4, late: -0.8 });
    const width = (level: number) => {
      const { high, low, standardError } = analyseExperiment(table, { level }).halves?.change as Interval;
      return (high - low) / (2 * standardError);
    };
    expect(width(0.95)).toBeCloseTo(1.96, 3);
    expect(width(0.8)).toBeCloseTo(1.2816, 3);
  });

  it('a guardrail breaks when its worst is passed for certain', () => {
    const table = simulate({ n: 3000, seed: 4, effect: 0.2 });
    const harmed = table.outcome as number[];
    const guard = (worst: number) => ({
      name: 'speed',
      outcome: harmed.map((_, i) => -(table.treated[i] as number) + 0.1 * (harmed[i] as number)),
      worst,
    });
    expect(analyseExperiment(table, { guardrails: [guard(-0.5)] }).guardrails[0]?.broken).toBe(true);
    expect(analyseExperiment(table, { guardrails: [guard(-2)] }).guardrails[0]?.broken).toBe(false);
  });

  it.each([
    ['a person in both arms', { treated: [0, 1], person: ['a', 'a'] }, /in both arms/],
    ['a third arm', { treated: [2, 0], person: ['a', 'b'] }, /allowed is 0 or 1/],
    ['too few people', { treated: [1, 0], person: ['a', 'b'] }, /at least 10 an arm/],
  ])('refuses %s', (_, part, message) => {
    expect(() => analyseExperiment({ n: 2, outcome: [1, 2], ...part })).toThrow(message);
  });
});
