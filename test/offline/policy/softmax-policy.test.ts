import { describe, expect, it } from 'vitest';
import { makeRandom } from '../../../packages/offline/src/maths/index.ts';
import { divergence, softmaxMatrix, softmaxPolicy } from '../../../packages/offline/src/policy/index.ts';

const ARMS = 3;
const P = 2;

/** Arm 1 pays where x > 0 and arm 2 where x < 0, by unbiased noisy scores of a uniform log. */
const simulate = (n: number, seed: number) => {
  const random = makeRandom(seed);
  const x = new Float64Array(n * P);
  const scores = new Float64Array(n * ARMS);
  const means = new Float64Array(n * ARMS);
  for (let i = 0; i < n; i++) {
    const u = 2 * random.uniform() - 1;
    x.set([1, u], i * P);
    means.set([0, u, -u], i * ARMS);
    const shown = random.integer(ARMS);
    for (let a = 0; a < ARMS; a++)
      scores[i * ARMS + a] = a === shown ? ARMS * ((means[i * ARMS + a] as number) + random.normal()) : 0;
  }
  return { table: { n, p: P, arms: ARMS, x, scores, mu: new Float64Array(n * ARMS).fill(1 / ARMS) }, means };
};
const valueOf = (pi: Float64Array, means: Float64Array) =>
  pi.reduce((s, v, k) => s + v * (means[k] as number), 0) / (pi.length / ARMS);

describe('softmaxPolicy', () => {
  const { table } = simulate(900, 1);
  const fresh = simulate(3000, 2);
  const onFresh = (theta: Float64Array) => valueOf(softmaxMatrix(fresh.table, theta), fresh.means);

  it('reaches nine tenths of the best there is when it may go far', () => {
    const { theta } = softmaxPolicy(table, { trustRadius: 10 });
    const best =
      fresh.means.reduce(
        (s, _, k) => (k % ARMS === 0 ? s + Math.max(...fresh.means.subarray(k, k + ARMS)) : s),
        0,
      ) / 3000;
    expect(onFresh(theta)).toBeGreaterThan(0.9 * best);
  });

  it('keeps the trust region, and is worth more the wider that is', () => {
    const values = [0.02, 0.3].map((trustRadius) => {
      const fit = softmaxPolicy(table, { trustRadius, steps: 40 });
      expect(fit.divergence).toBeLessThanOrEqual(trustRadius + 1e-9);
      expect(divergence(fit.pi, table.mu, table.n)).toBeCloseTo(fit.divergence, 9);
      return onFresh(fit.theta);
    });
    expect(values[0] as number).toBeGreaterThan(0);
    expect(values[1] as number).toBeGreaterThan(values[0] as number);
  });

  it('gives no probability to a masked arm', () => {
    const mu = table.mu.map((_, k) => (k % ARMS === 2 ? 0 : 0.5));
    const { pi } = softmaxPolicy({ ...table, mu }, { trustRadius: 1, steps: 30 });
    for (let i = 0; i < table.n; i++) expect(pi[i * ARMS + 2]).toBe(0);
  });

  it('stays nearer to the log under caution', () => {
    const noisy = simulate(150, 3).table;
    const far = (caution: number) => softmaxPolicy(noisy, { trustRadius: 10, caution }).divergence;
    expect(far(3)).toBeLessThan(far(0));
  });

  it('refuses a radius of 0', () => {
    expect(() => softmaxPolicy(table, { trustRadius: 0 })).toThrow(/allowed is above 0/);
  });
});
