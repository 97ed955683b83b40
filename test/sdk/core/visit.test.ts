import {
  checkPageLine,
  closeStep,
  DEFAULT_FRICTION_MODEL,
  DEFAULT_HAZARD_MODEL,
  dequantise,
  type Fact,
  hazard,
  type PageLine,
  startFriction,
  survive,
} from '@causeway/contract';
import { createVisit, type Felt } from '@causeway/sdk/core';
import { describe, expect, it } from 'vitest';
import { createFakeEdge, PAGE_MODEL, PROFILE } from './fake-edge.ts';

const press: Felt = { kind: 'dead-click', role: 'button', value: 1 };
const slow: Felt = { kind: 'slow-answer', role: 'submit', value: 1234.5 };

describe('the fold of a visit', () => {
  it('gives what the contract gives, step by step, before and after the release is there', async () => {
    const edge = await createFakeEdge({ stage: 'product' });
    const visit = createVisit(edge.options);
    const lines: PageLine[] = [];
    visit.on('line', (line) => lines.push(line));
    let [state, survival] = [startFriction(), 1];
    const check = (facts: Felt[], closedBy: string, models: typeof PAGE_MODEL | null, z: number[]) => {
      const line = checkPageLine(lines.at(-1), 'line');
      if (line.kind !== 'step') throw new Error(`got ${line.kind}`);
      state = closeStep(models?.friction ?? DEFAULT_FRICTION_MODEL, state, facts as Fact[]);
      const at = { stage: line.stage, step: state.step, z, phi: state.phi };
      const lambda = hazard(models?.hazard ?? DEFAULT_HAZARD_MODEL, at);
      survival = survive(survival, lambda);
      expect(line.closedBy).toBe(closedBy);
      expect([line.step, line.phi, line.index, line.smoothed]).toEqual([
        state.step,
        state.phi,
        state.index,
        state.smoothed,
      ]);
      expect([line.hazard, line.survival]).toEqual([lambda, survival]);
      expect(line.model).toBe(models === null ? null : PROFILE.model);
    };
    const none = new Array<number>(8).fill(0);
    visit.feel(press);
    visit.feel(slow);
    visit.moveTo('cart');
    check([press, slow], 'stage', null, none);
    await visit.start();
    expect(visit.state()).toMatchObject({ signed: true, model: PROFILE.model, release: PROFILE.release });
    visit.feel(press);
    edge.now += 700;
    visit.setCart({ items: 2, cents: 5000 });
    check([press], 'cart', PAGE_MODEL, dequantise(PROFILE.z));
    expect(lines.at(-1)).toMatchObject({ context: { cartItems: 2, cartCents: 5000, elapsedMs: 700 } });
    visit.feel(slow);
    edge.now += 4999;
    visit.tick();
    expect(lines).toHaveLength(2);
    edge.now += 1;
    visit.tick();
    check([slow], 'time', PAGE_MODEL, dequantise(PROFILE.z));
  });

  it('closes by time on active time inside cart and checkout alone', async () => {
    const edge = await createFakeEdge();
    const visit = createVisit(edge.options);
    const steps: string[] = [];
    visit.on('step', ({ stage, closedBy }) => steps.push(`${stage}:${closedBy}`));
    edge.now += 60_000;
    visit.tick();
    visit.moveTo('cart');
    edge.now += 60_000;
    visit.tick(false);
    edge.now += 4000;
    visit.tick();
    visit.moveTo('cart');
    visit.setCart({ items: 0, cents: 0 });
    expect(steps).toEqual(['landing:stage']);
    edge.now += 1000;
    visit.tick();
    edge.now += 1;
    visit.end('left');
    expect(steps).toEqual(['landing:stage', 'cart:time', 'cart:end']);
  });

  it('closes one step for a basket and a stage that change in the same moment', async () => {
    const edge = await createFakeEdge({ stage: 'product' });
    const visit = createVisit(edge.options);
    visit.setCart({ items: 1, cents: 900 });
    visit.moveTo('cart');
    expect(visit.state()).toMatchObject({ stage: 'cart', step: 2, closed: { step: 1, closedBy: 'cart' } });
  });

  it('previews the open step as it would close, and changes nothing by that', async () => {
    const edge = await createFakeEdge({ stage: 'payment' });
    const visit = createVisit(edge.options);
    visit.feel({ kind: 'payment-failed', role: 'pay', value: 1 });
    const { phi, index, smoothed, hazard: lambda, survival, step } = visit.state();
    expect(visit.state().hazard).toBe(lambda);
    visit.closeStep('time');
    expect(visit.state().closed).toMatchObject({ phi, index, smoothed, hazard: lambda, survival, step });
  });

  it('goes on from a snapshot as if the page had never changed', async () => {
    const edge = await createFakeEdge({ stage: 'cart' });
    const whole = createVisit(edge.options);
    const first = createVisit(edge.options);
    for (const visit of [whole, first]) {
      visit.feel(press);
      visit.moveTo('shipping');
      visit.feel(slow);
    }
    const resume = JSON.parse(JSON.stringify(first.snapshot()));
    const second = createVisit({ ...edge.options, resume, page: 'second' });
    for (const visit of [whole, second]) {
      visit.feel(press);
      visit.moveTo('payment');
    }
    const { id: _, ...expected } = whole.state().closed ?? { id: '' };
    expect(second.state().closed).toMatchObject(expected);
    expect(second.state().closed?.id).not.toBe(whole.state().closed?.id);
  });

  it('asks for a trigger once a point and visit, when the hazard reaches the release’s bound', async () => {
    const edge = await createFakeEdge({ stage: 'payment', pageModel: PAGE_MODEL });
    const visit = createVisit(edge.options);
    const points: string[] = [];
    visit.on('trigger', ({ point }) => points.push(point));
    visit.closeStep('time');
    expect(points).toEqual([]);
    for (let k = 0; k < 3; k++) {
      visit.feel({ kind: 'payment-failed', role: 'pay', value: 3 });
      visit.closeStep('time');
    }
    expect(points).toEqual(['help']);
  });
});

