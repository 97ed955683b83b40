import {
  checkPageLine,
  digest,
  type PageLine,
  type PageModel,
  sha256,
  toHex,
  utf8,
} from '@causeway/contract';
import { createVisit, type SendAnswer, type Visit } from '@causeway/sdk/core';
import { describe, expect, it } from 'vitest';
import { until } from '../../support/until.ts';
import {
  createFakeEdge,
  type FakeEdge,
  only,
  PAGE_MODEL,
  PROFILE,
  RECEIPT,
  silence,
  status,
} from './fake-edge.ts';

const DECISION = '/v1/decision';
const asks = (edge: FakeEdge) => edge.requests.filter(({ path }) => path === DECISION).length;
const ready = async (edge: FakeEdge): Promise<{ visit: Visit; lines: PageLine[] }> => {
  const visit = createVisit(edge.options);
  const lines: PageLine[] = [];
  visit.on('line', (line) => lines.push(line));
  await visit.start();
  visit.moveTo('cart');
  return { visit, lines };
};

describe('decide', () => {
  it('asks with the last closed step and returns the answer', async () => {
    const edge = await createFakeEdge();
    const { visit, lines } = await ready(edge);
    visit.feel({ kind: 'refill', role: 'field:text', value: 1 });
    visit.moveTo('shipping');
    const decided = await visit.decide('help', ['form-help']);
    const decision = digest(['decision', 'help', 2]);
    expect(decided).toEqual({ action: 'form-help', decision, propensity: 0.5 });
    const { ask, session } = JSON.parse(edge.requests.find(({ path }) => path === DECISION)?.body ?? '');
    expect(session).toBe('aaaa.bbbb.cccc');
    expect(ask).toMatchObject({
      point: 'help',
      offered: ['form-help'],
      state: { stage: 'cart', step: 2, smoothedBefore: 0 },
    });
    expect(ask.state.d).toEqual(ask.state.total);
    expect(lines.at(-1)).toMatchObject({ kind: 'asked', result: 'answered', decision, step: 2, tookMs: 0 });
  });

  it('closes a first step when there is none yet', async () => {
    const edge = await createFakeEdge();
    const visit = createVisit(edge.options);
    await visit.start();
    await expect(visit.decide('help', ['form-help'])).resolves.toMatchObject({ action: 'form-help' });
    expect(visit.state().closed).toMatchObject({ step: 1, stage: 'landing' });
  });

  it('asks once a point and step; another point or step asks anew', async () => {
    const edge = await createFakeEdge();
    const { visit } = await ready(edge);
    const first = visit.decide('help', ['form-help']);
    expect(visit.decide('help', ['form-help'])).toBe(first);
    await first;
    expect(visit.decide('help', [])).toBe(first);
    expect(asks(edge)).toBe(1);
    await visit.decide('offer', ['form-help']);
    edge.now += 1;
    visit.closeStep('time');
    await visit.decide('help', ['form-help']);
    expect(asks(edge)).toBe(3);
  });

  it('waits, within the deadline, for a profile that is on its way', async () => {
    const edge = await createFakeEdge();
    const visit = createVisit(edge.options);
    void visit.start();
    await expect(visit.decide('help', ['form-help'])).resolves.toMatchObject({ action: 'form-help' });
  });

  it('sends the newest session token with the next ask and the log, and each receipt once', async () => {
    const edge = await createFakeEdge();
    const { visit } = await ready(edge);
    await visit.decide('help', ['form-help']);
    await visit.decide('offer', ['form-help']);
    await visit.flush();
    await visit.flush();
    const sessions = edge.requests.slice(2).map(({ body }) => JSON.parse(body).session);
    expect(sessions).toEqual(['aaaa.bbbb.cccc', 'newer.newer.newer', 'newer.newer.newer']);
    expect(edge.receipts).toEqual([RECEIPT, RECEIPT]);
  });
});

type Answering = Parameters<typeof only>[1];
const network = () => Promise.reject(new TypeError('network'));
const text = (body: string) => Promise.resolve({ status: 200, body });
const named = (name: string) => () => Promise.reject(Object.assign(new Error(name), { name }));

