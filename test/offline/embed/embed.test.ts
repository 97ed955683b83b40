import { checkStoredProfile, digest, EMBEDDING_SIZE, PRIOR_SPREAD } from '@causeway/contract';
import { describe, expect, it } from 'vitest';
import {
  encodeHistory,
  fitTransforms,
  lossAndGradient,
  makeProfiles,
  networkOffsets,
  trainEncoder,
  transformRow,
} from '../../../packages/offline/src/embed/index.ts';
import type { CustomerHistory } from '../../../packages/offline/src/exposure/exposures.ts';
import { makeRandom } from '../../../packages/offline/src/maths/index.ts';

/** Customers with one hidden trait, which three columns and both labels know of; the fourth column is noise, the fifth often missing. */
const simulate = (n: number, seed: number): CustomerHistory => {
  const random = makeRandom(seed);
  const trait = Array.from({ length: n }, random.normal);
  const c = new Float64Array(n * 5);
  const y = new Float64Array(n * 2);
  trait.forEach((t, i) => {
    c.set(
      [
        t + 0.5 * random.normal(),
        Math.exp(1 + t + 0.3 * random.normal()),
        Math.round(Math.exp(0.5 * t + random.normal())),
        random.normal(),
        random.uniform() < 0.4 ? Number.NaN : t + random.normal(),
      ],
      i * 5,
    );
    y[i * 2] = random.uniform() < 1 / (1 + Math.exp(-1.5 * t)) ? 1 : 0;
    y[i * 2 + 1] = random.uniform() < 1 / (1 + Math.exp(1 + t)) ? 1 : 0;
  });
  return {
    n,
    asOf: 1e12,
    subject: trait.map((_, i) => `p${i}`),
    names: ['a', 'b', 'c', 'd', 'e'],
    c,
    y,
    labels: ['bought', 'coupon'],
  };
};

const history = simulate(1500, 1);
const training = trainEncoder(history, 1);

describe('lossAndGradient', () => {
  it('agrees with finite differences in every parameter', () => {
    const random = makeRandom(4);
    const shape = { inputs: 3, heads: 2 };
    const { size } = networkOffsets(shape);
    const params = Float64Array.from({ length: size }, () => 0.5 * random.normal());
    const c = Float64Array.from({ length: 5 * 3 }, random.normal);
    const y = Float64Array.from({ length: 5 * 2 }, () => (random.uniform() < 0.5 ? 1 : 0));
    const batch = { c, y, rows: [0, 1, 3, 4] };
    const weights = { reconstruction: 0.7, decay: 0.01 };
    const gradient = new Float64Array(size);
    const unused = new Float64Array(size);
    lossAndGradient(params, shape, batch, weights, gradient);
    for (let k = 0; k < size; k++) {
      const moved = (h: number) =>
        lossAndGradient(
          params.map((v, j) => (j === k ? v + h : v)),
          shape,
          batch,
          weights,
          unused,
        ).loss;
      expect((moved(1e-5) - moved(-1e-5)) / 2e-5).toBeCloseTo(gradient[k] as number, 7);
    }
  });
});

describe('transforms', () => {
  it('read a long tail on a log scale, standardise, and flag what is missing', () => {
    const transforms = fitTransforms(
      history.names,
      history.c,
      Int32Array.from({ length: history.n }, (_, i) => i),
    );
    expect(transforms.map((t) => t.logged)).toEqual([false, true, true, false, false]);
    expect(transforms[4]?.missing).toBeCloseTo(0.4, 1);
    const [missing, seen] = [Number.NaN, 0].map((e) => transformRow(transforms, [0, 1, 1, 0, e]));
    expect(missing).toHaveLength(6);
    expect(missing?.[4]).toBe(0);
    expect(missing?.[5] as number).toBeGreaterThan(seen?.[5] as number);
    expect(transformRow(transforms, [1e9, 1, 1, 0, 0])[0]).toBe(5);
  });
});

describe('trainEncoder', () => {
  it('foretells the labels of people it did not see better than their shares do', () => {
    expect(training.heldOutLoss).toBeLessThan(training.baseLoss - 0.1);
    expect(training.epochs).toBeGreaterThan(1);
  });

  it('is the same for the same seed', () => {
    const small = simulate(200, 2);
    expect(digest(trainEncoder(small, 5).encoder)).toBe(digest(trainEncoder(small, 5).encoder));
    expect(digest(trainEncoder(small, 5).encoder)).not.toBe(digest(trainEncoder(small, 6).encoder));
  });

  it('gives z of mean 0 and deviation 1 over its customers, within the bytes’ range', () => {
    const z = Array.from({ length: history.n }, (_, i) =>
      encodeHistory(training.encoder, history.c.subarray(i * 5, i * 5 + 5)),
    );
    for (let k = 0; k < EMBEDDING_SIZE; k++) {
      const column = z.map((row) => row[k] as number);
      const mean = column.reduce((a, b) => a + b, 0) / column.length;
      expect(Math.abs(mean)).toBeLessThan(0.05);
      expect(Math.sqrt(column.reduce((a, b) => a + (b - mean) ** 2, 0) / column.length)).toBeCloseTo(1, 1);
      expect(Math.max(...column.map(Math.abs))).toBeLessThan(4);
    }
  });

  it('refuses few customers and no labels', () => {
    expect(() => trainEncoder(simulate(50, 1), 1)).toThrow(/got 50 customers/);
    expect(() => trainEncoder({ ...history, labels: [] }, 1)).toThrow(/0 labels/);
  });
});

describe('makeProfiles', () => {
  const row = (values: number[]) => ({
    ...history,
    n: 1,
    subject: ['x'],
    c: Float64Array.from(values),
    y: new Float64Array(2),
  });
  const spreadOf = (values: number[]) => {
    const joined: CustomerHistory = {
      ...history,
      n: history.n + 1,
      subject: [...history.subject, 'x'],
      c: Float64Array.from([...history.c, ...values]),
    };
    return makeProfiles(training.encoder, joined, 5, 1).at(-1)?.profile.spread as number;
  };

  it('makes profiles that the edge accepts, under the encoder’s digest', () => {
    const profiles = makeProfiles(training.encoder, history, 1.2e12, 1);
    expect(profiles).toHaveLength(history.n);
    for (const { profile } of profiles) expect(checkStoredProfile(profile, 'profile')).toEqual(profile);
    expect(profiles[0]?.profile.release).toBe(digest(training.encoder));
  });

  it('spread grows as the profile empties, to the prior’s when nothing is known', () => {
    const [nan, full] = [Number.NaN, [0.5, 2, 1, 0, 0.5]];
    const spreads = [
      full,
      [0.5, 2, 1, 0, nan],
      [nan, 2, nan, 0, nan],
      [nan, nan, nan, 0, nan],
      [nan, nan, nan, nan, nan],
    ].map(spreadOf);
    for (let k = 1; k < spreads.length; k++)
      expect(spreads[k] as number).toBeGreaterThan(spreads[k - 1] as number);
    expect(spreads[4]).toBe(PRIOR_SPREAD);
  });

  it('refuses the columns of another encoder', () => {
    expect(() =>
      makeProfiles(training.encoder, { ...row([0, 0, 0, 0, 0]), names: ['a', 'b', 'c', 'd', 'f'] }, 0, 1),
    ).toThrow(/needs a, b, c, d, e/);
  });
});
