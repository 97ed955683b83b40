import { checkErrorBody, FAULTS, type FaultCode, SIGNATURE_HEADER, signRequest } from '@causeway/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Answer, askAt, first, hmacOf, ORIGIN, openShop, type Shop, sealRelease } from './fixture.ts';

let shop: Shop;
let token: string;
beforeAll(async () => {
  shop = await openShop();
  await shop.publish({ sequence: 5 });
  ({ token } = await shop.visit('session-01', 'person-1'));
});
afterAll(() => shop.edge.stop());

const json = { 'content-type': 'application/json', origin: ORIGIN };
type Case = { name: string; code: FaultCode; send: () => Promise<Answer> };

const raw = (
  name: string,
  code: FaultCode,
  path: string,
  body: string,
  headers: Record<string, string> = json,
): Case => ({
  name,
  code,
  send: () => shop.call('POST', path, body, headers),
});
const posted = (name: string, code: FaultCode, path: string, value: () => unknown): Case => ({
  name,
  code,
  send: () => shop.page(path, value()),
});
const profile = (name: string, code: FaultCode, over: Record<string, unknown>): Case =>
  posted(name, code, '/v1/profile', () => ({
    version: 1,
    session: 'session-99',
    anonymous: 'a'.repeat(20),
    ...over,
  }));
const decision = (name: string, code: FaultCode, change: (ask: ReturnType<typeof askAt>) => unknown): Case =>
  posted(name, code, '/v1/decision', () => ({ version: 1, session: token, ask: change(askAt(1)) }));
const state = (name: string, over: Record<string, unknown>): Case =>
  decision(name, 'bad-field', (ask) => ({ ...ask, state: { ...ask.state, ...over } }));
const context = (name: string, over: Record<string, unknown>): Case =>
  decision(name, 'bad-field', (ask) => ({
    ...ask,
    state: { ...ask.state, context: { ...ask.state.context, ...over } },
  }));

const signed = async (
  method: string,
  path: string,
  body: string,
  key: 'shop' | 'offline',
  now = Date.now(),
): Promise<Answer> => {
  const header = await signRequest({ method, path, body }, now, await hmacOf(first(shop.edge.keys[key])));
  return shop.call(method, path, body === '' ? undefined : body, { [SIGNATURE_HEADER]: header });
};
const order = (over: Record<string, unknown> = {}) => ({
  kind: 'outcome',
  id: 'order-1',
  at: Date.now(),
  subject: 'person-1',
  session: 'session-01',
  type: 'order',
  revenueCents: 8000,
  marginCents: 3000,
  redeemed: null,
  ...over,
});
const outcome = (name: string, code: FaultCode, over: Record<string, unknown>): Case => ({
  name,
  code,
  send: () => signed('POST', '/v1/outcome', JSON.stringify(order(over)), 'shop'),
});
const publish = (
  name: string,
  code: FaultCode,
  release: (plain: Record<string, unknown>) => unknown,
): Case => ({
  name,
  code,
  send: async () => {
    const { release: plain } = await base();
    const sealed = await sealRelease(release(plain), shop.edge.keys);
    return signed('PUT', '/v1/admin/release', JSON.stringify({ version: 1, release: sealed }), 'offline');
  },
});
const base = async (): Promise<{ release: Record<string, unknown> }> => {
  const { firstRelease } = await import('@causeway/contract');
  const plain = firstRelease({
    createdAt: 1_700_000_000_000,
    budget: { id: 'b1', capCents: 1_000_000 },
    salt: 'test',
  });
  return { release: { ...plain, sequence: 6 } };
};
const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

