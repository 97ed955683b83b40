import { describe, expect, it } from 'vitest';
import {
  instrumentEffect,
  interferenceEffects,
  marginalSensitivity,
  marginalStructural,
} from '../../../packages/offline/src/causal/index.ts';
import { makeRandom } from '../../../packages/offline/src/maths/index.ts';

const seeds = Array.from({ length: 60 }, (_, k) => k + 1);
const covered = (hold: (seed: number) => boolean): number => seeds.filter(hold).length;
const empty = new Float64Array(0);
/** 60 draws at .95: fewer has a chance below 1 in 100. */
const LEAST = 52;

const hidden = (seed: number, pull = 1) => {
  const random = makeRandom(seed);
  const rows = Array.from({ length: 500 }, () => {
    const u = random.normal();
    const z = random.uniform() < 0.5 ? 1 : 0;
    const t = pull * z + u + random.normal() > 0.5 ? 1 : 0;
    return { z, t, y: 2 * t + u + random.normal() };
  });
  const of = (key: 'y' | 't' | 'z') => rows.map((row) => row[key]);
  return { n: 500, y: of('y'), t: of('t'), z: of('z'), x: empty, d: 0 };
};

describe('an instrument', () => {
  it('covers the effect where least squares does not', () => {
    const reports = seeds.map((seed) => instrumentEffect(hidden(seed)));
    const holds = ({ low, high }: { low: number; high: number }) => low <= 2 && 2 <= high;
    expect(reports.filter(({ effect }) => holds(effect)).length).toBeGreaterThanOrEqual(LEAST);
    expect(reports.filter(({ andersonRubin }) => holds(andersonRubin)).length).toBeGreaterThanOrEqual(LEAST);
    expect(reports.filter(({ leastSquares }) => holds(leastSquares)).length).toBeLessThan(5);
  });

  it('without columns is the Wald ratio', () => {
    const { effect, wald } = instrumentEffect(hidden(3));
    expect(effect.value).toBeCloseTo(wald as number, 10);
  });

  it('says when it is weak, or does not vary', () => {
    expect(instrumentEffect(hidden(5, 0)).weak).toBe(true);
    const data = hidden(5);
    expect(() => instrumentEffect({ ...data, z: data.z.map(() => 1) })).toThrow(/does not vary/);
  });
});

describe('interference', () => {
  const world = (seed: number) => {
    const random = makeRandom(seed);
    const rows = Array.from({ length: 80 }, (_, c) => {
      const share = [0.2, 0.5, 0.8][random.integer(3)] as number;
      const shock = 0.5 * random.normal();
      const t = Array.from({ length: 8 }, () => (random.uniform() < share ? 1 : 0));
      const all = t.reduce<number>((a, b) => a + b, 0);
      return t.map((own) => ({
        c: `c${c}`,
        t: own,
        y: own + (0.7 * (all - own)) / 7 + shock + random.normal(),
      }));
    }).flat();
    return {
      n: rows.length,
      y: rows.map(({ y }) => y),
      t: rows.map(({ t }) => t),
      cluster: rows.map(({ c }) => c),
      x: empty,
      d: 0,
    };
  };

  it('covers direct, spillover and total effects', () => {
    const reports = seeds.map((seed) => interferenceEffects(world(seed)));
    for (const [key, truth] of [
      ['direct', 1],
      ['spillover', 0.7],
      ['total', 1.7],
    ] as const)
      expect(
        reports.filter((r) => r[key].low <= truth && truth <= r[key].high).length,
      ).toBeGreaterThanOrEqual(LEAST);
  });

  it('refuses a cluster of one', () => {
    const data = world(1);
    expect(() =>
      interferenceEffects({ ...data, cluster: data.cluster.map((c, i) => (i === 0 ? 'own' : c)) }),
    ).toThrow(/one row/);
  });
});

describe('repeated treatment', () => {
  const world = (seed: number) => {
    const random = makeRandom(seed);
    const rows: { person: string; time: number; a: number; l: number; y: number }[] = [];
    for (let i = 0; i < 500; i++) {
      let l = random.normal();
      const own = [0, 1].map((time) => {
        const a = random.uniform() < 1 / (1 + Math.exp(-0.7 * l)) ? 1 : 0;
        const row = { person: `p${i}`, time, a, l, y: 0 };
        l = 0.5 * l + random.normal();
        return row;
      });
      const y = own.reduce((sum, { a, l: level }) => sum + a + level, 0) + random.normal();
      rows.push(...own.map((row) => ({ ...row, y })));
    }
    return {
      n: rows.length,
      person: rows.map(({ person }) => person),
      time: rows.map(({ time }) => time),
      treatment: rows.map(({ a }) => a),
      outcome: rows.map(({ y }) => y),
      x: Float64Array.from(rows, ({ l }) => l),
      d: 1,
    };
  };

  it('covers the effect of a period, where the plain regression does not', () => {
    const reports = seeds.map((seed) => marginalStructural(world(seed)));
    const holds = ({ low, high }: { low: number; high: number }) => low <= 1 && 1 <= high;
    expect(reports.filter(({ perPeriod }) => holds(perPeriod)).length).toBeGreaterThanOrEqual(LEAST);
    expect(reports.filter(({ unweighted }) => holds(unweighted)).length).toBeLessThan(10);
  });

  it('refuses two rows at one time', () => {
    const data = world(1);
    expect(() => marginalStructural({ ...data, time: data.time.map(() => 0) })).toThrow(/two rows/);
  });
});

describe('bounds under hidden confounding', () => {
  it('grow with gamma and hold the truth of a world that is so confounded', () => {
    const held = covered((seed) => {
      const random = makeRandom(seed);
      const n = 800;
      const u = Float64Array.from({ length: n }, () => (random.uniform() < 0.5 ? 1 : 0));
      // The hidden u changes the odds of treatment from 1/2 to 2: within a factor of 2 of what is seen.
      const t = Float64Array.from(u, (v) => (random.uniform() < (v === 1 ? 2 / 3 : 1 / 3) ? 1 : 0));
      const y = Float64Array.from(t, (v, i) => v + 2 * (u[i] as number) + 0.3 * random.normal());
      const e = new Float64Array(n).fill(t.reduce((a, b) => a + b, 0) / n);
      const mean = (arm: number) => {
        const own = y.filter((_, i) => t[i] === arm);
        return new Float64Array(n).fill(own.reduce((a, b) => a + b, 0) / own.length);
      };
      const rows = { n, y, t, e, m1: mean(1), m0: mean(0) };
      const [none, two, three] = [1, 2.2, 3].map((gamma) => marginalSensitivity(rows, gamma));
      if (none === undefined || two === undefined || three === undefined) return false;
      expect(three.low).toBeLessThan(two.low);
      expect(two.high).toBeLessThan(three.high);
      return none.low > 1.3 && two.low <= 1 && 1 <= two.high;
    });
    // Bounds leave sampling error out, and the true odds lie near their edge.
    expect(held).toBeGreaterThanOrEqual(50);
  });
});
