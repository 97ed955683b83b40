import { type FaultCode, firstRelease, SIGNATURE_HEADER, signRequest } from '@causeway/contract';
import { makeDevKeys } from '@causeway/worker-edge/harness';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Answer, first, hmacOf, openShop, type Shop, sealRelease } from './fixture.ts';
import { type Case, expectRefusal } from './refusal.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
  await shop.publish({ sequence: 5 });
});
afterAll(() => shop.edge.stop());

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
  const plain = firstRelease({
    createdAt: 1_700_000_000_000,
    budget: { id: 'b1', capCents: 1_000_000 },
    salt: 'test',
  });
  return { release: { ...plain, sequence: 6 } };
};

const CASES: Case[] = [
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

it.each(CASES)('refuses $name with $code', ({ code, send }) => expectRefusal(code, send));

it('none of them moved what is live, the budget or the log', async () => {
  const { body } = await shop.call<{ sequence: number; faults: Record<string, number> }>('GET', '/v1/health');
  expect(body.sequence).toBe(5);
  expect(body.faults.internal).toBeUndefined();
  expect(await shop.client.budget()).toMatchObject({ leftCents: 1_000_000, spentCents: 0, problems: [] });
  await shop.edge.drain();
  const keys = await (await shop.edge.bucket()).list('');
  expect(keys.filter((key) => !key.startsWith('releases/'))).toEqual([]);
});
