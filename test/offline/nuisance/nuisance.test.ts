import { DEFAULT_ACTIONS, STATE_SIZE, sigmoid } from '@causeway/contract';
import { describe, expect, it } from 'vitest';
import { fitLogistic, makeRandom, meanInterval } from '../../../packages/offline/src/maths/index.ts';
import {
  allRows,
  choosePrecisions,
  crossFitScores,
  fitArmLogistic,
  fitStandard,
  groupFolds,
  type OutcomeLearner,
  orderOutcome,
  ridgeOutcome,
  subsetExposures,
  timeFolds,
} from '../../../packages/offline/src/nuisance/index.ts';
import { ARMS, makeExposures } from '../support/make-exposures.ts';

const PRECISIONS = { base: 10, level: 4, slope: 30 };
const { e, means } = makeExposures({ n: 3000, seed: 1, rowsPerPerson: 2 });
const folds = groupFolds(e.subject, 5, 1);

describe('folds', () => {
  it('by group put a person in one fold, every row in exactly one, and repeat for a seed', () => {
    for (let j = 0; j < 5; j++) {
      const tested = new Set(Array.from(folds.test(j), (i) => e.subject[i]));
      expect(Array.from(folds.train(j)).some((i) => tested.has(e.subject[i]))).toBe(false);
    }
    expect([0, 1, 2, 3, 4].reduce((n, j) => n + folds.test(j).length, 0)).toBe(e.n);
    expect([...groupFolds(e.subject, 5, 1).fold]).toEqual([...folds.fold]);
    expect([...groupFolds(e.subject, 5, 2).fold]).not.toEqual([...folds.fold]);
  });

  it('in time train on the past alone, with a purge and without the people of the tested block', () => {
    const purge = 50_000;
    const timed = timeFolds(e.at, e.subject, 4, purge);
    for (let j = 0; j < 4; j++) {
      const [test, train] = [timed.test(j), timed.train(j)];
      const first = Math.min(...Array.from(test, (i) => e.at[i] as number));
      expect(Array.from(train).every((i) => (e.at[i] as number) < first - purge)).toBe(true);
      const tested = new Set(Array.from(test, (i) => e.subject[i]));
      expect(Array.from(train).some((i) => tested.has(e.subject[i]))).toBe(false);
      expect(train.length).toBeGreaterThan(0);
    }
    expect(timed.fold[0]).toBe(-1);
  });

  it('in time never part rows of one moment, and are fewer where moments are', () => {
    const group = Array.from({ length: 600 }, (_, i) => `p${i}`);
    const months = Float64Array.from(group, (_, i) => i % 3);
    const timed = timeFolds(months, group, 5);
    expect(timed.count).toBe(2);
    for (const [j, earlier] of [200, 400].entries()) {
      expect([timed.test(j).length, timed.train(j).length]).toEqual([200, earlier]);
      expect(new Set(Array.from(timed.test(j), (i) => months[i]))).toEqual(new Set([j + 1]));
    }
    // Blocks of ranks, as they are where all moments differ.
    const apart = timeFolds(
      Float64Array.from(group, (_, i) => -i),
      group,
      5,
    );
    expect([...apart.fold].reverse()).toEqual(group.map((_, i) => Math.floor(i / 100) - 1));
    expect(() => timeFolds(new Float64Array(600), group, 5)).toThrow(/no-support.*one moment.*--time/);
  });

  it('need enough people and rows', () => {
    expect(() => groupFolds(['a', 'a', 'b'], 3, 1)).toThrow(/got 2 groups for 3 folds/);
    expect(() => timeFolds([1, 2, 3], ['a', 'b', 'c'], 2)).toThrow(/got 3 rows for 2 folds/);
  });
});

describe('fitArmLogistic', () => {
  it('is the plain ridge logistic regression on the design with interactions written out', () => {
    const random = makeRandom(2);
    const [n, p, arms] = [300, 3, 3];
    const x = Float64Array.from({ length: n * p }, (_, k) => (k % p === 0 ? 1 : random.normal()));
    const arm = Int32Array.from({ length: n }, () => random.integer(arms));
    const y = Float64Array.from({ length: n }, (_, i) =>
      random.uniform() < sigmoid((x[i * p + 1] as number) * (arm[i] as number) - 0.3) ? 1 : 0,
    );
    const fit = fitArmLogistic({ x, n, p, arm, arms, y, precisions: { base: 2, level: 3, slope: 5 } });
    const wide = new Float64Array(n * p * arms);
    for (let i = 0; i < n; i++) {
      wide.set(x.subarray(i * p, (i + 1) * p), i * p * arms);
      if (arm[i] !== 0) wide.set(x.subarray(i * p, (i + 1) * p), i * p * arms + (arm[i] as number) * p);
    }
    const plain = fitLogistic({ x: wide, n, p: p * arms, y, penalty: [1e-4, 2, 2, 3, 5, 5, 3, 5, 5] });
    [...fit.base, ...(fit.arm[1] ?? []), ...(fit.arm[2] ?? [])].forEach((v, k) => {
      expect(v).toBeCloseTo(plain.coefficients[k] as number, 3);
    });
  });

  it('has the largest evidence near the precision that drew the arms’ slopes', () => {
    const random = makeRandom(6);
    const [n, p, arms] = [4000, 11, 4];
    const x = Float64Array.from({ length: n * p }, (_, k) => (k % p === 0 ? 1 : random.normal()));
    const arm = Int32Array.from({ length: n }, () => random.integer(arms));
    const slopes = Array.from({ length: arms * p }, (_, k) =>
      k < p || k % p === 0 ? 0 : random.normal() / Math.sqrt(10),
    );
    const y = Float64Array.from({ length: n }, (_, i) => {
      let eta = 0;
      for (let k = 0; k < p; k++)
        eta += (x[i * p + k] as number) * (slopes[(arm[i] as number) * p + k] as number);
      return random.uniform() < sigmoid(eta) ? 1 : 0;
    });
    const evidence = [0.1, 10, 1000].map(
      (slope) =>
        fitArmLogistic({ x, n, p, arm, arms, y, precisions: { base: 10, level: 10, slope } }).logEvidence,
    );
    expect(evidence[1] as number).toBeGreaterThan(evidence[0] as number);
    expect(evidence[1] as number).toBeGreaterThan(evidence[2] as number);
  });
});

