import { Fault, type Outcome } from '@causeway/contract';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Reply } from '../../../demo-store/backend/reply.ts';
import { createShopApi, type Handler } from '../../../demo-store/backend/shop-api.ts';
import { newVisitor, type Visitor } from '../../../demo-store/backend/visitor.ts';

const ADDRESS = {
  name: 'Sage Thistle',
  email: 'sage@example.com',
  street: 'Herb Lane 7',
  postcode: '1012 AB',
  city: 'Amsterdam',
  country: 'NL',
  phone: '',
};
const CARD = ['4242424242424242', '1230', '123'];
const VISIT = { session: 'session-1', subject: 'anon:abcdefghijklmnop' };

let told: Outcome[] = [];
let visitor: Visitor;
let api: Record<string, Handler>;
const call = async (route: string, body: unknown = null): Promise<Reply> => {
  const handler = api[route];
  if (handler === undefined) throw new Error(`no route ${route}`);
  return handler({ visitor, body });
};
const pay = (card: readonly string[] = CARD, visit: unknown = VISIT) =>
  call('POST /api/order', { payment: { method: 'card', card }, visit });

beforeEach(() => {
  told = [];
  visitor = newVisitor('v1');
  api = createShopApi({
    edge: {
      subjectToken: async (subject) => `token of ${subject}`,
      openReceipt: () => Promise.reject(new Fault('bad-token', 'receipt', 'its signature is wrong')),
      outcome: async () => undefined,
    },
    outbox: {
      add: (outcome) => told.push(outcome),
      pending: () => 0,
      flush: async () => undefined,
      stop: () => undefined,
    },
    customers: [{ id: 'sorrel', subject: 'c1', label: 'Sorrel', history: '' }],
    now: () => 1_800_000_000_000,
    randomId: () => 'f'.repeat(32),
    edgeDown: () => undefined,
    isEdgeDown: () => false,
  });
});
const ready = async () => {
  await call('POST /api/basket', { product: 'skillet', quantity: 1 });
  await call('POST /api/shipping', ADDRESS);
};

describe('the shop’s server', () => {
  it('takes an order once and reports its money', async () => {
    await ready();
    expect((await pay()).status).toBe(200);
    expect(told).toMatchObject([
      { revenueCents: 6400, marginCents: 2304, subject: VISIT.subject, redeemed: null },
    ]);
    expect((await pay()).status).toBe(409);
    expect(told).toHaveLength(1);
  });

  it('never takes one of its customers from the page', async () => {
    await ready();
    await pay(CARD, { session: 'session-1', subject: 'c1' });
    expect(told).toEqual([]);
    await ready();
    await call('POST /api/login', { customer: 'sorrel' });
    await pay(CARD, VISIT);
    expect(told.map(({ subject }) => subject)).toEqual(['c1']);
  });

  it('sells to someone whose page runs without the SDK', async () => {
    await ready();
    expect((await pay(CARD, null)).status).toBe(200);
    expect(told).toEqual([]);
  });

  it('refuses an address twice on demand, and a card twice', async () => {
    await call('POST /api/trouble', { trouble: ['reject', 'payment'] });
    await call('POST /api/basket', { product: 'skillet', quantity: 1 });
    const tries = [];
    for (let k = 0; k < 3; k++) tries.push((await call('POST /api/shipping', ADDRESS)).status);
    expect(tries).toEqual([422, 422, 200]);
    const payments = [];
    for (let k = 0; k < 3; k++) payments.push((await pay()).status);
    expect(payments).toEqual([402, 402, 200]);
  });

  it.each<[string, readonly string[]]>([
    ['a wrong check digit', ['4242424242424241', '1230', '123']],
    ['no expiry', ['4242424242424242', '', '123']],
    ['a short code', ['4242424242424242', '1230', '1']],
  ])('does not charge a card with %s', async (_, card) => {
    await ready();
    expect((await pay(card)).status).toBe(402);
    expect(told).toEqual([]);
  });

  it('gives no incentive to a guest, nor for a forged receipt', async () => {
    expect((await call('POST /api/incentive', { receipt: 'a.b.c' })).status).toBe(403);
    await call('POST /api/login', { customer: 'sorrel' });
    await expect(call('POST /api/incentive', { receipt: 'a.b.c' })).rejects.toMatchObject({
      code: 'bad-token',
    });
    expect(visitor.incentive).toBeNull();
  });

  it.each<[string, unknown]>([
    ['POST /api/basket', null],
    ['POST /api/basket', { product: 'skillet' }],
    ['POST /api/basket', { product: 'skillet', quantity: -1 }],
    ['POST /api/basket', { product: 'skillet', quantity: 1, price: 1 }],
    ['POST /api/shipping', { ...ADDRESS, name: 7 }],
    ['POST /api/order', { payment: { method: 'gold', card: CARD }, visit: null }],
    ['POST /api/order', { payment: { method: 'card', card: ['x', '', ''] }, visit: null }],
    ['POST /api/order', { payment: { method: 'card', card: CARD }, visit: { session: 'x', subject: 'y z' } }],
    ['POST /api/login', { customer: 7 }],
    ['POST /api/trouble', { trouble: ['flood'] }],
    ['POST /api/incentive', { receipt: '' }],
  ])('refuses a malformed body: %s %j', async (route, body) => {
    await call('POST /api/login', { customer: 'sorrel' });
    await expect(call(route, body)).rejects.toMatchObject({ code: 'bad-field' });
  });
});