describe('every fault of a decision is `none` with a reason, and an asked line', () => {
  it.each<[string, Answering, string, string]>([
    ['no answer', silence, 'timeout', 'timeout'],
    ['an aborted request', named('AbortError'), 'timeout', 'timeout'],
    ['a timeout of the transport', named('TimeoutError'), 'timeout', 'timeout'],
    ['a network fault', network, 'offline', 'offline'],
    ['400', () => status(400), 'refused', 'status-400'],
    ['401', () => status(401), 'refused', 'status-401'],
    ['429', () => status(429, { retryAfterMs: 10 }), 'refused', 'status-429'],
    ['503', () => status(503), 'refused', 'status-503'],
    ['a body that is no JSON', () => text('<html>'), 'bad-answer', 'bad-json'],
    ['an empty object', () => text('{}'), 'bad-answer', 'bad-field'],
  ])('%s', async (_, fault, result, reason) => {
    const edge = await createFakeEdge();
    const { visit, lines } = await ready(edge);
    edge.fault = only(DECISION, fault);
    const decided = await visit.decide('help', ['form-help']);
    expect(decided).toEqual({ action: 'none', decision: null, propensity: null, reason });
    expect(lines.at(-1)).toMatchObject({ kind: 'asked', point: 'help', step: 1, result });
    expect(visit.state().drops).toEqual({ [`decision-${result}`]: 1 });
  });

  it('refuses an action that was not offered', async () => {
    const edge = await createFakeEdge();
    const { visit } = await ready(edge);
    edge.decision = { action: 'discount-10' };
    await expect(visit.decide('help', ['form-help'])).resolves.toMatchObject({
      action: 'none',
      reason: 'unknown-action',
    });
  });

  it('sends nothing for a malformed point or offer', async () => {
    const edge = await createFakeEdge();
    const { visit } = await ready(edge);
    for (const [point, offered] of [
      ['Not A Point', []],
      ['help', ['Bad Action']],
      ['help', null],
    ] as const) {
      edge.now += 1;
      visit.closeStep('time');
      await expect(visit.decide(point, offered as unknown as string[])).resolves.toMatchObject({
        action: 'none',
      });
    }
    expect(asks(edge)).toBe(0);
  });

  it('has an answer within the deadline, and keeps the receipt of a late one', async () => {
    const edge = await createFakeEdge();
    const { visit } = await ready(edge);
    let answerLate = (_: SendAnswer) => {};
    edge.fault = only(DECISION, () => new Promise((resolve) => (answerLate = resolve)));
    const decided = visit.decide('help', ['form-help']);
    await until(() => expect(edge.deadlines()).toEqual([40]));
    edge.lapse();
    await expect(decided).resolves.toMatchObject({ action: 'none', reason: 'timeout' });
    edge.fault = () => null;
    answerLate(
      await edge.send(
        {
          path: DECISION,
          method: 'POST',
          contentType: '',
          body: '{"ask":{"point":"help","state":{"step":1}}}',
        },
        1,
      ),
    );
    await Promise.resolve();
    await visit.flush();
    expect(edge.receipts).toEqual([RECEIPT]);
  });
});

