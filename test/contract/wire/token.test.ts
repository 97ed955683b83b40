import {
  ed25519Signer,
  ed25519Verifier,
  Fault,
  hmacKey,
  type OpenOptions,
  open,
  type PrivateJwk,
  type Purpose,
  type Signer,
  seal,
  toBase64url,
  utf8,
  type Verifier,
} from '@causeway/contract';
import { CompactSign, compactVerify, importJWK } from 'jose';
import { beforeAll, expect, test } from 'vitest';

const NOW = 1_800_000_000_000;
const AUD = 'https://shop.test';
let hmac: Signer & Verifier;
let ed: { signer: Signer; verifier: Verifier; jwk: PrivateJwk };

beforeAll(async () => {
  hmac = await hmacKey(crypto.subtle, 'h1', utf8('0123456789abcdef0123456789abcdef'));
  const pair = (await crypto.subtle.generateKey({ name: 'Ed25519' }, true, [
    'sign',
    'verify',
  ])) as CryptoKeyPair;
  const exported = await crypto.subtle.exportKey('jwk', pair.privateKey);
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: exported.x, d: exported.d, kid: 'e1' } as PrivateJwk;
  ed = {
    signer: await ed25519Signer(crypto.subtle, jwk),
    verifier: await ed25519Verifier(crypto.subtle, jwk),
    jwk,
  };
});

const options = { purpose: 'session' as Purpose, audience: AUD, now: NOW };
const make = (body: unknown = { a: 1 }, more: object = {}, signer: Signer = hmac) =>
  seal(body, { ...options, lifeMs: 60_000, ...more }, signer);
const why = async (token: unknown, more: Partial<OpenOptions> = {}, keys?: Verifier[]) => {
  try {
    await open(token, { ...options, ...more }, keys ?? [hmac, ed.verifier]);
    return 'opened';
  } catch (error) {
    expect(error).toBeInstanceOf(Fault);
    expect((error as Fault).code).toBe('bad-token');
    return (error as Fault).message;
  }
};

test('what was sealed is opened, with either algorithm', async () => {
  const body = { text: 'é😀', list: [1, 2.5, null] };
  for (const signer of [hmac, ed.signer]) {
    expect(await open(await make(body, {}, signer), options, [hmac, ed.verifier])).toEqual(body);
  }
});

test('a platform’s own codec seals and opens the same', async () => {
  const codec = {
    encode: (text: string) => new TextEncoder().encode(text),
    decode: (b: Uint8Array) => new TextDecoder().decode(b),
  };
  const body = { text: 'é😀\ud800' };
  const token = await make(body, { codec });
  expect(token).toBe(await make(body));
  expect(await open(token, { ...options, codec }, [hmac])).toEqual(await open(token, options, [hmac]));
  expect(await why(token, { codec: { ...codec, decode: () => null } })).toMatch(/header is not ours/);
});

test('each refusal says why', async () => {
  const good = await make();
  const [head, claims, signature] = good.split('.') as [string, string, string];
  const recode = (part: string, change: (value: Record<string, unknown>) => void) => {
    const value = JSON.parse(Buffer.from(part, 'base64url').toString());
    change(value);
    return toBase64url(utf8(JSON.stringify(value)));
  };
  const unsigned = recode(head, (h) => Object.assign(h, { alg: 'none' }));
  expect(await why(`${unsigned}.${claims}.`)).toMatch(/key or algorithm is not known/);
  expect(
    await why(`${recode(head, (h) => Object.assign(h, { alg: 'EdDSA' }))}.${claims}.${signature}`),
  ).toMatch(/not known/);
  expect(
    await why(`${recode(head, (h) => Object.assign(h, { kid: 'other' }))}.${claims}.${signature}`),
  ).toMatch(/not known/);
  expect(
    await why(`${recode(head, (h) => Object.assign(h, { crit: ['x'] }))}.${claims}.${signature}`),
  ).toMatch(/header is not ours/);
  expect(await why(`${head}.${recode(claims, (c) => Object.assign(c, { exp: 9e9 }))}.${signature}`)).toMatch(
    /signature is wrong/,
  );
  expect(await why(`${head}.${claims}.${signature.slice(4)}`)).toMatch(/wrong form/);
  expect(await why(good, { purpose: 'receipt' })).toMatch(/another purpose/);
  expect(await why(good, { audience: 'https://evil.test' })).toMatch(/another audience/);
  expect(await why(good, { now: NOW + 121_000 })).toMatch(/expired/);
  expect(await why(good, { now: NOW + 119_000 })).toBe('opened');
  expect(await why(good, { now: NOW - 61_000 })).toMatch(/future/);
  for (const bad of [undefined, 7, '', 'a.b', 'a.b.c.d', '...', 'x'.repeat(20_000), 'é.é.é']) {
    expect(await why(bad)).toMatch(/not a token|not three parts|header is not ours/);
  }
});

test('a changed byte anywhere is refused', async () => {
  for (const signer of [hmac, ed.signer]) {
    const good = await make({ a: 1 }, {}, signer);
    for (let k = 0; k < good.length; k++) {
      const other = good[k] === 'A' ? 'B' : 'A';
      expect(await why(good.slice(0, k) + other + good.slice(k + 1))).not.toBe('opened');
    }
  }
});

test('a purpose in the header alone does not do: the signed claims must agree', async () => {
  const head = toBase64url(utf8(JSON.stringify({ alg: 'HS256', kid: 'h1', typ: 'causeway-receipt+jws' })));
  const claims = (await make()).split('.')[1];
  const signature = toBase64url(await hmac.sign(utf8(`${head}.${claims}`)));
  expect(await why(`${head}.${claims}.${signature}`, { purpose: 'receipt' })).toMatch(/another purpose/);
});

test('jose reads ours and we read jose’s', async () => {
  const { d: _, ...publicJwk } = ed.jwk;
  const key = await importJWK(publicJwk, 'EdDSA');
  const { payload, protectedHeader } = await compactVerify(await make({ a: 1 }, {}, ed.signer), key);
  expect(protectedHeader).toEqual({ alg: 'EdDSA', kid: 'e1', typ: 'causeway-session+jws' });
  const theirs = await new CompactSign(payload)
    .setProtectedHeader(protectedHeader)
    .sign(await importJWK(ed.jwk, 'EdDSA'));
  expect(await open(theirs, options, [ed.verifier])).toEqual({ a: 1 });
});
