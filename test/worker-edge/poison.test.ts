import { afterAll, beforeAll, expect, it } from 'vitest';
import { openShop, type Shop } from './fixture.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.edge.stop());

it('a message of no known form is set aside, and the good ones beside it are merged', async () => {
  const queue = await shop.edge.miniflare.getQueueProducer('LOG_QUEUE');
  const line = { kind: 'end', id: 'good-1', session: 'session-poison', at: 1, step: 1, end: 'left' };
  const stored = JSON.stringify({ line, subject: 'anon:poison', receivedAt: 1, source: 'page' });
  const poison = [null, 7, 'text', {}, { key: 7 }, { lines: null }, { erase: 'x' }, [1]];
  for (const body of poison) await queue.send(body);
  await queue.send({ version: 1, lines: `${stored}\n` });
  await shop.edge.drain();
  const bucket = await shop.edge.bucket();
  expect(await bucket.list('log/kind=end/')).toHaveLength(1);
  const aside = await Promise.all((await bucket.list('quarantine/')).map((key) => bucket.read(key)));
  expect(aside.map((text) => text?.trim()).sort()).toEqual(poison.map((body) => JSON.stringify(body)).sort());
  expect(await shop.client.metrics().catch(() => null)).toMatchObject({
    quarantine: { objects: poison.length },
  });
});
