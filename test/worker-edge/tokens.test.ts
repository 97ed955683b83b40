import { hmacKey, PURPOSES, type Purpose, seal, toBase64url, utf8 } from '@causeway/contract';
import { makeDevKeys } from '@causeway/worker-edge/harness';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askAt, first, hmacOf, ORIGIN, openShop, type Shop, subtle } from './fixture.ts';

let shop: Shop;
let token: string;
let profileToken: string;
let receipt: string;
let body: unknown;
beforeAll(async () => {
  shop = await openShop();
  await shop.publish();
  const subjectToken = await shop.client.subjectToken('person-1', ORIGIN, Date.now());
  const answer = await shop.page<{ profile: string; session: string }>('/v1/profile', {
    version: 1,
    session: 'session-01',
    subjectToken,
  });
  profileToken = answer.body.profile;
  token = answer.body.session;
  body = await shop.sessionOf(token);
  receipt = (await shop.decide(token, askAt(50))).body.receipt;
});
afterAll(() => shop.edge.stop());

const codeOf = async (session: string): Promise<string | undefined> =>
  (await shop.page('/v1/log', { version: 1, session, lines: [], receipts: [] })).body.error?.code;

type Part = Record<string, unknown>;
const part = (value: unknown): string => toBase64url(utf8(JSON.stringify(value)));
const claimsOf = (now: number): Part => ({
  pur: 'session',
  aud: ORIGIN,
  iat: Math.floor(now / 1000),
  exp: Math.floor(now / 1000) + 600,
  dat: body,
});
const headOf = (): Part => ({
  alg: 'HS256',
  kid: first(shop.edge.keys.session).kid,
  typ: 'causeway-session+jws',
});

/** A token with the right key and whatever header and claims. */
const forge = async (head: Part, claims: Part): Promise<string> => {
  const text = `${part(head)}.${part(claims)}`;
  const key = await hmacOf(first(shop.edge.keys.session));
  return `${text}.${toBase64url(await key.sign(utf8(text)))}`;
};

