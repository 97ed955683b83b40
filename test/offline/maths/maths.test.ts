import { Fault } from '@causeway/contract';
import { describe, expect, it } from 'vitest';
import {
  bernoulliLogLikelihood,
  cholesky,
  choleskyInverse,
  choleskySolve,
  clusterErrors,
  fitLogistic,
  fitRidge,
  makeRandom,
  meanInterval,
  normalCdf,
  normalQuantile,
  ratioInterval,
  studentCdf,
  studentQuantile,
} from '../../../packages/offline/src/maths/index.ts';

describe('makeRandom', () => {
  it('gives the same numbers for a seed, others for another', () => {
    const draw = (seed: number) => Array.from({ length: 5 }, makeRandom(seed).uniform);
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
  });

  it('has the moments of its distributions and permutes without loss', () => {
    const random = makeRandom(1);
    const z = Float64Array.from({ length: 20_000 }, random.normal);
    const mean = z.reduce((a, b) => a + b, 0) / z.length;
    const variance = z.reduce((a, b) => a + (b - mean) ** 2, 0) / z.length;
    expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(20_000));
    expect(Math.abs(variance - 1)).toBeLessThan((4 * Math.SQRT2) / Math.sqrt(20_000));
    expect([...random.permutation(50)].sort((a, b) => a - b)).toEqual(
      Array.from({ length: 50 }, (_, k) => k),
    );
  });
});

describe('cholesky', () => {
  const a = Float64Array.from([4, 2, 0.6, 2, 5, 1, 0.6, 1, 3]);

  it('solves A x = b and inverts A', () => {
    const l = cholesky(a, 3);
    const x = choleskySolve(l, 3, [1, 2, 3]);
    for (let i = 0; i < 3; i++) {
      const row = [0, 1, 2].reduce((s, k) => s + (a[i * 3 + k] as number) * (x[k] as number), 0);
      expect(row).toBeCloseTo(i + 1, 12);
    }
    const inverse = choleskyInverse(l, 3);
    const product = [0, 1, 2].map((j) =>
      [0, 1, 2].reduce((s, k) => s + (a[k] as number) * (inverse[k * 3 + j] as number), 0),
    );
    expect(product.map((v) => Math.round(v * 1e12) / 1e12)).toEqual([1, 0, 0]);
  });

  it('refuses a column that depends on the ones before it, by name', () => {
    expect(() => cholesky(Float64Array.from([1, 1, 1, 1]), 2)).toThrow(/bad-input at column 1/);
  });
});

describe('fitLogistic', () => {
  const random = makeRandom(3);
  const n = 400;
  const x = Float64Array.from({ length: n * 3 }, (_, k) => (k % 3 === 0 ? 1 : random.normal()));
  const y = Float64Array.from({ length: n }, (_, i) =>
    random.uniform() < 1 / (1 + Math.exp(0.5 - (x[i * 3 + 1] as number))) ? 1 : 0,
  );

  it('stands where the gradient of the penalised likelihood is zero', () => {
    const penalty = [0, 2, 2];
    const { coefficients: b } = fitLogistic({ x, n, p: 3, y, penalty });
    const objective = (w: number[]) => {
      let sum = 0;
      for (let i = 0; i < n; i++) {
        const eta = [0, 1, 2].reduce((s, k) => s + (x[i * 3 + k] as number) * (w[k] as number), 0);
        sum += bernoulliLogLikelihood(y[i] as number, eta);
      }
      return sum - w.reduce((s, v, k) => s + ((penalty[k] as number) * v * v) / 2, 0);
    };
    for (let k = 0; k < 3; k++) {
      const moved = (h: number) => objective(Array.from(b, (v, j) => (j === k ? v + h : v)));
      expect(Math.abs((moved(1e-4) - moved(-1e-4)) / 2e-4)).toBeLessThan(1e-4);
    }
  });

  it('gives cluster errors that equal plain sandwich ones when every row is a cluster, and larger ones for copied rows', () => {
    const fit = fitLogistic({ x, n, p: 3, y });
    const residuals = (rows: Float64Array) =>
      Float64Array.from({ length: rows.length / 3 }, (_, i) => {
        const eta = [0, 1, 2].reduce(
          (s, k) => s + (rows[i * 3 + k] as number) * (fit.coefficients[k] as number),
          0,
        );
        return (y[i % n] as number) - 1 / (1 + Math.exp(-eta));
      });
    const own = clusterErrors({
      x,
      n,
      p: 3,
      residuals: residuals(x),
      covariance: fit.covariance,
      cluster: Array.from({ length: n }, (_, i) => i),
    });
    for (let k = 0; k < 3; k++)
      expect((own[k] as number) / (fit.standardErrors[k] as number)).toBeCloseTo(1, 0);
    const twice = Float64Array.from([...x, ...x]);
    const doubled = fitLogistic({ x: twice, n: 2 * n, p: 3, y: [...y, ...y] });
    const clustered = clusterErrors({
      x: twice,
      n: 2 * n,
      p: 3,
      residuals: residuals(twice),
      covariance: doubled.covariance,
      cluster: Array.from({ length: 2 * n }, (_, i) => i % n),
    });
    for (let k = 0; k < 3; k++) expect(clustered[k] as number).toBeCloseTo(own[k] as number, 6);
    expect(doubled.standardErrors[1] as number).toBeLessThan((fit.standardErrors[1] as number) * 0.8);
  });

  const bad: [string, Partial<Parameters<typeof fitLogistic>[0]>, RegExp][] = [
    [
      'an outcome that is neither 0 nor 1',
      { y: Float64Array.from(y, (v, i) => (i === 5 ? 2 : v)) },
      /row 5: outcome 2/,
    ],
    [
      'separated classes',
      { y: Float64Array.from({ length: n }, (_, i) => ((x[i * 3 + 1] as number) > 0 ? 1 : 0)) },
      /bad-input/,
    ],
  ];
  it.each(bad)('refuses %s', (_, change, message) => {
    expect(() => fitLogistic({ x, n, p: 3, y, ...change })).toThrow(message);
  });
});

