import { DEFAULT_ACTIONS } from '@causeway/contract';
import { describe, expect, it } from 'vitest';
import { orderOutcome } from '../../../packages/offline/src/nuisance/index.ts';
import {
  believe,
  candidateModel,
  chooseCandidate,
  emptyPredictions,
  fitBudget,
  type LearnPolicyOptions,
  learnPolicy,
  openEligibility,
  policyMatrix,
  policyOn,
} from '../../../packages/offline/src/policy/index.ts';
import { ARMS, makeExposures, SMALL_TRUTH, trueMean } from '../support/make-exposures.ts';

const options: LearnPolicyOptions = {
  actions: DEFAULT_ACTIONS,
  learner: orderOutcome(DEFAULT_ACTIONS, { base: 10, level: 4, slope: 30 }),
  anchor: 'model',
  seed: 1,
  sessions: 8000,
  allowedPerSession: 100,
  exploration: 0.1,
};
const { e } = makeExposures({ n: 4000, seed: 4 });
const fresh = makeExposures({ n: 4000, seed: 99 });
const none = Float64Array.from({ length: fresh.e.n * ARMS }, (_, k) => (k % ARMS === 0 ? 1 : 0));
const nothing = trueMean(none, fresh.means, fresh.e.n);

describe('learnPolicy', () => {
  const learned = learnPolicy(e, options);

  it('is truly better on fresh people than doing nothing and than each single arm', () => {
    const value = trueMean(policyOn(learned.policy, fresh.e, DEFAULT_ACTIONS), fresh.means, fresh.e.n);
    expect(value).toBeGreaterThan(nothing);
    for (let a = 1; a < ARMS; a++) {
      const pi = none.map((v, k) => {
        const open = fresh.e.eligible[k - (k % ARMS) + a] === 1;
        return open ? (k % ARMS === a ? 1 : 0) : v;
      });
      expect(value).toBeGreaterThan(trueMean(pi, fresh.means, fresh.e.n));
    }
    expect(learned.chosen.kind).toBe('learned');
  });

  it('explores every eligible arm by its share, and never a masked one', () => {
    const pi = policyOn(learned.policy, e, DEFAULT_ACTIONS);
    for (let i = 0; i < 200; i++) {
      const open = e.eligible.subarray(i * ARMS, (i + 1) * ARMS).reduce((s, v) => s + v, 0);
      for (let a = 0; a < ARMS; a++) {
        if (e.eligible[i * ARMS + a] === 1)
          expect(pi[i * ARMS + a] as number).toBeGreaterThanOrEqual(0.1 / open - 1e-12);
        else expect(pi[i * ARMS + a]).toBe(0);
      }
    }
  });

  it('evaluates rows under policies that did not see their fold: the matrix differs from the published one', () => {
    const published = policyOn(learned.policy, e, DEFAULT_ACTIONS);
    const gap = published.reduce((m, v, k) => Math.max(m, Math.abs(v - (learned.outOfFold[k] as number))), 0);
    expect(gap).toBeGreaterThan(0.01);
  });

  it('keeps a tight budget by a price on money', () => {
    const tight = learnPolicy(e, { ...options, allowedPerSession: 6 });
    expect(tight.budget.spendPerSession).toBeLessThanOrEqual(6 + 1e-9);
    expect(learned.policy.multiplier).toBeLessThanOrEqual(tight.policy.multiplier);
  });

  it('gives way to doing nothing where every arm harms', () => {
    const truth = {
      ...SMALL_TRUTH,
      level: [0, -1, -1, -1, -1, -1, -1],
      slope: SMALL_TRUTH.slope.map(() => 0),
    };
    const harmed = learnPolicy(makeExposures({ n: 2000, seed: 5, truth }).e, options);
    const pi = policyOn(harmed.policy, e, DEFAULT_ACTIONS);
    let share = 0;
    for (let i = 0; i < e.n; i++) share += (pi[i * ARMS] as number) / e.n;
    expect(share).toBeGreaterThan(0.85);
  });

  it('refuses exposures of another action table', () => {
    expect(() => learnPolicy({ ...e, actions: [...e.actions].reverse() }, options)).toThrow(
      /unknown-action at exposures/,
    );
  });
});

