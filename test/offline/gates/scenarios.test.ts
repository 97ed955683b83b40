import {
  DEFAULT_ACTIONS,
  type DecisionRecord,
  faceCents,
  type PolicyModel,
  type Release,
  STATE_NAMES,
  uniformPolicy,
} from '@causeway/contract';
import { describe, expect, it } from 'vitest';
import {
  type Asked,
  askedOf,
  playScenario,
  SCENARIOS,
  type ScenarioBounds,
  tryCandidate,
} from '../../../packages/offline/src/gates/index.ts';
import { makeRandom } from '../../../packages/offline/src/maths/index.ts';
import { release, simulated } from '../support/study.ts';

const records = simulated(700).flatMap(({ line }) =>
  line.kind === 'decision' ? [line as DecisionRecord] : [],
);
const asked = askedOf(records);
const bounds: ScenarioBounds = { maxLostShare: 0.1, maxTreatedRise: 0.3, maxForetoldLoss: 1 };
const capCents = 1_000_000;

/** A policy that gives an action so many cents of effect for each unit of a column of x. */
const candidate = (
  effects: Readonly<Record<string, Readonly<Record<string, number>>>>,
  more: Partial<PolicyModel> = {},
): Release => {
  const policy = uniformPolicy(DEFAULT_ACTIONS.length);
  const effect = policy.effect.map((weights, k) =>
    weights.map((_, j) => effects[DEFAULT_ACTIONS[k]?.id ?? '']?.[STATE_NAMES[j] ?? ''] ?? 0),
  );
  return { ...release, policy: { ...policy, effect, exploration: 0.05, temperature: 2, ...more } };
};
const tried = (of: Release, given: { asked?: readonly Asked[]; capCents?: number } = {}) =>
  tryCandidate({ candidate: of, live: release, asked, capCents, bounds, seed: 1, ...given });
const broken = (of: Release, given = {}) =>
  Object.fromEntries(
    tried(of, given)
      .results.filter(({ breaks }) => breaks.length > 0)
      .map(({ name, breaks }) => [name, breaks.join()]),
  );

describe('worlds that the log did not show', () => {
  it('give every world of the list, three times the demand, bots beside every question', () => {
    const report = tried(release);
    expect(report.results.map(({ name }) => name)).toEqual(SCENARIOS.map(({ name }) => name));
    const of = Object.fromEntries(report.results.map(({ name, candidate: c }) => [name, c]));
    expect(of['demand-tripled']?.asked).toBe(3 * asked.length);
    expect([of['bots']?.asked, of['bots']?.honest]).toEqual([2 * asked.length, asked.length]);
    expect(of['as-logged']?.honest).toBe(asked.length);
    expect(report.holds).toBe(true);
  });

  it('play the log’s own questions by the distributions that were logged, where money is no object', () => {
    // Someone who asks twice may have had her incentive of the week.
    const first = records.filter(
      ({ subject }, i) => records.findIndex((one) => one.subject === subject) === i,
    );
    expect(first.some(({ masks }) => Object.values(masks).includes('control'))).toBe(false);
    const played = playScenario(release, askedOf(first), {
      capCents: 1e12,
      random: makeRandom(1),
      by: release.policy,
    });
    DEFAULT_ACTIONS.forEach(({ id }, k) => {
      const mean =
        first.reduce((sum, { distribution }) => sum + (distribution[k] as number), 0) / first.length;
      expect(played.actions[id]).toBeCloseTo(mean, 12);
    });
    expect(played.worstSum).toBeLessThan(1e-12);
  });

  it('never spend over the cap, offer nothing without money, and give one face a person and week', () => {
    for (const cap of [0, 700, 20_000]) {
      const eager = candidate({ 'discount-10': { one: 400 }, 'free-shipping': { one: 300 } });
      for (const { candidate: c } of tried(eager, { capCents: cap }).results) {
        expect(c.spentCents).toBeLessThanOrEqual(cap);
        expect(c.mostCents).toBeLessThanOrEqual(2000);
        if (cap === 0) expect([c.offeredCents, c.actions['discount-10']]).toEqual([0, 0]);
      }
    }
    const strangers = tried(candidate({ 'discount-10': { one: 400 } })).results.find(
      ({ name }) => name === 'all-strangers',
    );
    expect(strangers?.candidate.offeredCents).toBe(0);
  });

  it.each<[string, Release, object, string, RegExp]>([
    [
      'money that follows friction',
      candidate({ 'discount-10': { 'friction.smoothed': 400 } }),
      { capCents: 8000 },
      'ring-of-accounts',
      /goes to others than shoppers, allowed are 10.0 %/,
    ],
    [
      'help for everyone as soon as friction is gone',
      candidate(
        {
          ...Object.fromEntries(DEFAULT_ACTIONS.slice(1).map(({ id }) => [id, { one: -100 }])),
          'form-help': { one: 20, 'friction.smoothed': -60 },
        },
        { exploration: 0 },
      ),
      {},
      'friction-gone',
      /treats .* allowed are 30.0 % more/,
    ],
    [
      'help that harms, held up by a bound',
      candidate({ 'chat-offer': { one: -80 } }, { bounds: { 'chat-offer': { low: 0.5, high: 1 } } }),
      {},
      'all-mobile',
      /cents a question against doing nothing, allowed is a loss of 1/,
    ],
  ])('find %s', (_, of, given, world, said) => {
    expect(broken(of, given)[world]).toMatch(said);
  });

  it('come out the same again, change no question of the log, and need one', () => {
    const before = JSON.stringify(asked);
    expect(tried(release)).toEqual(tried(release));
    expect(JSON.stringify(asked)).toBe(before);
    const fewer = { ...release, actions: release.actions.slice(0, 3) };
    expect(() => tried(fewer)).toThrow(/bad-input at scenarios: the candidate's actions are none, form-help/);
    expect(() => tried(release, { asked: [] })).toThrow(/bad-input at scenarios: the log holds no decision/);
  });

  it('ask nothing of the ring’s accounts that an incentive of their own would not bound', () => {
    const of = candidate({ 'discount-10': { 'friction.smoothed': 400 } });
    const ring = tried(of).results.find(({ name }) => name === 'ring-of-accounts');
    const most = Math.max(
      ...asked.map((one) =>
        Math.max(...DEFAULT_ACTIONS.map((action) => faceCents(action, one.ask.state.context.cartCents))),
      ),
    );
    expect(ring?.candidate.mostCents).toBeLessThanOrEqual(most);
  });
});
