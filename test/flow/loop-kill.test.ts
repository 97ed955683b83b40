import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firstRelease } from '@causeway/contract';
import { expose, ingest, signRelease, skew, withWarehouse } from '@causeway/offline';
import { createWorld } from '@causeway/offline/simulator';
import { edgeClient, makeDevKeys, startEdge } from '@causeway/worker-edge/harness';
import { afterAll, expect, test } from 'vitest';
import { runVisits } from '../../demo-store/loop/run-visits.ts';
import { listen } from '../../demo-store/stage/listen.ts';
import { PATIENT } from '../support/edge/shop.ts';

const dir = mkdtempSync(join(tmpdir(), 'causeway-kill-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** A free port of those that the system gives to nobody by itself: in the moment between two lives of the worker no one takes it. */
const freePort = async (): Promise<number> => {
  const { port, stop } = await listen(createServer(), 20_000 + (process.pid % 10_000));
  await stop();
  return port;
};

test('kill -9 of workerd in mid loop: nothing acknowledged is lost, nothing is counted twice, the money adds up', async () => {
  const options = {
    port: await freePort(),
    persist: join(dir, 'edge'),
    keys: await makeDevKeys(),
    origins: ['https://shop.test'],
    vars: { ...PATIENT, PERSON_PERIOD_HOURS: '0.000001' },
    quiet: true,
  };
  let edge = await startEdge(options);
  const client = edgeClient(edge);
  const capCents = 40_000;
  const release = firstRelease({ createdAt: Date.now(), budget: { id: 'kill', capCents }, salt: 'kill' });
  await client.putRelease(await signRelease(release, options.keys.releaseSigner, Date.now()));

  let restarted: Promise<void> | null = null;
  const restart = async () => {
    process.kill(edge.workerdPid, 'SIGKILL');
    await edge.stop();
    edge = await startEdge(options);
  };
  const count = 240;
  const crowd = await runVisits({
    world: createWorld({ seed: 5, people: 200 }),
    from: 0,
    count,
    edge: { url: edge.url, keys: options.keys },
    client,
    origin: options.origins[0] as string,
    release,
    clock: Date.now,
    chance: () => 0.5,
    progressEvery: 80,
    onProgress: (done) => {
      if (done === 80) restarted = restart();
    },
  });
  expect(restarted).not.toBeNull();
  await restarted;
  expect(crowd.orders).toBeGreaterThan(20);
  expect(crowd.undelivered).toBe(0);

  await edge.drain();
  await edge.exportLog(join(dir, 'log'));
  await withWarehouse(join(dir, 'warehouse.duckdb'), async (open) => {
    const report = await ingest(open, join(dir, 'log'));
    expect(report.broken).toBe(0);
    const number = async (sql: string) => Number((await open.rows<{ n: number }>(sql))[0]?.n);
    expect(await number('SELECT count(*) AS n FROM outcomes')).toBe(crowd.orders);
    expect(await number('SELECT count(DISTINCT session) AS n FROM ends')).toBe(count);
    expect(await number('SELECT count(*) AS n FROM ends')).toBe(count);
    expect(await number('SELECT count(*) - count(DISTINCT id) AS n FROM steps')).toBe(0);
    // Every step of every visit is there: the last step's number is the number of steps.
    const lost =
      'SELECT coalesce(sum(last - n), 0) AS n FROM (SELECT max(step) AS last, count(*) AS n FROM steps GROUP BY session)';
    expect(await number(lost)).toBe(0);
    const answered = `SELECT count(*) AS n FROM asked a WHERE result = 'answered' AND decision NOT IN (SELECT id FROM decisions)`;
    expect(await number(answered)).toBe(0);
    expect((await expose(open, { actions: release.actions })).refused).toEqual([]);
    expect((await skew(open)).maxAbsDifference).toBe(0);
  });
  const books = await edgeClient(edge).budget();
  expect(books.problems).toEqual([]);
  expect(books.leftCents + books.leasedCents + books.reservedCents + books.spentCents).toBe(capCents);
  expect(books.spentCents).toBe(crowd.redeemedCents);
  await edge.stop();
}, 240_000);