const foreign = { ...PROFILE, model: digest('another model') };
describe('every fault of the start leaves the prior or the default model, counted', () => {
  it.each([
    ['no answer', only('/v1/profile', silence), 'profile-timeout'],
    ['a network fault', only('/v1/profile', network), 'profile-failed'],
    ['500', only('/v1/profile', () => status(500)), 'profile-bad-token'],
    ['no JSON', only('/v1/profile', () => text('?')), 'profile-failed'],
    [
      'a forged token',
      only('/v1/profile', () => text('{"version":1,"profile":"a.b.c","session":"a.b.c"}')),
      'profile-bad-token',
    ],
  ] as const)('profile: %s', async (_, fault, reason) => {
    const edge = await createFakeEdge();
    edge.fault = fault;
    const visit = createVisit(edge.options);
    await visit.start();
    expect(visit.state()).toMatchObject({ signed: false, model: null, drops: { [reason]: 1 } });
    await expect(visit.decide('help', [])).resolves.toMatchObject({ action: 'none', reason: 'no-profile' });
  });

  it('profile: a token for another origin, an expired one, or another key', async () => {
    for (const more of [{ origin: 'https://other.example' }, { keys: [] }]) {
      const edge = await createFakeEdge(more);
      const visit = createVisit(edge.options);
      await visit.start();
      expect(visit.state()).toMatchObject({ signed: false, drops: { 'profile-bad-token': 1 } });
    }
    const edge = await createFakeEdge();
    edge.now += 7_200_000;
    const visit = createVisit(edge.options);
    await visit.start();
    expect(visit.state().drops).toEqual({ 'profile-bad-token': 1 });
  });

  it.each<[string, typeof PROFILE, Answering, string]>([
    ['404', PROFILE, () => status(404), 'model-not-found'],
    ['another text', PROFILE, () => text('{"kind":"page-model"}'), 'model-bad-release'],
    ['another digest', foreign, () => null, 'model-bad-release'],
    ['no answer', PROFILE, silence, 'model-timeout'],
  ])('model: %s', async (_, profile, fault, reason) => {
    const edge = await createFakeEdge();
    edge.profile = profile;
    edge.fault = only('/v1/release/', fault);
    const visit = createVisit(edge.options);
    await visit.start();
    expect(visit.state()).toMatchObject({ signed: true, model: null, drops: { [reason]: 1 } });
    await expect(visit.decide('help', ['form-help'])).resolves.toMatchObject({ action: 'form-help' });
  });

  const hazardOf = ({ alpha, ...rest }: PageModel['hazard']) => rest;
  it.each<[string, unknown, string]>([
    ['another kind', { ...PAGE_MODEL, kind: 'release' }, 'model-unknown-version'],
    ['another version', { ...PAGE_MODEL, version: 2 }, 'model-unknown-version'],
    ['no friction', { ...PAGE_MODEL, friction: undefined }, 'model-failed'],
    [
      'an index weight that is missing',
      { ...PAGE_MODEL, friction: { ...PAGE_MODEL.friction, q: [1] } },
      'model-failed',
    ],
    [
      'a weight that is no number',
      {
        ...PAGE_MODEL,
        friction: { ...PAGE_MODEL.friction, beta: null, q: PAGE_MODEL.friction.q.map(() => 'x') },
      },
      'model-bad-model',
    ],
    ['no stages’ levels', { ...PAGE_MODEL, hazard: hazardOf(PAGE_MODEL.hazard) }, 'model-failed'],
    [
      'a level of the first stage alone',
      { ...PAGE_MODEL, hazard: { ...PAGE_MODEL.hazard, alpha: [-2] } },
      'model-bad-model',
    ],
    ['a trigger without a bound', { ...PAGE_MODEL, trigger: { points: [] } }, 'model-bad-model'],
    ['no trigger', { ...PAGE_MODEL, trigger: undefined }, 'model-failed'],
    ['null', null, 'model-failed'],
  ])('a signed model that is malformed leaves the one before, counted: %s', async (_, model, reason) => {
    const edge = await createFakeEdge();
    const body = JSON.stringify(model);
    edge.profile = { ...PROFILE, model: toHex(sha256(utf8(body))) };
    edge.fault = only('/v1/release/', () => text(body));
    const visit = createVisit(edge.options);
    await visit.start();
    visit.feel({ kind: 'payment-failed', role: 'pay', value: 3 });
    visit.moveTo('cart');
    const { drops, signed, model: digestOf, closed } = visit.state();
    expect([drops[reason], signed, digestOf, closed?.model]).toEqual([1, true, null, null]);
    expect(closed?.hazard).toBeGreaterThan(0);
    checkPageLine(closed, 'line');
  });

  it.each([
    ['no z', { z: undefined }],
    ['a short z', { z: [1, 2] }],
    ['a z of texts', { z: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] }],
  ])('a signed profile that is malformed leaves the prior, counted: %s', async (_, part) => {
    const edge = await createFakeEdge();
    edge.profile = { ...PROFILE, ...part } as never;
    const visit = createVisit(edge.options);
    await visit.start();
    visit.moveTo('cart');
    expect(visit.state()).toMatchObject({ signed: false, closed: { step: 1 } });
    expect(Object.keys(visit.state().drops).join()).toMatch(/profile-(failed|bad-model)/);
  });

  it('asks anew when the profile that was kept is signed and malformed', async () => {
    const edge = await createFakeEdge({ anonymous: 'somebody' });
    edge.profile = { ...PROFILE, z: [1, 2] };
    const { body } = await edge.send({ path: '/v1/profile', method: 'POST', contentType: '', body: '' }, 1);
    edge.profile = PROFILE;
    const visit = createVisit({ ...edge.options, profileToken: JSON.parse(body).profile });
    await visit.start();
    expect(visit.state()).toMatchObject({ signed: true, profile: PROFILE, drops: { 'profile-failed': 1 } });
    await expect(visit.decide('help', ['form-help'])).resolves.toMatchObject({ action: 'form-help' });
  });

  it('works with no edge at all: steps and events, no request', async () => {
    const edge = await createFakeEdge({ edge: null });
    const { visit, lines } = await ready(edge);
    await expect(visit.decide('help', [])).resolves.toMatchObject({ action: 'none', reason: 'no-edge' });
    await visit.flush(true);
    expect(lines.map(({ kind }) => kind)).toEqual(['step', 'asked']);
    expect([edge.requests.length, visit.state().queue]).toEqual([0, 0]);
  });
});
