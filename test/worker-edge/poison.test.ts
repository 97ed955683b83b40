import { afterAll, beforeAll, expect, it } from 'vitest';
import { openShop, type Shop } from './fixture.ts';

let shop: Shop;
let logged = '';
beforeAll(async () => {
  shop = await openShop({
    onLog: (text) => {
      logged += text;
    },
  });
});
afterAll(() => shop.edge.stop());

it('a message of no known form is set aside, and the good ones beside it are merged', async () => {
  const bucket = await shop.edge.bucket();
  const line = { kind: 'end', id: 'good-1', session: 'session-poison', at: 1, step: 1, end: 'left' };
  const stored = JSON.stringify({ line, subject: 'anon:poison', receivedAt: 1, source: 'page' });
  const poison = [null, 7, 'text', {}, { key: 7 }, { lines: null }, { erase: 'x' }, [1]];
  for (const body of poison) await bucket.send(body);
  await bucket.send({ version: 1, lines: `${stored}\n` });
  await shop.edge.drain();
  expect(await bucket.list('log/kind=end/')).toHaveLength(1);
  const aside = await Promise.all((await bucket.list('quarantine/')).map((key) => bucket.read(key)));
  expect(aside.map((text) => text?.trim()).sort()).toEqual(poison.map((body) => JSON.stringify(body)).sort());
  expect(await shop.client.metrics().catch(() => null)).toMatchObject({
    quarantine: { objects: poison.length },
  });
});

it('a message that failed ten times is kept from the dead-letter queue, and is counted for an alarm', async () => {
  await shop.publish();
  const line = { kind: 'end', id: 'd-1', session: 'session-dead', at: Date.now(), step: 1, end: 'left' };
  const stored = { line, subject: 'person-dead', receivedAt: Date.now(), source: 'page' };
  const worker = await shop.edge.miniflare.getWorker();
  const body = { version: 1, lines: `${JSON.stringify(stored)}\n` };
  const message = { id: 'm-1', timestamp: new Date(), attempts: 1, body };
  const before = await shop.client.metrics();
  const result = await worker.queue('causeway-log-dead', [message]);
  expect(result.outcome).toBe('ok');
  const bucket = await shop.edge.bucket();
  const texts = await Promise.all((await bucket.list('log/kind=end/')).map((key) => bucket.read(key)));
  expect(texts.join('')).toContain('person-dead');
  const counted = ({ isolate }: Record<string, unknown>) => (isolate as { deadLetters: number }).deadLetters;
  expect(counted(await shop.client.metrics()) - counted(before)).toBe(1);
});

it('the worker’s own log is JSON lines with a level and an event, and names nobody', async () => {
  const { token } = await shop.visit('session-named', 'person-named');
  await shop.page('/v1/decision', { version: 1, session: `${token.slice(0, -2)}AA`, ask: {} });
  const lines = logged.split('\n').filter((line) => line.trim().startsWith('{'));
  const events = lines.map((line) => JSON.parse(line) as { level: string; event: string });
  expect(events.map(({ event }) => event)).toEqual(expect.arrayContaining(['poison-message', 'dead-letter']));
  for (const { level, event } of events)
    expect([level, event].join(' ')).toMatch(/^(info|warn|error) [a-z-]+$/);
  expect(logged).not.toMatch(/person-|anon:|session-|eyJ/);
});
