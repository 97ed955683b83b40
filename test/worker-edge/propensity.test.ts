import type { DecisionRecord } from '@causeway/contract';
import { decide, firstRelease, keyedUniform, priorProfile, STATE_SIZE } from '@causeway/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ALL, askAt, openShop, type Shop } from './fixture.ts';

const KEY = new Uint8Array(32).fill(7);
const random = (...parts: (string | number)[]) => keyedUniform(KEY, ...parts);

/** A policy that really depends on the state: random effects of some cents, a little exploration. */
const policy = () => {
  const plain = firstRelease({ createdAt: 1, budget: { id: 'b1', capCents: 1e9 }, salt: 's' }).policy;
  const effect = plain.effect.map((row, k) =>
    row.map((_, j) => (k === 0 ? 0 : 120 * (random('w', k, j) - 0.5))),
  );
  expect(effect[0]?.length).toBe(STATE_SIZE);
  return { ...plain, effect, exploration: 0.1, temperature: 60, floor: 0.01 };
};

const randomAsk = (n: number) => {
  const ask = askAt(1 + Math.floor(random('step', n) * 20), {}, Math.floor(random('cart', n) * 30_000));
  const d = ask.state.d.map((_, k) => (random('d', n, k) < 0.3 ? 3 * random('v', n, k) : 0));
  const offered = ALL.filter((id) => random('o', n, id) < 0.8);
  return {
    ...ask,
    offered,
    state: { ...ask.state, d, total: d.map((x) => 2 * x), smoothedBefore: random('f', n) },
  };
};

/**
 * Realised share of every action against its mean logged probability: z = (Σ 1[a_n = k] - p_nk) / sqrt(Σ p_nk (1 - p_nk)).
 * With 7 actions, |z| < 4.5 fails a right draw less than once in 20,000 runs; and the keys here are fixed.
 */
const worstZ = (
  records: readonly Pick<DecisionRecord, 'action' | 'actions' | 'distribution' | 'propensity'>[],
): number => {
  const [{ actions }] = records as [DecisionRecord];
  return Math.max(
    ...actions.map((id, k) => {
      let [gap, variance] = [0, 0];
      for (const { action, distribution } of records) {
        const p = distribution[k] as number;
        gap += (action === id ? 1 : 0) - p;
        variance += p * (1 - p);
      }
      return Math.abs(gap) / Math.sqrt(variance);
    }),
  );
};

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
  await shop.publish({ policy: policy(), budget: { id: 'b1', capCents: 1_000_000_000 } });
});
afterAll(() => shop.edge.stop());

it('20,000 draws of the contract have the shares that they log', () => {
  const release = {
    ...firstRelease({ createdAt: 1, budget: { id: 'b', capCents: 1 }, salt: 's' }),
    policy: policy(),
  };
  const models = { ...release.page, policy: release.policy, actions: release.actions };
  const records = Array.from({ length: 20_000 }, (_, n) =>
    decide({
      ask: randomAsk(n),
      profile: { ...priorProfile(`person-${n % 997}`), known: random('known', n) < 0.6 },
      session: `session-${n}`,
      counts: {},
      spendableCents: random('money', n) < 0.7 ? 5000 : 100,
      at: 1,
      release: '0'.repeat(64),
      worker: 'test',
      models,
      drawKey: KEY,
    }),
  );
  for (const { propensity, distribution, actions, action, masks } of records) {
    expect(distribution[actions.indexOf(action)]).toBe(propensity);
    expect(masks[action]).toBeUndefined();
  }
  expect(worstZ(records)).toBeLessThan(4.5);
});

it('2,400 draws over HTTP have the shares that they log, and no action reaches zero', async () => {
  const records: DecisionRecord[] = [];
  const one = async (n: number): Promise<void> => {
    const known = random('known', n) < 0.6;
    const { token } = await shop.visit(`session-${n}`, known ? `person-${n}` : undefined);
    const answer = await shop.decide(token, randomAsk(n));
    expect(answer.status).toBe(200);
    const record = await shop.record(answer.body.receipt);
    expect(answer.body.propensity).toBe(record.propensity);
    expect(answer.body.action).toBe(record.granted ? record.action : 'none');
    records.push(record);
  };
  for (let n = 0; n < 2400; n += 40) await Promise.all(Array.from({ length: 40 }, (_, k) => one(n + k)));
  expect(worstZ(records)).toBeLessThan(4.5);
  expect(new Set(records.map(({ action }) => action)).size).toBe(7);
  expect(records.every(({ granted }) => granted)).toBe(true);
  await shop.edge.drain();
  const bucket = await shop.edge.bucket();
  const keys = await bucket.list('log/kind=decision/');
  const texts = await Promise.all(keys.map((key) => bucket.read(key)));
  const ids = new Set(
    texts.flatMap((text) => (text ?? '').trim().split('\n')).map((line) => JSON.parse(line).line.id),
  );
  expect(ids).toEqual(new Set(records.map(({ id }) => id)));
  expect((await shop.client.budget()).problems).toEqual([]);
}, 240_000);
