import { describe, expect, it } from 'vitest';
import {
  instrumentEffect,
  neighbourhoodEffect,
  orthogonalInstrument,
  placeboChecks,
} from '../../../packages/offline/src/causal/index.ts';
import { makeRandom } from '../../../packages/offline/src/maths/index.ts';
import { ridgeRegressor } from '../../../packages/offline/src/nuisance/index.ts';

/** z moves t, u is hidden and moves t and y, the effect is 1 + x_1, and z's chance bends with x_0 as y does. */
const moved = (seed: number, n = 700) => {
  const random = makeRandom(seed);
  const x = Float64Array.from({ length: n * 2 }, () => random.normal());
  const rows = Array.from({ length: n }, (_, i) => {
    const [a, b, u] = [x[i * 2] as number, x[i * 2 + 1] as number, random.normal()];
    const z = random.uniform() < 0.35 + 0.3 * (a > 0 ? 1 : 0) ? 1 : 0;
    const t = 1.2 * z + 0.7 * u + 0.5 * random.normal();
    return { z, t, y: (1 + b) * t + a + u + random.normal() };
  });
  const of = (key: 'y' | 't' | 'z') => rows.map((row) => row[key]);
  return { n, d: 2, x, y: of('y'), t: of('t'), z: of('z'), names: ['a', 'b'], seed };
};

describe('an orthogonal instrument', () => {
  it('covers the effect, and how it grows with a column', () => {
    let [one, slope, flat] = [0, 0, 0];
    for (let seed = 1; seed <= 60; seed++) {
      const found = orthogonalInstrument(moved(seed), ridgeRegressor);
      const holds = (k: number, truth: number): number => {
        const { low, high } = found.byColumn[k]?.slope ?? { low: 1, high: -1 };
        return low <= truth && truth <= high ? 1 : 0;
      };
      if (found.effect.low <= 1 && 1 <= found.effect.high) one++;
      flat += holds(1, 0);
      slope += holds(2, 1);
    }
    // 60 draws at .95: under 52 has a chance below 1 in 100.
    for (const held of [one, slope, flat]) expect(held).toBeGreaterThanOrEqual(52);
  });

  it('without columns is the plain instrument', () => {
    const data = { ...moved(4), x: new Float64Array(0), d: 0, names: [] };
    const { effect, byColumn } = orthogonalInstrument(data);
    expect(effect.value).toBeCloseTo(instrumentEffect(data).effect.value, 1);
    expect(byColumn.map(({ column }) => column)).toEqual(['at the mean']);
  });

  it('refuses an instrument that moves nothing', () => {
    const data = moved(1, 200);
    expect(() => orthogonalInstrument({ ...data, t: data.t.map(() => 1) }, ridgeRegressor)).toThrow(
      /does not move the treatment/,
    );
  });
});

const study = (seed: number, hidden: number) => {
  const [random, n] = [makeRandom(seed), 400];
  const x = Float64Array.from({ length: n }, () => random.normal());
  const u = Float64Array.from({ length: n }, () => random.normal());
  const action = Int32Array.from({ length: n }, (_, i) =>
    random.uniform() < 1 / (1 + Math.exp(-(x[i] as number) - hidden * (u[i] as number))) ? 1 : 0,
  );
  const y = Float64Array.from(action, (t, i) => t + (x[i] as number) + (u[i] as number));
  const before = Float64Array.from(u, (v, i) => v + (x[i] as number) + random.normal());
  return { rows: { n, d: 1, x, y, action, arms: 2, seed }, before: new Map([['before', before]]) };
};

describe('placebos and negative controls', () => {
  it('are quiet where the columns hold all that drove the treatment', () => {
    const { rows, before } = study(2, 0);
    const { placebo, negativeControls, summary } = placeboChecks(rows, before);
    expect(Math.abs(placebo.mean)).toBeLessThan(3 * (placebo.deviation / Math.sqrt(placebo.rounds)));
    expect(placebo.falseAlarms).toBeLessThanOrEqual(6);
    expect(placebo.p).toBeLessThan(0.05);
    expect(negativeControls.map((own) => own.moved)).toEqual([false]);
    expect(summary).toMatch(/Placebos do nothing.* not moved/);
  });

  it('tell of hidden confounding by an outcome that came before', () => {
    const { rows, before } = study(2, 1.5);
    expect(placeboChecks(rows, before, 10).summary).toMatch(/seems to move before, which it cannot/);
  });

  it.each([
    ['three arms', { arms: 3 }, 40, /got 3 values/],
    ['too few rounds', {}, 2, /got 2, allowed is 5/],
  ])('refuse %s', (_, change, rounds, reason) => {
    const { rows, before } = study(1, 0);
    expect(() => placeboChecks({ ...rows, ...change }, before, rounds)).toThrow(reason);
  });
});

describe('a neighbourhood of populations (A18)', () => {
  it('holds the mean, widens with the divergence, and ends at the rows’ own ends', () => {
    const { bounds, tippingRadius } = neighbourhoodEffect(Float64Array.of(1, 2, 3));
    expect(bounds[0]).toEqual({ radius: 0, low: 2, high: 2 });
    bounds.slice(1).forEach(({ low, high }, k) => {
      expect(low).toBeLessThan(bounds[k]?.low as number);
      expect(high).toBeGreaterThan(bounds[k]?.high as number);
      expect(low).toBeGreaterThanOrEqual(1);
    });
    expect(tippingRadius).toBeNull();
  });

  it('turns at the divergence that moves a coin of effects 1 and -1 from its share to a half', () => {
    const values = Float64Array.from({ length: 10 }, (_, i) => (i < 7 ? 1 : -1));
    const divergence = 0.5 * Math.log(0.5 / 0.7) + 0.5 * Math.log(0.5 / 0.3);
    expect(neighbourhoodEffect(values).tippingRadius).toBeCloseTo(divergence, 5);
  });
});
