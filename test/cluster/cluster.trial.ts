import { computedFeatures } from '@causeway/contract';
import {
  type Ask,
  CUSTOMER_FEATURES,
  checkExposureDefinition,
  clickhouseEngine,
  computeFeatures,
  DEFAULT_IDENTITY_RULES,
  duckdbEngine,
  type Engine,
  exposeTreatments,
  HISTORY_COLUMNS_SQL,
  joinPersons,
  openWarehouse,
  readLinks,
  readMet,
  zoneOffsets,
} from '@causeway/offline';
import { chance } from '@causeway/offline/simulator';
import { afterAll, it as always, beforeAll, describe, expect, inject } from 'vitest';
import { expectConformance, randomCase } from '../offline/support/feature-conformance.ts';
import { type Cluster, startCluster } from './start-cluster.ts';

const DAY = 86_400_000;
const T0 = Date.UTC(2026, 0, 1);
const it = always.skipIf(inject('noEngine') !== '');
let cluster: Cluster;
let there: Engine;
let here: Engine;

beforeAll(async () => {
  if (inject('noEngine') !== '') return;
  cluster = await startCluster(3);
  const urls = cluster.nodes.map(({ http }) => `http://127.0.0.1:${http}`) as [string, ...string[]];
  there = clickhouseEngine({ urls, cluster: 'trial' });
  here = duckdbEngine(await openWarehouse(':memory:'));
});
afterAll(async () => {
  await there?.close();
  await here?.close();
  await cluster?.stop();
});

const KINDS = ['order', 'visit', 'return', 'support', 'email-sent', 'email-open', 'onsite-decision'];
/** A history of `persons` people with `each` events, as rows of the table. */
function* historyOf(persons: number, each: number): Generator<(number | string | null)[]> {
  const names = Object.keys(HISTORY_COLUMNS_SQL);
  const c = chance(9, 4, 0);
  for (let p = 0; p < persons; p++) {
    for (let k = 0; k < each; k++) {
      const kind = KINDS[Math.floor(c.uniform() * KINDS.length)] as string;
      const onsite = kind === 'onsite-decision';
      const row: Record<string, number | string | null> = {
        person: `p${p}`,
        seq: k + 1,
        at_ms: T0 + k * Math.floor((300 * DAY) / each) + Math.floor(c.uniform() * 1000),
        kind,
        cents: Math.floor(c.uniform() * 20_000),
        coupon: c.flip(0.3) ? 1 : 0,
        category: `c${Math.floor(c.uniform() * 9)}`,
        arm: onsite ? 'chat' : null,
        score: onsite && c.flip(0.5) ? 1 : 0,
        propensity: onsite ? 0.5 : null,
        mechanism: onsite ? 'policy' : null,
      };
      yield names.map((name) => row[name] ?? null);
    }
  }
}
const load = async (engine: Engine, persons: number, each: number): Promise<void> => {
  await engine.create('history', HISTORY_COLUMNS_SQL);
  await engine.insert('history', HISTORY_COLUMNS_SQL, historyOf(persons, each));
};
const asksOf = (persons: number, each: number): Ask[] =>
  Array.from({ length: persons * each }, (_, row) => ({
    row,
    person: `p${row % persons}`,
    at: T0 + 40 * DAY + Math.floor(row / persons) * 20 * DAY,
  }));
const features = computedFeatures(CUSTOMER_FEATURES);

it.each([0, 1, 2, 3, 4, 5])('features equal brute force, row for row, on random history %i', async (seed) => {
  await expectConformance(there, randomCase(seed));
});