describe('tokens', () => {
  it('the forger of this test makes a good token when it changes nothing', async () => {
    expect(await codeOf(await forge(headOf(), claimsOf(Date.now())))).toBeUndefined();
  });

  it.each([
    ['alg none', { alg: 'none' }, {}],
    ['alg none in capitals', { alg: 'NONE' }, {}],
    ['an asymmetric alg with the symmetric key', { alg: 'EdDSA' }, {}],
    ['HS512', { alg: 'HS512' }, {}],
    ['another kid', { kid: 'nobody' }, {}],
    ['a kid of a prototype', { kid: '__proto__' }, {}],
    ['another typ', { typ: 'causeway-profile+jws' }, {}],
    ['a plain typ', { typ: 'JWT' }, {}],
    ['a critical header', { crit: ['b64'] }, {}],
    ['an embedded key', { jwk: { kty: 'oct', k: 'AA' } }, {}],
    ['another purpose', {}, { pur: 'receipt' }],
    ['another audience', {}, { aud: 'https://other.example' }],
    ['a list of audiences', {}, { aud: [ORIGIN] }],
    ['an expiry that is past', {}, { exp: 1 }],
    ['an expiry that is a text', {}, { exp: '9999999999' }],
    ['no expiry', {}, { exp: undefined }],
    ['an issue in the future', {}, { iat: 9_999_999_999 }],
    ['a body of another shape', {}, { dat: { session: 'session-01' } }],
    ['no body', {}, { dat: null }],
  ] as [string, Part, Part][])('refuses %s', async (_, head, claims) => {
    expect(await codeOf(await forge({ ...headOf(), ...head }, { ...claimsOf(Date.now()), ...claims }))).toBe(
      'bad-token',
    );
  });

  it('refuses a good token with any one of its bytes changed', async () => {
    const places = [...token].flatMap((c, k) => (c === '.' ? [] : [k]));
    expect(places.length).toBeGreaterThan(500);
    const codes = new Set<string | undefined>();
    for (let k = 0; k < places.length; k += 25)
      for (const code of await Promise.all(
        places.slice(k, k + 25).map((at) => {
          const other = token[at] === 'A' ? 'B' : 'A';
          return codeOf(token.slice(0, at) + other + token.slice(at + 1));
        }),
      ))
        codes.add(code);
    expect([...codes]).toEqual(['bad-token']);
  });

  it('refuses signatures of every wrong length without a 5xx', async () => {
    const [head, claims, signature = ''] = token.split('.');
    for (const length of [1, 2, 22, 42, 44, 86, 200]) {
      const other = `${head}.${claims}.${signature.repeat(5).slice(0, length)}`;
      expect(await codeOf(other)).toBe('bad-token');
      const subject = await shop.page('/v1/profile', {
        version: 1,
        session: 'session-02',
        subjectToken: other,
      });
      expect(subject.body.error?.code).toBe('bad-token');
    }
  });

  it('never takes a token of one purpose for another', async () => {
    expect(await codeOf(profileToken)).toBe('bad-token');
    expect(await codeOf(receipt)).toBe('bad-token');
    const subject = await shop.client.subjectToken('person-1', ORIGIN, Date.now());
    expect(await codeOf(subject)).toBe('bad-token');
    for (const subjectToken of [token, profileToken, receipt]) {
      const answer = await shop.page('/v1/profile', { version: 1, session: 'session-02', subjectToken });
      expect(answer.body.error?.code).toBe('bad-token');
    }
    const key = await hmacOf(first(shop.edge.keys.session));
    for (const purpose of PURPOSES.filter((name: Purpose) => name !== 'session')) {
      const now = Date.now();
      expect(await codeOf(await seal(body, { purpose, audience: ORIGIN, now, lifeMs: 60_000 }, key))).toBe(
        'bad-token',
      );
    }
    const answer = await shop.page('/v1/log', {
      version: 1,
      session: token,
      lines: [],
      receipts: [token, profileToken],
    });
    expect(answer.body).toMatchObject({ kept: 0, refused: 2 });
  });

  it('refuses a subject token of another shop, an expired one, and one that names an anonymous visitor', async () => {
    const code = async (subjectToken: string) =>
      (await shop.page('/v1/profile', { version: 1, session: 'session-02', subjectToken })).body.error?.code;
    const now = Date.now();
    expect(await code(await shop.client.subjectToken('person-1', 'https://other.example', now))).toBe(
      'bad-token',
    );
    expect(await code(await shop.client.subjectToken('person-1', ORIGIN, now - 86_400_000, 1000))).toBe(
      'bad-token',
    );
    expect(await code(await shop.client.subjectToken('anon:aaaaaaaaaaaaaaaaaaaa', ORIGIN, now))).toBe(
      'bad-token',
    );
    const stranger = await hmacKey(
      subtle,
      first(shop.edge.keys.subject).kid,
      crypto.getRandomValues(new Uint8Array(32)),
    );
    const forged = await seal(
      { subject: 'p' },
      { purpose: 'subject', audience: ORIGIN, now, lifeMs: 60_000 },
      stranger,
    );
    expect(await code(forged)).toBe('bad-token');
    expect(await code(await shop.client.subjectToken('person-1', ORIGIN, now))).toBeUndefined();
  });

  it('rotates every secret with no refusal: what the previous keys made still opens', async () => {
    const { keys } = shop.edge;
    const fresh = await makeDevKeys();
    const rotated = await openShop({
      keys: {
        ...keys,
        subject: [...fresh.subject, ...keys.subject],
        session: [...fresh.session, ...keys.session],
        receipt: [...fresh.receipt, ...keys.receipt],
        shop: [...fresh.shop, ...keys.shop],
        offline: [...fresh.offline, ...keys.offline],
        profile: [...fresh.profile, ...keys.profile],
      },
    });
    try {
      await rotated.publish();
      const old = await rotated.page('/v1/log', {
        version: 1,
        session: token,
        lines: [],
        receipts: [receipt],
      });
      expect(old.body).toMatchObject({ kept: 1, refused: 0 });
      const subjectToken = await shop.client.subjectToken('person-1', ORIGIN, Date.now());
      const visit = await rotated.page('/v1/profile', { version: 1, session: 'session-03', subjectToken });
      expect(visit.status).toBe(200);
      const jwks = await rotated.call<{ keys: { kid: string }[] }>('GET', '/v1/jwks');
      expect(jwks.body.keys.map(({ kid }) => kid)).toEqual([
        first(fresh.profile).kid,
        first(keys.profile).kid,
      ]);
    } finally {
      await rotated.edge.stop();
    }
  });

  it('limits how often one visit may ask, and no other', async () => {
    const noisy = await shop.visit('session-noisy');
    const quiet = await shop.visit('session-quiet');
    const statuses = new Set<number>();
    // The limit of 300 is by fixed minutes: 700 requests pass it in one minute or in the next, wherever the border falls.
    for (let k = 0; k < 14 && !statuses.has(429); k++) {
      const some = Array.from({ length: 50 }, () =>
        shop.page('/v1/log', { version: 1, session: noisy.token, lines: [], receipts: [] }),
      );
      for (const { status } of await Promise.all(some)) statuses.add(status);
    }
    expect([...statuses].sort()).toEqual([200, 429]);
    expect(await codeOf(quiet.token)).toBeUndefined();
  });
});
