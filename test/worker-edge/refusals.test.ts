import type { FaultCode } from '@causeway/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { askAt, ORIGIN, openShop, type Shop } from './fixture.ts';
import { type Case, expectRefusal } from './refusal.ts';

let shop: Shop;
let token: string;
beforeAll(async () => {
  shop = await openShop();
  await shop.publish({ sequence: 5 });
  ({ token } = await shop.visit('session-01', 'person-1'));
});
afterAll(() => shop.edge.stop());

const json = { 'content-type': 'application/json', origin: ORIGIN };

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
];

it.each(CASES)('refuses $name with $code', ({ code, send }) => expectRefusal(code, send));

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

it('takes a packed body for what it is, and never unpacks it', async () => {
  const { gzipSync } = await import('node:zlib');
  const bomb = gzipSync(Buffer.alloc(50_000_000, 32));
  for (const bytes of [bomb, gzipSync('{"version":1}')]) {
    const answer = await fetch(`${shop.edge.url}/v1/log`, {
      method: 'POST',
      headers: { ...json, 'content-encoding': 'gzip' },
      body: bytes,
    });
    expect(((await answer.json()) as { error: { code: string } }).error.code).toBe('bad-json');
  }
  const answer = await fetch(`${shop.edge.url}/v1/decision`, {
    method: 'POST',
    headers: { ...json, 'content-encoding': 'gzip' },
    body: bomb,
  });
  expect(answer.status).toBe(413);
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

it.each([
  ['LEASE_SECONDS', 'soon'],
  ['ORIGINS', 'https://shop.example/cart'],
])(
  'names the var %s when it is malformed, and says 503: what a page holds is not refused for good',
  async (name, value) => {
    const wrong = await openShop({
      vars: { [name]: value },
      ...(name === 'ORIGINS' ? { origins: [value] } : {}),
    });
    try {
      const answer = await wrong.call('GET', '/v1/health');
      expect([answer.status, answer.body.error?.code, answer.body.error?.at]).toEqual([
        503,
        'bad-config',
        name,
      ]);
    } finally {
      await wrong.edge.stop();
    }
  },
);