describe('the whole pipeline, the same on three shards as on one file', () => {
  it('links and persons', async () => {
    const types = { id: 'VARCHAR', at_ms: 'BIGINT', person: 'VARCHAR' } as const;
    const names = ['subject', 'account', 'loyalty', 'email', 'device', 'cookie', 'household'];
    const columns = { ...types, ...Object.fromEntries(names.map((name) => [name, 'VARCHAR?' as const])) };
    const c = chance(3, 1, 0);
    const rows = Array.from({ length: 400 }, (_, k) => [
      `e${k}`,
      T0 + Math.floor(c.uniform() * 50),
      `shard${k % 7}`,
      ...names.map((name) => (c.flip(0.35) ? `${name}-${Math.floor(c.uniform() * 60)}` : null)),
    ]);
    const found = [];
    for (const engine of [here, there]) {
      await engine.create('sightings', columns);
      await engine.insert('sightings', columns, rows);
      const [met, links] = [
        await readMet(engine, 'sightings'),
        await readLinks(engine, DEFAULT_IDENTITY_RULES, 'sightings'),
      ];
      found.push([...joinPersons(DEFAULT_IDENTITY_RULES, met, links).person].sort());
    }
    expect(found[0]?.length).toBeGreaterThan(200);
    expect(found[1]).toEqual(found[0]);
  });

  it('exposures with outcomes, and features', async () => {
    const definition = checkExposureDefinition(
      {
        kind: 'exposure-definition',
        version: 1,
        name: 'trial',
        treatments: [
          {
            name: 'help',
            channel: 'onsite',
            units: { events: ['onsite-decision'], where: [] },
            treated: { where: [{ column: 'score', equals: 1 }] },
            arms: 'treated',
            propensity: { column: true },
            mechanism: { column: true },
          },
          {
            name: 'mail',
            channel: 'email',
            units: { events: ['email-sent'], where: [] },
            treated: { events: ['email-open'], withinMs: 10 * DAY },
            arms: 'treated',
            propensity: { unknown: true },
            mechanism: { is: 'rule' },
          },
        ],
        repeats: { rule: 'first', windowMs: 7 * DAY },
        outcomes: [
          { name: 'week', windowMs: 7 * DAY },
          { name: 'month', windowMs: 30 * DAY },
        ],
        competingMs: 14 * DAY,
        kinds: { order: ['order'], return: ['return'], support: ['support'], friction: [] },
      },
      'trial',
    );
    const digests: string[] = [];
    const answers: Float64Array[] = [];
    for (const engine of [here, there]) {
      await load(engine, 500, 60);
      const table = await exposeTreatments(engine, definition, { identity: 1, horizon: T0 + 300 * DAY });
      expect(table.rows.length).toBeGreaterThan(5000);
      digests.push(table.digest);
      answers.push((await computeFeatures(engine, features, asksOf(500, 4), zoneOffsets())).values);
    }
    expect(digests[1]).toBe(digests[0]);
    expect(answers[1]).toEqual(answers[0]);
  });
});

/** Waits until a shard works on its part of a query that another node was asked. */
const untilBusy = async (node: number): Promise<void> => {
  const query = encodeURIComponent('SELECT count() FROM system.processes WHERE NOT is_initial_query');
  for (let tries = 0; tries < 5000; tries++) {
    const text = await (await fetch(`http://127.0.0.1:${cluster.nodes[node]?.http}/?query=${query}`)).text();
    if (Number(text) > 0) return;
  }
  throw new Error('the shard was never seen at work');
};

it('fails clearly when a shard is killed in mid query, gives nothing in part, and is whole again when it is back', async () => {
  await load(there, 3000, 300);
  const compute = () => computeFeatures(there, features, asksOf(3000, 8), zoneOffsets());
  const whole = await compute();
  const killed = async (): Promise<unknown> => {
    const answer = compute().then(
      () => 'answered',
      (error: unknown) => error,
    );
    await untilBusy(1);
    await cluster.kill(1);
    return answer;
  };
  // The coordinator may hold its refusal of a moment ago against the shard: it is asked until it has seen that it is back.
  const count = () => there.columns('SELECT count(*) FROM history');
  const back = async () => {
    await cluster.start(1);
    await expect.poll(() => count().catch(String), { timeout: 20_000, interval: 250 }).toEqual([[900_000]]);
  };
  // A query may be answered just before its shard falls: then another is asked.
  let got = await killed();
  for (let tries = 0; got === 'answered' && tries < 5; tries++) {
    await back();
    got = await killed();
  }
  expect(String(got)).toMatch(/store-failed at clickhouse/);
  await expect(there.columns('SELECT count(*) FROM history')).rejects.toThrow(/store-failed at clickhouse/);
  await back();
  const again = await compute();
  expect(again.values).toEqual(whole.values);
});
