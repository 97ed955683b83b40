import { DEFAULT_ACTIONS } from '@causeway/contract';
import type { Tape } from '@causeway/offline/simulator';
import { chance, createWorld, isEnd, playVisit, truthOf } from '@causeway/offline/simulator';
import { describe, expect, it } from 'vitest';

const world = createWorld({ seed: 11, people: 400 });

/** Plays a tape with fresh luck and returns whether it was asked, and what it brought. */
const replay = (
  tape: Tape,
  action: string,
  seed: number,
): { asked: boolean; net: number; ordered: boolean } => {
  const luck = chance(seed, 77, tape.visit);
  const visit = playVisit({
    ...tape,
    steps: tape.steps.map((step) => ({ ...step, uniform: luck.uniform() })),
  });
  let asked = false;
  for (;;) {
    const next = visit.next();
    if (isEnd(next)) {
      const order = next.order;
      return {
        asked,
        ordered: order !== undefined,
        net: order === undefined ? 0 : order.marginCents - order.redeemedCents,
      };
    }
    if (next.asks !== null) {
      asked = true;
      visit.receive(action);
    }
  }
};

describe('truth of a visit', () => {
  it('equals the mean of many replays with fresh luck, for every action', () => {
    const replays = 3000;
    for (const k of [0, 3, 8, 21]) {
      const tape = world.tape(k);
      const truth = truthOf(tape);
      DEFAULT_ACTIONS.forEach(({ id, handlingCents }, a) => {
        const runs = Array.from({ length: replays }, (_, r) => replay(tape, id, 1000 * a + r));
        const reached = runs.filter(({ asked }) => asked);
        const share = reached.length / replays;
        const reachError = Math.sqrt((truth.reachAsk * (1 - truth.reachAsk)) / replays);
        expect(Math.abs(share - truth.reachAsk)).toBeLessThan(4.5 * reachError + 1e-9);
        const { convert, netMargin } = truth.byAction[a] as (typeof truth.byAction)[number];
        const converted = reached.filter(({ ordered }) => ordered).length / reached.length;
        const error = Math.sqrt((convert * (1 - convert)) / reached.length);
        expect(Math.abs(converted - convert)).toBeLessThan(4.5 * error);
        const net = reached.reduce((sum, run) => sum + run.net, 0) / reached.length - handlingCents;
        const worth = Math.abs(netMargin + handlingCents) / convert;
        expect(Math.abs(net - netMargin)).toBeLessThan(4.5 * error * worth + 1e-6);
      });
    }
  });

  it('is worth nothing before the ask: a shop that always asks has no unasked value', () => {
    for (let k = 0; k < 50; k++) expect(truthOf(world.tape(k)).unaskedValue).toBe(0);
  });

  it('gives the reach of the ask as the survival of the steps until it', () => {
    const tape = world.tape(5);
    const { trueHazard, reachAsk } = truthOf(tape);
    const survival = trueHazard.slice(0, tape.askStep + 1).reduce((s, hazard) => s * (1 - hazard), 1);
    expect(reachAsk).toBeCloseTo(survival, 12);
  });
});
