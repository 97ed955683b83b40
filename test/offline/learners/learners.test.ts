import { DEFAULT_ACTIONS, STATE_SIZE } from '@causeway/contract';
import { describe, expect, it } from 'vitest';
import { averageEffects, linearModels } from '../../../packages/offline/src/learners/index.ts';
import {
  allRows,
  crossFitScores,
  groupFolds,
  orderOutcome,
  ridgeOutcome,
} from '../../../packages/offline/src/nuisance/index.ts';
import { ARMS, makeExposures } from '../support/make-exposures.ts';

const { e, means } = makeExposures({ n: 5000, seed: 3 });
const rows = allRows(e.n);
const folds = groupFolds(e.subject, 4, 1);
const trueEffect = (i: number, a: number) => (means[i * ARMS + a] as number) - (means[i * ARMS] as number);

describe('averageEffects', () => {
  const averages = averageEffects(e, crossFitScores(e, folds, ridgeOutcome()));

  it('cover the true mean effect of each arm over those who may get it', () => {
    let missed = 0;
    for (const { action, effect, rows: open } of averages) {
      const a = e.actions.indexOf(action);
      const eligible = [...rows].filter((i) => e.eligible[i * ARMS + a] === 1);
      const truth = eligible.reduce((s, i) => s + trueEffect(i, a), 0) / eligible.length;
      expect(open).toBe(eligible.length);
      if (truth < effect.low || truth > effect.high) missed++;
    }
    expect(averages).toHaveLength(ARMS - 1);
    expect(missed).toBeLessThanOrEqual(1);
  });

  it('count as a policy what strangers do not get', () => {
    const discount = averages.find(({ action }) => action === 'discount-10');
    expect(discount?.rows).toBeLessThan(e.n);
    expect(discount?.policyGain.value).toBeCloseTo(
      ((discount?.effect.value ?? 0) * (discount?.rows ?? 0)) / e.n,
      6,
    );
    expect(discount?.cost).toBeGreaterThan(100);
  });
});

describe.each([
  ['model', orderOutcome(DEFAULT_ACTIONS, { base: 10, level: 4, slope: 30 })],
  ['mean', ridgeOutcome()],
] as const)('linearModels anchored on the %s', (anchor, learner) => {
  const scores = crossFitScores(e, folds, learner);
  const models = linearModels({ e, rows, fitted: learner.fit(e, rows)(rows), scores, anchor });

  it('rank people by what form-help does for them', () => {
    const predicted = (i: number) => {
      const w = models.effect[1] as number[];
      return w.reduce((s, v, k) => s + v * (e.x[i * STATE_SIZE + k] as number), 0);
    };
    const known = [...rows].filter((i) => e.known[i] === 1);
    const mean = (f: (i: number) => number) => known.reduce((s, i) => s + f(i), 0) / known.length;
    const [mp, mt] = [mean(predicted), mean((i) => trueEffect(i, 1))];
    const covariance = mean((i) => (predicted(i) - mp) * (trueEffect(i, 1) - mt));
    const correlation =
      covariance /
      Math.sqrt(mean((i) => (predicted(i) - mp) ** 2) * mean((i) => (trueEffect(i, 1) - mt) ** 2));
    expect(correlation).toBeGreaterThan(0.85);
  });

  it('leave none at zero, help without cost, and give the discount its price', () => {
    expect(models.effect[0]?.every((v) => v === 0)).toBe(true);
    expect(models.cost[1]?.every((v) => v === 0)).toBe(true);
    const i = [...rows].find((k) => e.known[k] === 1) as number;
    const cost = (models.cost[6] as number[]).reduce(
      (s, v, k) => s + v * (e.x[i * STATE_SIZE + k] as number),
      0,
    );
    expect(cost).toBeGreaterThan(150);
    expect(cost).toBeLessThan(1200);
  });

  it('say how much of each correction was kept', () => {
    expect(models.arms.map((a) => a.action)).toEqual(e.actions.slice(1));
    for (const arm of models.arms) {
      expect(arm.kept).toBeGreaterThanOrEqual(0);
      expect(arm.kept).toBeLessThanOrEqual(1);
    }
  });

  it('take an arm that hardly anyone may get for nothing', () => {
    const eligible = e.eligible.map((v, k) => (k % ARMS === 5 && k > 10 * ARMS ? 0 : v));
    const rare = linearModels({
      e: { ...e, eligible },
      rows,
      fitted: learner.fit(e, rows)(rows),
      scores,
      anchor,
    });
    expect(rare.effect[5]?.every((v) => v === 0)).toBe(true);
  });
});