describe('fitBudget', () => {
  const predictions = emptyPredictions(e.n, ARMS);
  for (let i = 0; i < e.n; i++) {
    predictions.effects.set([0, 0, 0, 0, 0, 50, 100], i * ARMS);
    predictions.costs.set([0, 0, 0, 0, 0, 200, 500], i * ARMS);
  }
  const empty = { effect: [], cost: [] };
  const model = candidateModel({ kind: 'learned', temperature: 20, trust: 1 }, empty, [], 0.1, e.n);
  const budgetOf = (allowedPerSession: number) =>
    fitBudget({
      model,
      predictions,
      eligible: e.eligible,
      actions: DEFAULT_ACTIONS,
      exposuresPerSession: 0.5,
      allowedPerSession,
    });

  it('sets no price while money is plenty', () => {
    expect(budgetOf(1e6).model.multiplier).toBe(0);
  });

  it('spends nearly all of a scarce budget and never more, at a price that falls as the budget grows', () => {
    const fits = [30, 60, 100].map(budgetOf);
    fits.forEach((f, k) => {
      expect(f.spendPerSession).toBeLessThanOrEqual([30, 60, 100][k] as number);
      expect(f.spendPerSession).toBeGreaterThan(0.97 * ([30, 60, 100][k] as number));
    });
    expect(fits[0]?.model.multiplier as number).toBeGreaterThan(fits[1]?.model.multiplier as number);
    expect(fits[1]?.model.multiplier as number).toBeGreaterThan(fits[2]?.model.multiplier as number);
  });

  it('lowers exploration when it alone would pass the budget', () => {
    const poor = budgetOf(1);
    expect(poor.explorationKept).toBe(false);
    expect(poor.spendPerSession).toBeLessThanOrEqual(1);
    expect(poor.model.exploration).toBeLessThan(0.1);
    expect(budgetOf(0).spendPerSession).toBeLessThan(1e-6);
  });
});

describe('believe', () => {
  const subjects = Array.from({ length: 100 }, (_, i) => `${i}`);
  const around = (mean: number, spread: number) =>
    Float64Array.from({ length: 100 }, (_, i) => mean + (i % 2 ? spread : -spread));
  const flat = (m: number) => new Float64Array(100).fill(m);

  it.each([
    ['noisy scores leave the model’s figure', around(0, 10_000), flat(50), 50],
    ['quiet scores overrule the model', around(-20, 1), flat(50), -20],
    ['without a model the scores speak', around(7, 3), null, 7],
  ])('%s', (_, gains, modelGains, mean) => {
    expect(Math.abs(believe({ gains, modelGains }, subjects).mean - mean)).toBeLessThan(0.5);
  });

  it('a constant arm replaces the learned policy only on proof', () => {
    const constant = (arm: number, gains: Float64Array) => ({
      candidate: { kind: 'constant', arm } as const,
      gains,
      modelGains: flat(0),
    });
    const learned = {
      candidate: { kind: 'learned', temperature: 8, trust: 1 } as const,
      gains: around(20, 5),
      modelGains: flat(20),
    };
    const lucky = [constant(0, flat(0)), constant(1, around(200, 3000)), learned];
    expect(chooseCandidate(lucky, subjects, null, 0.5)).toBe(2);
    const proven = [constant(0, flat(0)), constant(1, around(200, 100)), learned];
    expect(chooseCandidate(proven, subjects, null, 0.5)).toBe(1);
    const harmful = [
      constant(0, flat(0)),
      constant(1, flat(-5)),
      { ...learned, gains: around(-20, 5), modelGains: flat(-3) },
    ];
    expect(chooseCandidate(harmful, subjects, null, 0.5)).toBe(0);
  });
});

describe('openEligibility', () => {
  it('opens incentives to the proven when the money had run out, to no stranger and to no one in control', () => {
    const spent = {
      ...e,
      eligible: e.eligible.map((v, k) => (k % ARMS >= 5 ? 0 : v)),
      mode: e.mode.map((m, i) => (i === 0 ? 'control' : m)),
    };
    const open = openEligibility(spent, DEFAULT_ACTIONS);
    for (let i = 1; i < 100; i++) expect(open[i * ARMS + 6]).toBe(e.known[i]);
    expect(open[6]).toBe(0);
  });
});

describe('policyMatrix', () => {
  it('sums to one in every row', () => {
    const predictions = emptyPredictions(2, ARMS);
    predictions.effects.fill(1);
    predictions.costs.fill(0);
    const model = candidateModel({ kind: 'constant', arm: 6 }, { effect: [], cost: [] }, [], 0.1, 2);
    const pi = policyMatrix(model, predictions, e.eligible.subarray(0, 2 * ARMS), DEFAULT_ACTIONS);
    for (let i = 0; i < 2; i++)
      expect(pi.subarray(i * ARMS, (i + 1) * ARMS).reduce((s, v) => s + v, 0)).toBeCloseTo(1, 12);
  });
});
