import { sigmoid } from '@causeway/contract';
import { describe, expect, it } from 'vitest';
import {
  chooseRecipe,
  compareRepresentations,
  principalComponents,
  probeVectors,
  splitPeople,
} from '../../../packages/offline/src/appraise/index.ts';
import { fitSparseLogistic, sparseScores } from '../../../packages/offline/src/appraise/sparse-logistic.ts';
import { ENCODER_RECIPES, sparseOf } from '../../../packages/offline/src/embed/index.ts';
import { fitLogistic, makeRandom } from '../../../packages/offline/src/maths/index.ts';
import { simulatePeople } from '../embed/people.ts';

const N = 1500;
const { data, y, s, rows, x } = simulatePeople(N, 7);
const ids = Array.from({ length: N }, (_, i) => `p${i}`);
const person = Int32Array.from(ids.keys());
const nameOf = (i: number): string => ids[i] as string;
const split = splitPeople(ids, person, null, 1);
const all = rows(0, N);

describe('sparse logistic regression', () => {
  it('gives the coefficients of Newton’s method on the dense rows', () => {
    const lambda = 0.01;
    const fit = fitSparseLogistic(data.x, all, (i) => y[i] as number, lambda);
    const p = 11;
    const dense = new Float64Array(N * p);
    for (let i = 0; i < N; i++) {
      dense[i * p] = 1;
      dense.set(x.subarray(i * 10, (i + 1) * 10), i * p + 1);
    }
    const penalty = new Float64Array(p).fill(lambda * N);
    penalty[0] = 0;
    const exact = fitLogistic({ x: dense, n: N, p, y: Array.from(y), penalty }).coefficients;
    expect(fit.intercept).toBeCloseTo(exact[0] as number, 2);
    fit.slopes.forEach((v, j) => {
      expect(v).toBeCloseTo(exact[j + 1] as number, 2);
    });
    const share =
      sparseScores(fit, data.x, all)
        .map(sigmoid)
        .reduce((a, b) => a + b, 0) / N;
    expect(share).toBeCloseTo(y.reduce((a, b) => a + b, 0) / N, 4);
  });
});

describe('principal components', () => {
  it('are the two traits’ directions, uncorrelated and of deviation 1, whether zeros are stored or not', () => {
    const z = principalComponents(data.x, all, 2, 1);
    const moment = (a: number, b: number): number =>
      all.reduce((sum, i) => sum + (z[i * 2 + a] as number) * (z[i * 2 + b] as number), 0) / N;
    expect(moment(0, 0)).toBeCloseTo(1, 6);
    expect(moment(1, 1)).toBeCloseTo(1, 6);
    expect(moment(0, 1)).toBeCloseTo(0, 6);
    // Five columns each carry 0.64 of a trait and 0.36 of noise: their mean has r² 0.64 / (0.64 + 0.36 / 5) with the trait.
    const half = (from: number) => (i: number) =>
      x.subarray(i * 10 + from, i * 10 + from + 5).reduce((a, b) => a + b, 0);
    for (const own of [half(0), half(5)]) {
      const mean = all.reduce((sum, i) => sum + own(i), 0) / N;
      const square = all.reduce((sum, i) => sum + (own(i) - mean) ** 2, 0) / N;
      const explained = [0, 1].reduce((sum, k) => {
        const r =
          all.reduce((t, i) => t + (own(i) - mean) * (z[i * 2 + k] as number), 0) / N / Math.sqrt(square);
        return sum + r * r;
      }, 0);
      expect(explained).toBeGreaterThan(0.98);
    }
  });
});