const CASES: Case[] = [
  { name: 'an unknown path', code: 'not-found', send: () => shop.call('GET', '/v1/unknown') },
  { name: 'the root', code: 'not-found', send: () => shop.call('GET', '/') },
  { name: 'a route with a slash too many', code: 'not-found', send: () => shop.call('GET', '/v1/health/') },
  { name: 'GET on a POST route', code: 'wrong-method', send: () => shop.call('GET', '/v1/profile') },
  {
    name: 'DELETE on an admin route',
    code: 'wrong-method',
    send: () => shop.call('DELETE', '/v1/admin/release'),
  },
  { name: 'POST on health', code: 'wrong-method', send: () => shop.call('POST', '/v1/health', '{}') },
  raw('no origin', 'wrong-origin', '/v1/profile', '{}', { 'content-type': 'application/json' }),
  raw('another origin', 'wrong-origin', '/v1/profile', '{}', { ...json, origin: 'https://evil.example' }),
  raw('the origin with another scheme', 'wrong-origin', '/v1/profile', '{}', {
    ...json,
    origin: 'http://shop.example',
  }),
  raw('the origin with a port', 'wrong-origin', '/v1/profile', '{}', { ...json, origin: `${ORIGIN}:8443` }),
  raw('an empty body', 'bad-json', '/v1/profile', ''),
  raw('half a JSON', 'bad-json', '/v1/profile', '{"version":1,'),
  raw('a JSON bomb of brackets', 'bad-json', '/v1/log', deep(50_000)),
  raw('a JSON bomb inside a field', 'bad-json', '/v1/profile', `{"version":1,"session":${deep(3000)}}`),
  raw('a body that is a text', 'bad-field', '/v1/profile', '"hello"'),
  raw('a body that is null', 'bad-field', '/v1/profile', 'null'),
  raw('a body that is a list', 'bad-field', '/v1/decision', '[]'),
  raw(
    'a prototype in the body',
    'bad-field',
    '/v1/profile',
    '{"version":1,"session":"session-99","__proto__":{}}',
  ),
  raw('an oversized profile request', 'too-large', '/v1/profile', `{"version":1,"x":"${'x'.repeat(9000)}"}`),
  raw('an oversized decision request', 'too-large', '/v1/decision', ' '.repeat(16_385)),
  raw('an oversized beacon', 'too-large', '/v1/log', ' '.repeat(131_073)),
  profile('another version', 'unknown-version', { version: 2 }),
  profile('a version that is a text', 'bad-field', { version: '1' }),
  profile('a session that is too short', 'bad-field', { session: 'abc' }),
  profile('a session with a space', 'bad-field', { session: 'session 99' }),
  profile('an unknown key', 'bad-field', { email: 'someone' }),
  profile('an anonymous id with a colon', 'bad-field', { anonymous: `${'a'.repeat(18)}:x` }),
  profile('an anonymous id too long for a subject', 'bad-field', { anonymous: 'a'.repeat(60) }),
  profile('neither token nor anonymous id', 'bad-field', { anonymous: undefined }),
  profile('a subject token that is not one', 'bad-field', { subjectToken: 'xyz' }),
  profile('a forged subject token', 'bad-token', { subjectToken: 'eyJh.eyJh.eyJh' }),
  posted('a decision without a token', 'bad-field', '/v1/decision', () => ({ version: 1, ask: askAt(1) })),
  decision('an unknown action', 'unknown-action', (ask) => ({ ...ask, offered: ['form-help', 'free-car'] })),
  decision('an action that is not a text', 'bad-field', (ask) => ({ ...ask, offered: [7] })),
  decision('an unknown point name', 'bad-field', (ask) => ({ ...ask, point: 'Check out!' })),
  decision('no state', 'bad-field', ({ point, offered }) => ({ point, offered })),
  state('an unknown stage', { stage: 'moon' }),
  state('step 0', { step: 0 }),
  state('step 1.5', { step: 1.5 }),
  state('seven families', { d: new Array(7).fill(0) }),
  state('negative friction', { d: [-1, 0, 0, 0, 0, 0, 0, 0] }),
  state('inflated friction', { total: [1e9, 0, 0, 0, 0, 0, 0, 0] }),
  state('friction as text', { d: ['1', 0, 0, 0, 0, 0, 0, 0] }),
  state('a client’s own hazard', { hazard: 0.99 }),
  state('an infinite memory', { smoothedBefore: 1e300 }),
  context('a basket below zero', { cartCents: -1 }),
  context('a basket of half cents', { cartCents: 10.5 }),
  context('a value of a field', { email: 'someone' }),
  posted('a log without lines', 'bad-field', '/v1/log', () => ({ version: 1, session: token, receipts: [] })),
  posted('a log of 501 lines', 'bad-field', '/v1/log', () => ({
    version: 1,
    session: token,
    lines: new Array(501).fill(0),
    receipts: [],
  })),
  {
    name: 'a release by a bad name',
    code: 'bad-field',
    send: () => shop.call('GET', '/v1/release/..%2Flive'),
  },
  {
    name: 'a release that is not there',
    code: 'not-found',
    send: () => shop.call('GET', `/v1/release/${'0'.repeat(64)}`),
  },
  {
    name: 'an outcome without a signature',
    code: 'bad-signature',
    send: () => shop.call('POST', '/v1/outcome', '{}'),
  },
  {
    name: 'an outcome with a made-up signature',
    code: 'bad-signature',
    send: () =>
      shop.call('POST', '/v1/outcome', '{}', { [SIGNATURE_HEADER]: `t=1;kid=x;v1=${'A'.repeat(43)}` }),
  },
  {
    name: 'an outcome signed with the offline key',
    code: 'bad-signature',
    send: () => signed('POST', '/v1/outcome', JSON.stringify(order()), 'offline'),
  },
  {
    name: 'a release signed with the shop key',
    code: 'bad-signature',
    send: () => signed('PUT', '/v1/admin/release', '{}', 'shop'),
  },
  {
    name: 'a signature of six minutes ago',
    code: 'bad-signature',
    send: () => signed('POST', '/v1/outcome', JSON.stringify(order()), 'shop', Date.now() - 360_000),
  },
  {
    name: 'a signature of another path',
    code: 'bad-signature',
    send: async () => {
      const body = JSON.stringify({ version: 1, subject: 'person-1' });
      const key = await hmacOf(first(shop.edge.keys.offline));
      const header = await signRequest({ method: 'POST', path: '/v1/admin/rollback', body }, Date.now(), key);
      return shop.call('POST', '/v1/admin/erase', body, { [SIGNATURE_HEADER]: header });
    },
  },
  {
    name: 'a body changed after it was signed',
    code: 'bad-signature',
    send: async () => {
      const signer = await hmacOf(first(shop.edge.keys.shop));
      const request = { method: 'POST', path: '/v1/outcome', body: JSON.stringify(order()) };
      const header = await signRequest(request, Date.now(), signer);
      return shop.call('POST', '/v1/outcome', JSON.stringify(order({ marginCents: 9e8 })), {
        [SIGNATURE_HEADER]: header,
      });
    },
  },
  {
    name: 'the budget without a signature',
    code: 'bad-signature',
    send: () => shop.call('GET', '/v1/admin/budget'),
  },
  outcome('an outcome of an unknown type', 'bad-field', { type: 'gift' }),
  outcome('an outcome beyond all money', 'bad-field', { revenueCents: 1e12 }),
  outcome('a redemption of a decision that never was', 'not-found', {
    redeemed: { decision: 'a'.repeat(64), cents: 10 },
  }),
  publish('an older release', 'stale-release', (plain) => ({ ...plain, sequence: 4 })),
  publish('another release of the same sequence', 'stale-release', (plain) => ({
    ...plain,
    sequence: 5,
    note: 'x',
  })),
  publish('a release of another version', 'unknown-version', (plain) => ({ ...plain, version: 2 })),
  publish('a release of another state order', 'bad-release', (plain) => ({
    ...plain,
    stateNames: '0'.repeat(64),
  })),
  publish('a release with a row missing', 'bad-release', (plain) => {
    const policy = plain.policy as { effect: unknown[] };
    return { ...plain, policy: { ...policy, effect: policy.effect.slice(1) } };
  }),
  publish('a release that is no release', 'bad-field', () => ({ version: 1, kind: 'cake' })),
  {
    name: 'a release signed by a stranger',
    code: 'bad-release',
    send: async () => {
      const { makeDevKeys } = await import('@causeway/worker-edge/harness');
      const { release } = await base();
      const sealed = await sealRelease(release, await makeDevKeys());
      return signed('PUT', '/v1/admin/release', JSON.stringify({ version: 1, release: sealed }), 'offline');
    },
  },
  {
    name: 'a rollback to what never was',
    code: 'not-found',
    send: () =>
      signed('POST', '/v1/admin/rollback', JSON.stringify({ version: 1, digest: '1'.repeat(64) }), 'offline'),
  },
  {
    name: 'profiles of a malformed embedding',
    code: 'bad-field',
    send: () => {
      const profile = { kind: 'profile', version: 1, release: '0'.repeat(64), at: 1, z: [999], spread: 1 };
      const body = JSON.stringify({ version: 1, profiles: [{ subject: 'p', profile }] });
      return signed('PUT', '/v1/admin/profiles', body, 'offline');
    },
  },
  {
    name: 'an erasure of no one',
    code: 'bad-field',
    send: () => signed('POST', '/v1/admin/erase', JSON.stringify({ version: 1, subject: 'a b' }), 'offline'),
  },
];

