import {
  checkStoredLine,
  type DecisionRecord,
  decide,
  firstRelease,
  priorProfile,
  uniformPolicy,
} from '@causeway/contract';
import {
  createWorld,
  evaluationPopulation,
  simulatedBudget,
  simulateLog,
  trueValue,
} from '@causeway/offline/simulator';
import { describe, expect, it } from 'vitest';

const world = createWorld({ seed: 21, people: 800 });
const release = firstRelease({ createdAt: 1, budget: { id: 'b-1', capCents: 1e9 }, salt: 'salt' });
const drawKey = new Uint8Array(32).fill(7);
const COUNT = 3000;
const lines = [...simulateLog({ world, release, count: COUNT, drawKey })];
const decisions = lines.flatMap(({ line }) => (line.kind === 'decision' ? [line] : []));

describe('simulateLog', () => {
  it('writes lines that the contract reads, each with an id of its own', () => {
    const ids = new Set(lines.map(({ line }) => `${line.kind} ${line.id}`));
    expect(ids.size).toBe(lines.length);
    for (const line of lines.slice(0, 3000)) expect(checkStoredLine(line, 'line')).toEqual(line);
  });

  it('draws each action as often as it says: realised shares against mean propensities', () => {
    (decisions[0] as DecisionRecord).actions.forEach((id, k) => {
      let [expected, variance, shown] = [0, 0, 0];
      for (const { distribution, action } of decisions) {
        const p = distribution[k] as number;
        expected += p;
        variance += p * (1 - p);
        if (action === id) shown++;
      }
      expect(Math.abs(shown - expected) / Math.sqrt(variance)).toBeLessThan(4);
    });
  });

  it('keeps the same draw when a decision is made again with the key', () => {
    for (const record of decisions.slice(0, 50)) {
      const profile = { ...priorProfile(record.subject), known: record.known };
      const again = decide({
        ask: { point: record.point, state: record.state, offered: record.offered },
        profile,
        session: record.session,
        counts: {},
        spendableCents: 1e9,
        at: record.at,
        release: record.release,
        worker: record.worker,
        models: { ...release.page, policy: release.policy, actions: release.actions },
        drawKey,
      });
      expect(again).toEqual({ ...record, arms: again.arms });
    }
  });

  it('brings in the mean what trueValue says, on the same tapes', () => {
    const population = evaluationPopulation(world, COUNT, 0);
    const truth = trueValue(population, release);
    const handling: Record<string, number> = { 'chat-offer': 40 };
    const net = new Map<string, number>();
    for (const { line } of lines) {
      if (line.kind === 'decision')
        net.set(line.session, (net.get(line.session) ?? 0) - (handling[line.action] ?? 0));
      if (line.kind === 'outcome') {
        net.set(line.session, (net.get(line.session) ?? 0) + line.marginCents - (line.redeemed?.cents ?? 0));
      }
    }
    const total = [...net.values()].reduce((sum, x) => sum + x, 0);
    const squares = [...net.values()].reduce((sum, x) => sum + x * x, 0);
    expect(Math.abs(total / COUNT - truth.value)).toBeLessThan((4.5 * Math.sqrt(squares)) / COUNT);
    const spent = lines.reduce(
      (sum, { line }) => sum + (line.kind === 'outcome' ? (line.redeemed?.cents ?? 0) : 0),
      0,
    );
    expect(Math.abs(spent / COUNT / truth.spend - 1)).toBeLessThan(0.2);
  });

  it('gives nothing away once the budget is gone, and never passes it', () => {
    const capCents = 5000;
    const poor = [...simulateLog({ world, release, count: COUNT, drawKey, capCents, pageLines: false })];
    const redeemed = poor.reduce(
      (sum, { line }) => sum + (line.kind === 'outcome' ? (line.redeemed?.cents ?? 0) : 0),
      0,
    );
    expect(redeemed).toBeGreaterThan(0);
    expect(redeemed).toBeLessThanOrEqual(capCents);
    const masked = poor.filter(
      ({ line }) => line.kind === 'decision' && line.masks['discount-10'] === 'budget',
    );
    expect(masked.length).toBeGreaterThan(100);
  });

  it('leaves strangers without incentives, and people held out without anything', () => {
    for (const { known, action } of decisions) {
      if (!known) expect(['free-shipping', 'discount-10']).not.toContain(action);
    }
    const held = { ...release, experiment: { ...release.experiment, holdout: 1 } };
    for (const { line } of simulateLog({ world, release: held, count: 100, drawKey })) {
      if (line.kind === 'decision')
        expect([line.action, line.mode, line.propensity]).toEqual(['none', 'control', 1]);
    }
  });

  it('values a policy that never acts as control does', () => {
    const population = evaluationPopulation(world, 500, 9);
    const still = { ...uniformPolicy(7), exploration: 0, rule: 'threshold' as const };
    const quiet = trueValue(population, { ...release, policy: still });
    expect(quiet.shares[0]).toBe(1);
    expect(quiet.spend).toBe(0);
  });
});

describe('simulatedBudget', () => {
  it('is always left + reserved + spent', () => {
    const budget = simulatedBudget(100);
    budget.reserve(60);
    expect(budget.left()).toBe(40);
    budget.settle(60, 25);
    expect([budget.left(), budget.spent()]).toEqual([75, 25]);
  });
});
