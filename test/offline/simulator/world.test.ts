import { checkContext, checkFact, DEFAULT_ACTIONS, sessionText, subjectText } from '@causeway/contract';
import type { VisitEnd, VisitStep } from '@causeway/offline/simulator';
import {
  ASK_UNITS,
  bestConstantArm,
  constantValue,
  controlValue,
  createWorld,
  customerHistory,
  evaluationPopulation,
  isEnd,
  oracleValue,
} from '@causeway/offline/simulator';
import { describe, expect, it } from 'vitest';

const world = createWorld({ seed: 5, people: 1500 });

const play = (k: number, action = 'none'): (VisitStep | VisitEnd)[] => {
  const visit = world.visit(k);
  const all: (VisitStep | VisitEnd)[] = [];
  for (;;) {
    const next = visit.next();
    all.push(next);
    if (isEnd(next)) return all;
    if (next.asks !== null) visit.receive(action);
  }
};

describe('world', () => {
  it('plays the same visit again, and another world another one', () => {
    for (const k of [0, 1, 17]) expect(play(k)).toEqual(play(k));
    const other = createWorld({ seed: 6, people: 1500 });
    expect(other.tape(0).steps).not.toEqual(world.tape(0).steps);
    expect(world.tape(0, 1).steps).not.toEqual(world.tape(0, 0).steps);
  });

  it('shows the same friction whatever is shown, until the shopper leaves', () => {
    for (let k = 0; k < 200; k++) {
      const [a, b] = [play(k, 'none'), play(k, 'discount-10')];
      const facts = (steps: (VisitStep | VisitEnd)[]) => steps.flatMap((s) => (isEnd(s) ? [] : [s.facts]));
      const common = Math.min(facts(a).length, facts(b).length);
      expect(facts(a).slice(0, common)).toEqual(facts(b).slice(0, common));
    }
  });

  it('speaks the contract: subjects, sessions, facts and contexts all pass its checks, times ascend', () => {
    for (let k = 0; k < 200; k++) {
      const visit = world.visit(k);
      expect(subjectText(visit.subject, 'subject')).toBe(visit.subject);
      expect(sessionText(visit.session, 'session')).toBe(visit.session);
      expect(visit.anonymous === null).toBe(visit.known);
      if (visit.anonymous !== null) expect(visit.anonymous.length).toBeGreaterThanOrEqual(16);
      let at = visit.startedAt;
      for (const step of play(k)) {
        if (isEnd(step)) continue;
        checkContext(step.context, 'context');
        for (const fact of step.facts) {
          checkFact(fact, 'fact');
          expect(fact.at).toBeGreaterThanOrEqual(at);
          at = fact.at;
        }
        expect(step.at).toBeGreaterThanOrEqual(at);
        at = step.at;
      }
    }
  });

  it('asks once, at the first checkout step with friction enough or on the first payment step', () => {
    for (let k = 0; k < 300; k++) {
      const steps = play(k).flatMap((s) => (isEnd(s) ? [] : [s]));
      const asks = steps.filter(({ asks }) => asks !== null);
      expect(asks.length).toBeLessThanOrEqual(1);
      const tape = world.tape(k);
      const total = (i: number) => (tape.steps[i]?.total ?? []).reduce((sum, x) => sum + x, 0);
      const rule = tape.steps.findIndex(
        ({ stage }, i) =>
          stage === 'payment' || (['cart', 'shipping'].includes(stage) && total(i) >= ASK_UNITS),
      );
      expect(tape.askStep).toBe(rule);
    }
  });

  it('is a shop one could believe in', () => {
    const population = evaluationPopulation(world, 4000, 3);
    const reach = population.reduce((sum, { truth }) => sum + truth.reachAsk, 0);
    const orders = population.reduce(
      (sum, { truth }) => sum + truth.reachAsk * (truth.byAction[0]?.convert ?? 0),
      0,
    );
    expect(orders / reach).toBeGreaterThan(0.35);
    expect(orders / reach).toBeLessThan(0.5);
    const control = controlValue(population).value;
    const best = bestConstantArm(population);
    expect(best.trueValue / control).toBeGreaterThan(1.01);
    expect(best.trueValue / control).toBeLessThan(1.08);
    expect(constantValue(population, 'discount-10').value).toBeLessThan(control);
    const oracle = oracleValue(population);
    expect(oracle.value / control).toBeGreaterThan(1.1);
    expect(oracle.value / control).toBeLessThan(1.3);
    expect(Math.min(...oracle.shares)).toBeGreaterThan(0.02);
    // Help that harms some: a chat offered to hurried people on a phone.
    const harmed = population.filter(
      ({ truth }) => (truth.byAction[4]?.convert ?? 0) < (truth.byAction[0]?.convert ?? 0),
    );
    expect(harmed.length / population.length).toBeGreaterThan(0.3);
    expect(DEFAULT_ACTIONS[4]?.id).toBe('chat-offer');
  });

  it('never lets the oracle pass its budget, nor win by having less', () => {
    const population = evaluationPopulation(world, 2000, 4);
    let before = controlValue(population).value;
    for (const budget of [0, 2, 8, 20, 1000]) {
      const { value, spend } = oracleValue(population, budget);
      expect(spend).toBeLessThanOrEqual(budget + 1e-9);
      expect(value).toBeGreaterThanOrEqual(before - 1e-9);
      before = value;
    }
  });

  it('has a history that ends before the first visit, and knows gaps', () => {
    const rows = [...customerHistory(world)];
    expect(Math.max(...rows.map(({ at }) => at))).toBeLessThan(world.options.startAt);
    expect(rows.some(({ kind, mobile }) => kind === 'order' && mobile === null)).toBe(true);
    const price = (subject: string) => world.person(Number(subject.slice(1))).traits.priceSensitivity;
    const orders = rows.filter(({ kind }) => kind === 'order');
    const mean = (list: typeof orders) =>
      list.reduce((sum, { subject }) => sum + price(subject), 0) / list.length;
    expect(mean(orders.filter(({ coupon }) => coupon === 1))).toBeGreaterThan(
      mean(orders.filter(({ coupon }) => coupon === 0)) + 0.5,
    );
  });
});