describe('fitRidge', () => {
  const random = makeRandom(5);
  const [n, p] = [40, 3];
  const x = Float64Array.from({ length: n * p }, random.normal);
  const y = Float64Array.from(
    { length: n },
    (_, i) => 2 + (x[i * p] as number) - 0.5 * (x[i * p + 2] as number) + random.normal(),
  );

  it('reports the leave-one-out error that refitting without each row gives, its columns scaled as in the whole', () => {
    const grid = [0.3];
    const whole = fitRidge({ x, n, p, y, grid });
    const deviations = [0, 1, 2].map((k) => {
      const column = Array.from({ length: n }, (_, i) => x[i * p + k] as number);
      const mean = column.reduce((a, b) => a + b, 0) / n;
      return [mean, Math.sqrt(column.reduce((a, b) => a + (b - mean) ** 2, 0) / n)] as const;
    });
    let error = 0;
    for (let out = 0; out < n; out++) {
      // Solve the penalised normal equations without the row: 1, then scaled columns with penalty λ n.
      const size = p + 1;
      const g = new Float64Array(size * size);
      const r = new Float64Array(size);
      const scaled = (i: number) => [1, ...deviations.map(([m, s], k) => ((x[i * p + k] as number) - m) / s)];
      for (let i = 0; i < n; i++) {
        if (i === out) continue;
        const v = scaled(i);
        v.forEach((a, j) => {
          r[j] = (r[j] as number) + a * (y[i] as number);
          v.forEach((b, k) => (g[j * size + k] = (g[j * size + k] as number) + a * b));
        });
      }
      for (let k = 1; k < size; k++) g[k * size + k] = (g[k * size + k] as number) + 0.3 * n;
      const b = choleskySolve(cholesky(g, size), size, r);
      const fitted = scaled(out).reduce((s, v, k) => s + v * (b[k] as number), 0);
      error += ((y[out] as number) - fitted) ** 2 / n;
    }
    expect(whole.looError).toBeCloseTo(error, 10);
  });

  it('does not move with a constant column and needs two rows of finite numbers', () => {
    const withConstant = Float64Array.from({ length: n * 4 }, (_, k) =>
      k % 4 === 3 ? 7 : (x[Math.floor(k / 4) * p + (k % 4)] as number),
    );
    const [a, b] = [fitRidge({ x, n, p, y }), fitRidge({ x: withConstant, n, p: 4, y })];
    expect(b.coefficients[3]).toBe(0);
    expect(b.coefficients[0]).toBeCloseTo(a.coefficients[0] as number, 10);
    expect(() => fitRidge({ x, n: 1, p, y })).toThrow(/at least 2/);
    expect(() => fitRidge({ x, n, p, y: y.map((v, i) => (i === 3 ? NaN : v)) })).toThrow(/row 3/);
  });
});

describe('quantiles', () => {
  it.each([
    [0.975, 1.959963984540054],
    [0.5, 0],
    [0.001, -3.090232306167813],
    [0.9999999, 5.199337582192817],
  ])('of the normal at %d', (p, z) => {
    expect(normalQuantile(p)).toBeCloseTo(z, 8);
    expect(normalCdf(z)).toBeCloseTo(p, 10);
  });

  it.each([
    [0.975, 1, 12.706204736432095],
    [0.975, 5, 2.570581835636314],
    [0.95, 30, 1.697260886593957],
    [0.975, 1000, 1.96233908],
  ])('of Student at %d with %d degrees', (p, degrees, t) => {
    expect(studentQuantile(p, degrees)).toBeCloseTo(t, 6);
    expect(studentCdf(t, degrees)).toBeCloseTo(p, 8);
  });
});

describe('meanInterval', () => {
  it('is Student’s interval when every row is a cluster', () => {
    const { value, standardError, high } = meanInterval([1, 2, 3, 4], [0, 1, 2, 3]);
    expect(value).toBe(2.5);
    expect(standardError).toBeCloseTo(Math.sqrt(5 / 3 / 4), 12);
    expect(high).toBeCloseTo(2.5 + 3.182446305 * Math.sqrt(5 / 12), 6);
  });

  it('widens by root two when each row is doubled within its cluster, against counting it twice', () => {
    const values = [1, 5, 2, 8, 3];
    const twice = [...values, ...values];
    const names = [0, 1, 2, 3, 4];
    const clustered = meanInterval(twice, [...names, ...names]).standardError;
    expect(clustered).toBeCloseTo(meanInterval(values, names).standardError, 12);
  });

  it('of a ratio does not move when values and weights are scaled', () => {
    const a = ratioInterval([1, 4, 3, 9], [1, 2, 1, 3], [0, 1, 2, 3]);
    const b = ratioInterval([2, 8, 6, 18], [2, 4, 2, 6], [0, 1, 2, 3]);
    expect(a.value).toBeCloseTo(17 / 7, 12);
    expect(b.standardError).toBeCloseTo(a.standardError, 12);
  });

  it('refuses one cluster and numbers that are not finite', () => {
    expect(() => meanInterval([1, 2], ['a', 'a'])).toThrow(Fault);
    expect(() => meanInterval([1, NaN], ['a', 'b'])).toThrow(/finite/);
    expect(() => ratioInterval([1], [0], ['a'])).toThrow(/positive sum/);
  });
});
