import { describe, expect, it } from 'vitest';
import { makeRandom } from '../../../packages/offline/src/maths/index.ts';
import {
  blendedValue,
  checkSessionLog,
  crossFitQ,
  learnQ,
  perDecisionIps,
  returnsOf,
  type SessionLog,
  sequentialDr,
  sequentialReport,
  trajectoryIps,
} from '../../../packages/offline/src/ope/index.ts';
import { SHOP_ARMS, type ShopPolicy, shopLog, shopValue, uniformPolicy } from '../support/two-step-shop.ts';

const CARRY = 0.6;
/** Helps early, discounts late: different enough from the log that weights are felt. */
const candidate: ShopPolicy = (x, row, into) => {
  const t = x[row * 4] as number;
  into.set(t === 0 ? [0.2, 0.7, 0.1] : [0.5, 0.1, 0.4]);
};
const mean = (x: ArrayLike<number>) => Array.from(x).reduce((a, b) => a + b, 0) / x.length;

describe('sequential estimators', () => {
  it('give the log’s own mean for the policy that wrote it, to the bit of rounding', () => {
    const log = shopLog({ sessions: 300, seed: 1, carry: CARRY }, uniformPolicy);
    const own = mean(returnsOf(log));
    expect(mean(trajectoryIps(log))).toBeCloseTo(own, 12);
    expect(mean(perDecisionIps(log))).toBeCloseTo(own, 12);
  });

  it('with one decision a session, per-decision and whole-session weights agree', () => {
    const long = shopLog({ sessions: 200, seed: 2, carry: CARRY }, candidate);
    const log: SessionLog = {
      ...long,
      sessions: long.rows,
      offset: Int32Array.from({ length: long.rows + 1 }, (_, i) => i),
      cluster: Array.from({ length: long.rows }, (_, i) => i),
    };
    expect(perDecisionIps(log)).toEqual(trajectoryIps(log));
  });

  it('intervals of all seven cover the truth in 93 of 100 of 200 logs of 300 sessions; DR is unbiased and the shortest', () => {
    const truth = shopValue(CARRY, candidate, 5, 200_000);
    const covered = new Map<string, number>();
    const widths = new Map<string, number>();
    let bias = 0;
    for (let seed = 0; seed < 200; seed++) {
      const report = sequentialReport(shopLog({ sessions: 300, seed: 10 + seed, carry: CARRY }, candidate), {
        seed,
      });
      bias += (report.automatic.value - truth) / 200;
      for (const { name, low, high } of report.estimates) {
        covered.set(name, (covered.get(name) ?? 0) + (low <= truth && truth <= high ? 1 : 0));
        widths.set(name, (widths.get(name) ?? 0) + (high - low) / 200);
      }
    }
    expect(covered.size).toBe(7);
    for (const [name, count] of covered) expect(count, name).toBeGreaterThanOrEqual(186);
    expect(Math.abs(bias)).toBeLessThan(0.012);
    expect(widths.get('sequential-dr') as number).toBeLessThan(widths.get('per-decision-ips') as number);
  });

  it('the blend’s weights sum to one, and with no corrections DR is the model', () => {
    const log = shopLog({ sessions: 400, seed: 3, carry: CARRY }, candidate);
    const q = crossFitQ(log, 1);
    expect(mean(blendedValue(log, q).weights) * blendedValue(log, q).weights.length).toBeCloseTo(1, 9);
    expect(mean(sequentialDr(log, q, 1, 0))).not.toBe(mean(sequentialDr(log, q)));
  });

  it('refuses a candidate that whole sessions do not support', () => {
    const never: ShopPolicy = (_, __, into) => into.set([0, 0, 1]);
    const log = shopLog({ sessions: 300, seed: 4, carry: CARRY }, never);
    expect(() => sequentialReport(log, { seed: 1 })).toThrow(/no-support/);
  });

  it.each([
    ['a propensity of 0', { propensity: new Float64Array(6) }, /allowed is \(0, 1\]/],
    ['a π that does not sum to one', { pi: new Float64Array(18) }, /must sum to 1/],
    ['an empty session', { offset: Int32Array.of(0, 0, 6) }, /holds no rows/],
  ])('refuses %s', (_, part, message) => {
    expect(() =>
      checkSessionLog({ ...shopLog({ sessions: 2, seed: 1, carry: 0 }, uniformPolicy), ...part }),
    ).toThrow(message);
  });
});

describe('learnQ', () => {
  const learned = (carry: number, seed: number) => {
    const log = shopLog({ sessions: 3000, seed, carry }, uniformPolicy);
    const mu = new Float64Array(log.rows * SHOP_ARMS).fill(1 / SHOP_ARMS);
    const common = { seed, temperature: 0.02, mu };
    const fit = learnQ(log, common);
    const all = () => true;
    return { fit, value: shopValue(carry, (x, row, into) => fit.policy(x, row, all, into)) };
  };

  it('helps early where early help pays late, and is near the best there is', () => {
    const idle = shopValue(CARRY, (_, __, into) => into.set([1, 0, 0]));
    // Early help, then the discount where it sells more than it gives away: about +.22.
    const best = shopValue(CARRY, (x, row, into) =>
      into.set((x[row * 4] as number) === 0 ? [0, 1, 0] : [1, 0, 0]),
    );
    const { value } = learned(CARRY, 6);
    expect(value - idle).toBeGreaterThan(0.8 * (best - idle));
  });

  it('does no harm where nothing carries over', () => {
    const idle = shopValue(0, (_, __, into) => into.set([1, 0, 0]));
    expect(learned(0, 7).value).toBeGreaterThan(idle - 0.02);
  });

  it('never chooses an arm that the log did not draw', () => {
    const log = shopLog({ sessions: 500, seed: 8, carry: CARRY }, uniformPolicy);
    const random = makeRandom(1);
    const mu = Float64Array.from({ length: log.rows * SHOP_ARMS }, (_, k) =>
      k % SHOP_ARMS === 2 ? 0.001 : 0.4 + 0.1 * random.uniform(),
    );
    const { outOfFold } = learnQ(log, { seed: 1, temperature: 0.05, mu });
    for (let i = 0; i < log.rows; i++) expect(outOfFold[i * SHOP_ARMS + 2]).toBe(0);
  });
});
