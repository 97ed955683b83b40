import type { DecisionRecord, Outcome } from '@causeway/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askAt, openShop, type Shop } from './fixture.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop({ vars: { PERSON_PERIOD_HOURS: '1' } });
  await shop.publish();
});
afterAll(() => shop.edge.stop());

/** A visit of someone known in which an incentive was drawn and given. */
const offered = async (name: string): Promise<DecisionRecord> => {
  for (let k = 0; k < 40; k++) {
    const { token } = await shop.visit(`session-${name}-${k}`, `person-${name}`);
    const answer = await shop.decide(token, askAt(1, { offered: ['free-shipping'] }));
    if (answer.body.action !== 'free-shipping') continue;
    await shop.edge.drain();
    return shop.record(answer.body.receipt);
  }
  throw new Error('no incentive in 40 fair draws');
};

const order = (
  record: Pick<DecisionRecord, 'id' | 'session' | 'subject'>,
  over: Partial<Outcome> = {},
): Outcome => ({
  kind: 'outcome',
  id: `order-${record.session}`,
  at: Date.now(),
  subject: record.subject,
  session: record.session,
  type: 'order',
  revenueCents: 8000,
  marginCents: 3000,
  redeemed: { decision: record.id, cents: 490 },
  ...over,
});

const outcomesInLog = async (id: string): Promise<number> => {
  await shop.edge.drain();
  const bucket = await shop.edge.bucket();
  const texts = await Promise.all((await bucket.list('log/kind=outcome/')).map((key) => bucket.read(key)));
  const lines = texts.flatMap((text) => (text ?? '').trim().split('\n')).filter((line) => line !== '');
  return lines.filter((line) => JSON.parse(line).line.id === id).length;
};

describe('outcomes', () => {
  it('reported a hundred times, ten at once, count once: one line, one capture', async () => {
    const record = await offered('a');
    const before = await shop.client.budget();
    for (let k = 0; k < 10; k++) {
      const answers = await Promise.all(Array.from({ length: 10 }, () => shop.client.outcome(order(record))));
      for (const { captured } of answers) expect(captured).toBe(490);
      if (k === 4) await shop.edge.drain();
    }
    const after = await shop.client.budget();
    expect(after.spentCents - before.spentCents).toBe(490);
    expect(before.reservedCents - after.reservedCents).toBe(490);
    expect(after.problems).toEqual([]);
    expect(await outcomesInLog(`order-${record.session}`)).toBe(1);
  });

  it('with the same id and other content are refused, and change nothing', async () => {
    const record = await offered('b');
    const first = order(record);
    await shop.client.outcome(first);
    await expect(shop.client.outcome({ ...first, marginCents: 999_999 })).rejects.toMatchObject({
      code: 'bad-field',
    });
    expect(await outcomesInLog(first.id)).toBe(1);
  });

  it('redeem at most the face, and never what the person’s object refused', async () => {
    const record = await offered('c');
    const over = order(record, { redeemed: { decision: record.id, cents: 491 } });
    await expect(shop.client.outcome(over)).rejects.toMatchObject({ code: 'not-found' });
    for (let k = 0; k < 40; k++) {
      const { token } = await shop.visit(`session-c-again-${k}`, 'person-c');
      const answer = await shop.decide(token, askAt(1, { offered: ['free-shipping'] }));
      const second = await shop.record(answer.body.receipt);
      if (second.granted) continue;
      await shop.edge.drain();
      await expect(shop.client.outcome(order(second))).rejects.toMatchObject({ code: 'not-found' });
      return;
    }
    throw new Error('no second draw in 40');
  });

  it('without a redemption release what the visit had reserved', async () => {
    const record = await offered('d');
    const before = await shop.client.budget();
    await shop.client.outcome(order(record, { redeemed: null, revenueCents: 0, marginCents: 0 }));
    const after = await shop.client.budget();
    expect([after.reservedCents, after.leftCents]).toEqual([
      before.reservedCents - 490,
      before.leftCents + 490,
    ]);
    expect(after.problems).toEqual([]);
  });

  it('an order that used the incentive of an earlier visit leaves no reservation of its own visit behind', async () => {
    const earlier = await offered('e');
    const before = await shop.client.budget();
    await shop.client.outcome(order(earlier, { session: 'session-later', id: 'order-later' }));
    const after = await shop.client.budget();
    expect(after.spentCents - before.spentCents).toBe(490);
    expect(after.problems).toEqual([]);
  });

  it('may come late, and then a return and two partial refunds, each counted once', async () => {
    const record = await offered('f');
    const { miniflare } = shop.edge;
    const space = await miniflare.getDurableObjectNamespace('BUDGET');
    // The reservation lapses: nobody said a word for longer than it lives.
    const budget = space.get(space.idFromName('budget')) as unknown as { settle(now: number): Promise<void> };
    await budget.settle(Date.now() + 49 * 3_600_000);
    const before = await shop.client.budget();
    expect(before.reservedCents).toBe(0);
    expect((await shop.client.outcome(order(record))).captured).toBe(490);
    const back = (id: string, cents: number): Outcome =>
      order(record, { id, type: 'return', revenueCents: -cents, marginCents: -cents, redeemed: null });
    const returns = [back('return-f', 3000), back('refund-f1', 500), back('refund-f2', 250)];
    for (const one of [...returns, ...returns]) await shop.client.outcome(one);
    const after = await shop.client.budget();
    expect([after.spentCents - before.spentCents, after.problems]).toEqual([490, []]);
    for (const { id } of returns) expect(await outcomesInLog(id)).toBe(1);
  });
});