it.each(CASES)('refuses $name with $code', async ({ code, send }) => {
  const answer = await send();
  const { error } = checkErrorBody(answer.body, 'answer');
  expect([error.code, answer.status]).toEqual([code, FAULTS[code].status]);
  expect(answer.headers.get('cache-control')).toBe('no-store');
});

it('is a table of at least 40, and none of them moved what is live or cost 5xx', async () => {
  expect(CASES.length).toBeGreaterThanOrEqual(40);
  const { body } = await shop.call<{ sequence: number; faults: Record<string, number> }>('GET', '/v1/health');
  expect(body.sequence).toBe(5);
  expect(body.faults.internal).toBeUndefined();
  expect(body.faults['bad-field']).toBeGreaterThan(10);
});

it('lets a page read the refusal', async () => {
  const answer = await shop.call('POST', '/v1/profile', '{', json);
  expect(answer.headers.get('access-control-allow-origin')).toBe(ORIGIN);
});

it('stops reading a body of undeclared length at the limit', async () => {
  const { request } = await import('node:http');
  const status = await new Promise<number>((resolve, reject) => {
    const sent = request(
      `${shop.edge.url}/v1/decision`,
      { method: 'POST', headers: { origin: ORIGIN } },
      (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      },
    );
    sent.on('error', reject);
    for (let k = 0; k < 40; k++) sent.write(' '.repeat(1000));
    sent.end();
  });
  expect(status).toBe(413);
});

it('names the key that is missing, and says 503', async () => {
  const { keys } = shop.edge;
  const poor = await openShop({ keys: { ...keys, receipt: [], draw: { kid: 'd', secret: 'short' } } });
  try {
    const health = await poor.call('GET', '/v1/health');
    expect(health.body).toMatchObject({ ok: false, missing: ['RECEIPT_KEYS', 'DRAW_KEY'] });
    await poor.publish();
    const visit = await poor.visit('session-01');
    const answer = await poor.decide(visit.token, askAt(1));
    expect([answer.status, answer.body.error?.code, answer.body.error?.at]).toEqual([
      503,
      'missing-key',
      'DRAW_KEY',
    ]);
    expect(answer.text).not.toContain('short');
  } finally {
    await poor.edge.stop();
  }
});
