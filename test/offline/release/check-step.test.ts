import { describe, expect, it } from 'vitest';
import { makeRandom } from '../../../packages/offline/src/maths/index.ts';
import {
  checkStep,
  DEFAULT_PLAN,
  exposureWords,
  pathExposure,
  type StepFacts,
  type StepPerson,
  stepGain,
} from '../../../packages/offline/src/release/index.ts';

/** People of a ramp: orders at a rate, each of 40 EUR margin or so; the candidate's lose a share of them and get some money. */
const facts = (input: {
  readonly people: number;
  readonly share: number;
  readonly lost?: number;
  readonly spend?: number;
  readonly seed: number;
}): StepFacts => {
  const { people: n, share, lost = 0, spend = 0, seed } = input;
  const random = makeRandom(seed);
  const people = new Map<string, StepPerson>();
  for (let i = 0; i < n; i++) {
    const candidate = random.uniform() < share;
    const orders = random.uniform() < 0.4 * (candidate ? 1 - lost : 1) ? 1 : 0;
    const reward = orders * 4000 * Math.exp(0.5 * random.normal());
    const given = candidate && orders === 1 ? 2 * spend * random.uniform() : 0;
    people.set(String(i), { reward, orders, visits: 1 + (i % 3 === 0 ? 1 : 0), spend: given, candidate });
  }
  return {
    decisions: n,
    firstAt: 0,
    people,
    drawn: { n, treated: n / 2, expected: n / 2, variance: n / 4 },
    agreement: null,
    foretold: null,
    shadowValue: null,
    asked: 0,
    unanswered: 0,
  };
};

const half = { name: 'ramp', share: 0.5 } as const;
const at = { now: 1e9, foretold: 0.5 };
const failing = (
  of: StepFacts,
  plan = DEFAULT_PLAN,
  step: typeof half | { name: 'ramp'; share: number } = half,
) =>
  checkStep(step, of, plan, at)
    .checks.filter(({ outcome }) => outcome !== 'fine')
    .map(({ check, outcome }) => `${check} ${outcome}`);

describe('a step of the ramp', () => {
  it('is not followed by everyone before a loss of orders is ruled out', () => {
    expect(failing(facts({ people: 1000, share: 0.5, seed: 1 }))).toEqual(['certainty wait']);
    expect(failing(facts({ people: 20_000, share: 0.5, seed: 1 }))).toEqual([]);
    // Earlier steps, and plans that do not ask for it, go on.
    const { ruledOutOrders: _, ...plain } = DEFAULT_PLAN;
    expect(failing(facts({ people: 1000, share: 0.5, seed: 1 }), plain)).toEqual([]);
    expect(
      failing(facts({ people: 1000, share: 0.25, seed: 1 }), DEFAULT_PLAN, { name: 'ramp', share: 0.25 }),
    ).toEqual([]);
  });

  it('is undone where orders fall, or more is spent than is allowed', () => {
    expect(failing(facts({ people: 4000, share: 0.5, lost: 0.4, seed: 2 }))).toContain('orders breach');
    expect(failing(facts({ people: 4000, share: 0.5, spend: 400, seed: 2 }))).toContain('spend breach');
    expect(failing(facts({ people: 4000, share: 0.5, spend: 60, seed: 2 }))).not.toContain('spend breach');
  });

  it('of a hundredth of the people, no better and no worse, is hardly ever undone', () => {
    const undone = Array.from({ length: 100 }, (_, k) =>
      failing(facts({ people: 5000, share: 0.01, spend: 30, seed: k + 10 }), DEFAULT_PLAN, {
        name: 'ramp',
        share: 0.01,
      }),
    ).filter((checks) => checks.some((check) => check.endsWith('breach')));
    expect(undone.length).toBeLessThanOrEqual(2);
  });
});

describe('what a path exposed people to', () => {
  it('holds the true gain or harm as often as it says', () => {
    let held = 0;
    for (let seed = 1; seed <= 200; seed++) {
      const steps = [0.05, 0.5].map((share, k) =>
        stepGain(facts({ people: 3000, share, lost: 0.25, seed: 2 * seed + k })),
      );
      const { gainCents, visits } = pathExposure(steps);
      // Every person has 4/3 visits; a quarter of .4 orders of 4000 e^(1/8) each is lost.
      const truth = (-visits / (4 / 3)) * 0.25 * 0.4 * 4000 * Math.exp(0.125);
      if (gainCents !== null && gainCents.low <= truth && truth <= gainCents.high) held++;
    }
    expect(held / 200).toBeGreaterThanOrEqual(0.92);
    expect(held / 200).toBeLessThanOrEqual(0.98);
  });

  it('counts what stood beside nobody, and says so in words', () => {
    const alone = stepGain(facts({ people: 300, share: 1, seed: 4 }));
    expect([alone.cents, alone.people]).toEqual([null, 300]);
    const beside = { people: 10, visits: 20, cents: -500, variance: 100 };
    const told = pathExposure([beside, alone]);
    expect([told.people, told.visits, told.uncompared]).toEqual([300, 420, 400]);
    expect(exposureWords(told)).toMatch(
      /^300 people, 420 visits: -500 \[-520, -480\] cents .*; 400 visits without/,
    );
    expect(exposureWords(pathExposure([]))).toMatch(/nothing to compare/);
  });
});