describe('bad input', () => {
  const visits = async () => {
    const edge = await createFakeEdge();
    return createVisit(edge.options);
  };
  it.each([
    ['an unknown kind', 'bad-fact', { kind: 'nothing', role: 'x', value: 1 }],
    ['a role with a label in it', 'bad-fact', { ...press, role: 'Pay now, Ann' }],
    ['a value that is no number', 'bad-fact', { ...press, value: Number.NaN }],
    ['a further key', 'bad-fact', { ...press, text: 'secret' }],
    ['nothing', 'bad-fact', null],
  ])('counts %s and feels nothing', async (_, reason, fact) => {
    const visit = await visits();
    visit.feel(fact as Felt);
    expect(visit.state().facts).toEqual([]);
    expect(visit.state().drops).toEqual({ [reason]: 1 });
  });

  it('counts a bad stage, cart, line and facts over the limit; nothing throws', async () => {
    const visit = await visits();
    visit.moveTo('kitchen' as never);
    visit.setCart({ items: -1, cents: 0 });
    visit.setCart(null as never);
    visit.action('not a digest', 'acted');
    for (let k = 0; k < 100; k++) visit.feel(press);
    expect(visit.state().drops).toEqual({
      'bad-stage': 1,
      'bad-cart': 2,
      'bad-decision': 1,
      'facts-over-limit': 20,
    });
  });

  it('survives a listener of drops that throws: it is not told of its own failure', async () => {
    const visit = await visits();
    const told: string[] = [];
    visit.on('drop', ({ reason }) => {
      told.push(reason);
      throw new Error('broken');
    });
    visit.moveTo('kitchen' as never);
    expect(told).toEqual(['bad-stage']);
    expect(visit.state().drops).toEqual({ 'bad-stage': 1, 'listener-failed': 1 });
  });

  it('survives a hearer of all events that throws, and counts it', async () => {
    const edge = await createFakeEdge();
    const visit = createVisit({
      ...edge.options,
      onEvent: () => {
        throw new Error('theirs');
      },
    });
    visit.feel({ kind: 'dead-click', role: 'button', value: 1 });
    visit.moveTo('nowhere' as never);
    expect(visit.state()).toMatchObject({ facts: [{ kind: 'dead-click' }] });
    expect(visit.state().drops).toEqual({ 'bad-stage': 1, 'listener-failed': 2 });
  });

  it('asks for no trigger by a hazard that is no number', async () => {
    const edge = await createFakeEdge();
    const hazard = { ...PAGE_MODEL.hazard, alpha: [] };
    const visit = createVisit({ ...edge.options, pageModel: { ...PAGE_MODEL, hazard } });
    const triggers: string[] = [];
    visit.on('trigger', ({ point }) => triggers.push(point));
    visit.moveTo('cart');
    expect(visit.state().closed?.hazard).toBeNaN();
    expect(triggers).toEqual([]);
  });

  it('survives a listener and a hazard runtime that throw', async () => {
    const edge = await createFakeEdge({
      hazardRuntime: () => ({
        lambda: () => {
          throw new Error('broken');
        },
      }),
    });
    const visit = createVisit(edge.options);
    visit.on('friction', () => {
      throw new Error('broken');
    });
    visit.feel(press);
    visit.moveTo('cart');
    const { phi, step } = visit.state().closed ?? { phi: [], step: 0 };
    const z = new Array<number>(8).fill(0);
    expect(visit.state().closed?.hazard).toBe(
      hazard(DEFAULT_HAZARD_MODEL, { stage: 'landing', step, z, phi }),
    );
    await expect(visit.decide('help', [])).resolves.toMatchObject({ action: 'none', reason: 'no-profile' });
    expect(visit.state().drops).toMatchObject({
      'listener-failed': 1,
      'hazard-failed': expect.any(Number),
      'decision-no-profile': 1,
    });
    expect(edge.requests).toEqual([]);
  });
});
