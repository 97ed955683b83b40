import { describe, expect, it } from 'vitest';
import { coverageOfLines, MANY_COLUMNS, type ManyColumns } from '../../../bench/effects/many-columns.ts';
import { debiasedLasso } from '../../../packages/offline/src/learners/index.ts';
import { gram, lasso, makeRandom, rowDot } from '../../../packages/offline/src/maths/index.ts';

const problem = (n: number, p: number, seed: number) => {
  const random = makeRandom(seed);
  const x = Float64Array.from({ length: n * p }, (_, k) => (k % p === 0 ? 1 : random.normal()));
  const y = Float64Array.from(
    { length: n },
    (_, i) => 2 + 3 * (x[i * p + 1] as number) - (x[i * p + 2] as number) + random.normal(),
  );
  const g = gram(x, n, p).map((v) => v / n);
  const r = Float64Array.from({ length: p }, (_, k) => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += ((y[i] as number) * (x[i * p + k] as number)) / n;
    return sum;
  });
  return { x, y, g, r, n, p };
};

describe('the lasso', () => {
  const { x, y, g, r, n, p } = problem(120, 12, 1);
  const slope = (b: Float64Array, k: number): number => (r[k] as number) - rowDot(g, k, p, b);

  it.each([0.01, 0.1, 0.5, 2])('meets the conditions of its least value at a penalty of %s', (lambda) => {
    const penalty = Float64Array.from({ length: p }, (_, k) => (k === 0 ? 0 : lambda));
    const b = lasso(g, r, p, penalty);
    for (let k = 0; k < p; k++) {
      if (k > 0 && b[k] === 0) expect(Math.abs(slope(b, k))).toBeLessThanOrEqual(lambda + 1e-7);
      else expect(slope(b, k)).toBeCloseTo(Math.sign(b[k] as number) * (penalty[k] as number), 6);
    }
  });

  it('is least squares without a penalty, and holds what is forbidden at 0', () => {
    const b = lasso(g, r, p, new Float64Array(p));
    for (let k = 0; k < p; k++) expect(slope(b, k)).toBeCloseTo(0, 7);
    const held = lasso(
      g,
      r,
      p,
      Float64Array.from({ length: p }, (_, k) => (k === 1 ? Number.POSITIVE_INFINITY : 0)),
    );
    expect(held[1]).toBe(0);
  });

  it('keeps the columns that matter, and has its shrinkage taken away', () => {
    const group = Array.from({ length: n }, (_, i) => String(i));
    const { sparse, coefficients, covariance, penalty } = debiasedLasso({ x, y, n, p, group, seed: 1 });
    expect([sparse[1] !== 0, sparse[2] !== 0, penalty > 0]).toEqual([true, true, true]);
    expect(Math.abs(sparse[1] as number)).toBeLessThan(Math.abs(coefficients[1] as number));
    // With rows enough a column what is told is least squares.
    const least = lasso(g, r, p, new Float64Array(p));
    for (let k = 0; k < p; k++) expect(coefficients[k]).toBeCloseTo(least[k] as number, 4);
    expect(Math.sqrt(covariance[p + 1] as number)).toBeCloseTo(1 / Math.sqrt(n), 1);
  });
});

describe('effects by lasso of many columns', () => {
  it.each([
    [MANY_COLUMNS[1] as ManyColumns, 30],
    [MANY_COLUMNS[3] as ManyColumns, 12],
  ])(
    'hold the truth where least squares has too narrow an interval: %o',
    (design, seeds) => {
      const { linear, lasso: sparse } = coverageOfLines(design, seeds);
      expect(sparse).toBeGreaterThan(0.92);
      expect(sparse).toBeLessThanOrEqual(0.985);
      expect(linear).toBeLessThan(sparse);
    },
    120_000,
  );
});