describe('the split of people', () => {
  it('keeps each person in one part, and with times the past in training', () => {
    const random = makeRandom(2);
    const of = Int32Array.from({ length: 3000 }, () => random.integer(N));
    const at = Float64Array.from({ length: 3000 }, () => random.uniform());
    for (const time of [null, at]) {
      const { train, validation, test, from } = splitPeople(ids, of, time, 3);
      const sets = [train, validation, test].map((part) => new Set(Array.from(part, (i) => of[i] as number)));
      sets.forEach((a, k) => {
        for (const b of sets.slice(k + 1)) for (const one of a) expect(b.has(one)).toBe(false);
      });
      expect(Math.min(train.length, validation.length, test.length)).toBeGreaterThan(100);
      if (time === null) continue;
      for (const i of [...train, ...validation]) expect(time[i] as number).toBeLessThan(from as number);
      for (const i of test) expect(time[i] as number).toBeGreaterThanOrEqual(from as number);
    }
  });

  it('works where everyone comes again, and refuses a handful', () => {
    const of = Int32Array.from({ length: 2000 }, (_, i) => i % 200);
    const at = Float64Array.from({ length: 2000 }, (_, i) => i);
    expect(splitPeople(ids.slice(0, 200), of, at, 1).train.length).toBeGreaterThan(300);
    expect(() => splitPeople(ids.slice(0, 30), person.subarray(0, 30), null, 1)).toThrow(
      /50, 10 and 20 are needed/,
    );
  });
});

describe('the comparison', () => {
  it('tells a useful representation from nothing, from noise, and not from itself', () => {
    const random = makeRandom(3);
    const noise = Float64Array.from({ length: N * 4 }, random.normal);
    const { differences, measured } = compareRepresentations({
      representations: [
        { name: 'profile', x: data.x },
        { name: 'noise', x: sparseOf(noise, N, 4) },
        { name: 'none', x: sparseOf([], N, 0) },
        { name: 'again', x: data.x },
      ],
      outcomes: { names: ['y'], y },
      split,
      person: nameOf,
      learners: ['linear', 'trees'],
      pairs: [
        ['profile', 'none'],
        ['noise', 'profile'],
        ['noise', 'none'],
        ['profile', 'again'],
      ],
      seed: 1,
    });
    expect(differences.map(({ verdict }) => verdict)).toEqual([
      'better',
      'worse',
      'not distinguishable',
      'not distinguishable',
    ]);
    const none = measured.find(({ representation }) => representation === 'none');
    expect(none?.auc[0]?.value?.value).toBeCloseTo(0.5, 9);
  });

  it('leaves out rows whose outcome is not known', () => {
    const gaps = y.map((v, i) => (i % 3 === 0 ? Number.NaN : v));
    const { testRows } = compareRepresentations({
      representations: [{ name: 'profile', x: data.x }],
      outcomes: { names: ['y'], y: gaps },
      split,
      person: nameOf,
      learners: ['linear'],
      pairs: [],
      seed: 1,
    });
    expect(testRows).toBe(split.test.filter((i) => i % 3 !== 0).length);
  });
});

describe('what an observer of z can infer', () => {
  it('is much from a z that holds the attribute, and nothing from one that does not', () => {
    const attributes = { names: ['s'], y: s };
    const base = { n: N, attributes, split, person: nameOf, bound: 0.6, seed: 1 };
    const random = makeRandom(4);
    const [told] = probeVectors({ ...base, z: x, size: 10 });
    const [silent] = probeVectors({
      ...base,
      z: Float64Array.from({ length: N * 4 }, random.normal),
      size: 4,
    });
    expect(told?.overBound).toBe(true);
    expect(told?.auc.low).toBeGreaterThan(0.85);
    expect(silent?.overBound).toBe(false);
  });
});

describe('the choice of a recipe', () => {
  it('takes the one whose z is worth most, not one that was told nothing of the outcome', () => {
    const outcomes = { names: ['y'], y };
    const input = { data, outcomes, beside: null, sensitive: null, ids, person, split, seed: 1 };
    const pointless = { ...ENCODER_RECIPES.supervised, reconstruct: 0 };
    const shuffled = { ...data, y: y.map((_, i) => y[(i * 7 + 3) % N] as number) };
    const { chosen, candidates } = chooseRecipe(
      input,
      [
        { name: 'supervised', recipe: ENCODER_RECIPES.supervised },
        { name: 'impossible', recipe: { ...pointless, graph: true } },
      ],
      2,
      false,
      () => {},
    );
    expect(chosen.name).toBe('supervised');
    expect(candidates[1]?.validationLoss).toBeNull();
    const misled = chooseRecipe(
      { ...input, data: shuffled },
      [{ name: 'misled', recipe: pointless }],
      2,
      false,
      () => {},
    );
    expect(misled.chosen.validationLoss as number).toBeGreaterThan(chosen.validationLoss as number);
  });
});