describe('fitStandard', () => {
  it('drops what does not vary and gives the rest mean 0 and deviation 1, with ones in front', () => {
    const standard = fitStandard(e.x, STATE_SIZE, allRows(e.n));
    expect(standard.p).toBe(4);
    const x = standard.apply(e.x, STATE_SIZE, allRows(e.n));
    for (let k = 0; k < 4; k++) {
      const column = Array.from({ length: e.n }, (_, i) => x[i * 4 + k] as number);
      const mean = column.reduce((a, b) => a + b, 0) / e.n;
      expect(mean).toBeCloseTo(k === 0 ? 1 : 0, 8);
    }
  });
});

/** As wrong as a model can be: one number for everything. */
const blind: OutcomeLearner = {
  name: 'blind',
  fit: () => (rows) => {
    const all = () => new Float64Array(rows.length * ARMS).fill(5000);
    return { reward: all(), cost: all(), converted: new Float64Array(rows.length * ARMS).fill(0.9) };
  },
};

describe('crossFitScores', () => {
  const learners = [orderOutcome(DEFAULT_ACTIONS, PRECISIONS), ridgeOutcome(), blind];

  it.each(learners)('are unbiased for every arm with the outcome model $name', (learner) => {
    const scores = crossFitScores(e, folds, learner);
    for (let a = 0; a < ARMS; a++) {
      const rows = Array.from({ length: e.n }, (_, i) => i).filter((i) => e.eligible[i * ARMS + a] === 1);
      const gap = meanInterval(
        rows.map((i) => (scores.reward[i * ARMS + a] as number) - (means[i * ARMS + a] as number)),
        rows.map((i) => e.subject[i] as string),
        0.999,
      );
      expect(gap.low).toBeLessThan(0);
      expect(gap.high).toBeGreaterThan(0);
    }
  });

  it('are NaN exactly where an arm was masked', () => {
    const scores = crossFitScores(e, folds, blind);
    for (let k = 0; k < e.n * ARMS; k++) expect(Number.isNaN(scores.reward[k])).toBe(e.eligible[k] !== 1);
  });

  it('scatter less under a better outcome model', () => {
    const scatter = learners.map((learner) => {
      const scores = crossFitScores(e, folds, learner);
      return meanInterval(
        Float64Array.from({ length: e.n }, (_, i) => scores.reward[i * ARMS + 1] as number),
        e.subject,
      ).standardError;
    });
    expect(scatter[0] as number).toBeLessThan(scatter[2] as number);
    expect(scatter[0] as number).toBeLessThan(scatter[1] as number);
  });

  it('cut and count weights over the cap', () => {
    const { truncation } = crossFitScores(e, folds, blind, 6);
    expect(truncation.largest).toBeCloseTo(7, 9);
    expect(truncation.cut).toBe(Array.from(e.known).reduce((s, v) => s + v, 0));
    expect(crossFitScores(e, folds, blind).truncation.cut).toBe(0);
  });

  it('refuse a shown arm that was masked or has no propensity', () => {
    const masked = { ...e, eligible: e.eligible.map((v, k) => (k === (e.action[0] as number) ? 0 : v)) };
    expect(() => crossFitScores(masked, folds, blind)).toThrow(/row 0: the shown arm has propensity/);
    const zero = { ...e, propensity: e.propensity.map((v, i) => (i === 7 ? 0 : v)) };
    expect(() => crossFitScores(zero, folds, blind)).toThrow(/row 7/);
  });
});

describe('orderOutcome', () => {
  it('knows the world it is built for: its means are near the truth', () => {
    const rows = allRows(e.n);
    const precisions = choosePrecisions(e, rows, ARMS);
    const predicted = orderOutcome(DEFAULT_ACTIONS, precisions).fit(e, rows)(rows);
    let [gap, size, n] = [0, 0, 0];
    for (let k = 0; k < means.length; k++) {
      if (Number.isNaN(means[k])) continue;
      gap += ((predicted.reward[k] as number) - (means[k] as number)) ** 2;
      size += (means[k] as number) ** 2;
      n++;
    }
    expect(Math.sqrt(gap / n) / Math.sqrt(size / n)).toBeLessThan(0.15);
    expect(predicted.cost[0]).toBe(0);
  });
});

describe('subsetExposures', () => {
  it('keeps every column of the rows it is asked for', () => {
    const sub = subsetExposures(e, Int32Array.from([5, 2]));
    expect(sub.subject).toEqual([e.subject[5], e.subject[2]]);
    expect([...sub.eligible.subarray(ARMS)]).toEqual([...e.eligible.subarray(2 * ARMS, 3 * ARMS)]);
    expect(sub.x.length).toBe(2 * STATE_SIZE);
    expect(sub.reward[1]).toBe(e.reward[2]);
  });
});
