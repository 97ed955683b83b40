import { describe, expect, it } from 'vitest';
import { makeRandom, meanInterval } from '../../../packages/offline/src/maths/index.ts';
import { measureSupport, requireSupport } from '../../../packages/offline/src/ope/index.ts';

type Random = ReturnType<typeof makeRandom>;

/** Weights of a candidate that takes four arms alike on a log whose propensities are a softmax of normals; `lost` of it was never logged. */
const logits =
  (n: number, tilt: number, lost = 0) =>
  (random: Random): Float64Array =>
    Float64Array.from({ length: n }, () => {
      const odds = Array.from({ length: 4 }, () => Math.exp(tilt * random.normal()));
      const sum = odds.reduce((a, b) => a + b);
      let u = random.uniform() * sum;
      const shown = odds.find((odd) => (u -= odd) < 0) ?? (odds[3] as number);
      return ((1 - lost) * 0.25 * sum) / shown;
    });

/** Weights of whole sessions: products over steps at which the log takes an action with `logged` and the candidate with `wanted`. */
const sessions =
  (n: number, steps: number, logged: number, wanted: number) =>
  (random: Random): Float64Array =>
    Float64Array.from({ length: n }, () => {
      let w = 1;
      for (let t = 0; t < steps; t++)
        w *= random.uniform() < logged ? wanted / logged : (1 - wanted) / (1 - logged);
      return w;
    });

/** Of that many logs, those whose mean weight is not one within the plain interval, and within the one that is used; both at 99.9 %. */
const refused = (logs: number, make: (random: Random) => Float64Array) => {
  const random = makeRandom(11);
  const found = { plain: 0, used: 0 };
  for (let k = 0; k < logs; k++) {
    const weights = make(random);
    const cluster = Int32Array.from(weights, (_, i) => i);
    const off = ({ low, high }: { low: number; high: number }) => low > 1 || high < 1;
    if (off(meanInterval(weights, cluster, 0.999))) found.plain++;
    if (off(measureSupport(weights, cluster).meanWeight)) found.used++;
  }
  return found;
};

// The counts stand in docs/results/policy.md: one seed, the same everywhere.
describe('the mean weight must be one within its interval', () => {
  it.each([
    ['propensities of logits', logits(1000, 1), { plain: 3, used: 1 }],
    ['propensities of steep logits', logits(1000, 1.3), { plain: 13, used: 1 }],
    ['400 sessions of five steps', sessions(400, 5, 0.35, 0.6), { plain: 5, used: 1 }],
    ['400 sessions of eight steps', sessions(400, 8, 0.5, 0.7), { plain: 8, used: 1 }],
  ])('a sound log is refused once in a thousand: %s', (_, make, found) => {
    expect(refused(1000, make)).toEqual(found);
  });

  it.each([
    ['a fifth, at 1,000 rows', 100, logits(1000, 1, 0.2), { plain: 100, used: 68 }],
    ['a tenth, at 10,000', 20, logits(10_000, 1, 0.1), { plain: 20, used: 20 }],
  ])('a log is refused for what was never logged: %s', (_, logs, make, found) => {
    expect(refused(logs, make)).toEqual(found);
  });

  it('and says so', () => {
    const weights = logits(2000, 1, 0.3)(makeRandom(3));
    const support = measureSupport(
      weights,
      Int32Array.from(weights, (_, i) => i),
    );
    expect(() => requireSupport(support, 'test')).toThrow(/the mean weight is 0\.[67]/);
  });
});
