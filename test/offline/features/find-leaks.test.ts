import { computedFeatures, type ShopEvent } from '@causeway/contract';
import {
  type Ask,
  affinityFeatures,
  CUSTOMER_FEATURES,
  compareFeatures,
  computeFeatures,
  duckdbEngine,
  featureCatalogue,
  findLeaks,
  openWarehouse,
  readFeatures,
  reconcile,
  writeFeatures,
  zoneOffsets,
} from '@causeway/offline';
import { chance } from '@causeway/offline/simulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FEATURES, randomCase } from '../support/feature-cases.ts';
import { folded, writeHistory } from '../support/feature-conformance.ts';
import { oracle } from '../support/feature-oracle.ts';

let engine: ReturnType<typeof duckdbEngine>;
let warehouse: Awaited<ReturnType<typeof openWarehouse>>;
const given = randomCase(5, 40, 40);
const offset = zoneOffsets();
beforeAll(async () => {
  warehouse = await openWarehouse(':memory:');
  engine = duckdbEngine(warehouse);
});
afterAll(() => engine.close());

describe('findLeaks', () => {
  const planted = async (asks: readonly Ask[], history: string, sign: string) => {
    await engine.create('p_asks', { row_id: 'BIGINT', person: 'VARCHAR', at_ms: 'BIGINT' });
    await engine.insert(
      'p_asks',
      { row_id: 'BIGINT', person: 'VARCHAR', at_ms: 'BIGINT' },
      asks.map((a) => [a.row, a.person, a.at]),
    );
    const sql = `SELECT x.row_id AS row_id, count(h.kind) AS c0 FROM p_asks x LEFT JOIN ${history} h ON h.person = x.person
      AND h.at_ms ${sign} x.at_ms GROUP BY x.row_id`;
    return readFeatures(engine, sql, [{ name: 'planted' }]);
  };

  it('finds none in compiled features, though there was a future to see', async () => {
    await writeHistory(engine, given.events);
    const report = await findLeaks(engine, given.asks, (asks, history) =>
      computeFeatures(engine, FEATURES, asks, offset, { history, asks: 'l_asks' }),
    );
    expect(report).toMatchObject({ asked: 40, leaks: [] });
    expect(report.withFuture).toBeGreaterThan(25);
  });

  it('catches a planted feature that takes in the moment itself, and one that takes in all', async () => {
    await writeHistory(engine, given.events);
    expect(
      (await findLeaks(engine, given.asks, (asks, history) => planted(asks, history, '<'))).leaks,
    ).toEqual([]);
    for (const sign of ['<=', '<> 1 OR h.at_ms =']) {
      const { leaks } = await findLeaks(engine, given.asks, (asks, history) => planted(asks, history, sign));
      expect(leaks).toMatchObject([{ feature: 'planted' }]);
      expect(leaks[0]?.example.before).toBeGreaterThan(leaks[0]?.example.after as number);
    }
  });

  it('and moving an event to t or later changes nothing but what it was counted in before', async () => {
    const t = 1_780_000_000_000;
    const asks = [{ row: 0, person: 'a', at: t }];
    const past: ShopEvent[] = [{ id: '1', kind: 'order', at: t - 1000, cents: 5 }];
    const values = async (later: ShopEvent[]) => {
      await writeHistory(engine, new Map([['a', [...past, ...later]]]));
      return [...(await computeFeatures(engine, FEATURES, asks, offset)).values];
    };
    const alone = await values([]);
    for (const at of [t, t + 1, t + 1e9])
      expect(await values([{ id: '2', kind: 'order', at, cents: 70 }])).toEqual(alone);
    expect(await values([{ id: '2', kind: 'order', at: t - 1, cents: 70 }])).not.toEqual(alone);
  });
});

describe('reconcile', () => {
  it('finds batch and stream equal to the last bit', async () => {
    await writeHistory(engine, given.events);
    const report = await reconcile(engine, FEATURES, given.asks, offset);
    expect(report).toMatchObject({
      rows: given.asks.length,
      values: given.asks.length * FEATURES.length,
      different: 0,
    });
  });

  it('names the rows that differ, beyond the tolerance and within it', async () => {
    await writeHistory(engine, given.events);
    const batch = await computeFeatures(engine, FEATURES, given.asks, offset);
    const stream = folded(FEATURES, given);
    const spend = FEATURES.findIndex(({ name }) => name === 'spend');
    const row = given.asks.find(({ row: r }) => (stream.get(r)?.[spend] ?? 0) > 0)?.row as number;
    const own = stream.get(row) as number[];
    own[spend] = (own[spend] as number) * (1 + 1e-14);
    expect(compareFeatures(given.asks, batch, stream, 1e-12)).toMatchObject({ different: 1, beyond: 0 });
    own[spend] = (own[spend] as number) + 1;
    const report = compareFeatures(given.asks, batch, stream, 1e-12);
    expect(report).toMatchObject({ beyond: 1, examples: [{ row, feature: 'spend' }] });
    own[spend] = Number.NaN;
    expect(compareFeatures(given.asks, batch, stream, 1)).toMatchObject({ beyond: 1 });
  });
});

it('answers for one person of 100,000 events, SQL and stream alike', async () => {
  const c = chance(1, 2, 0);
  const t0 = Date.UTC(2026, 0, 1);
  const own = Array.from(
    { length: 100_000 },
    (_, k): ShopEvent => ({
      id: `e${k}`,
      kind: c.flip(0.5) ? 'order' : 'visit',
      at: t0 + Math.floor(c.uniform() * 300) * 86_400_000,
      cents: Math.floor(c.uniform() * 1e4),
      category: `c${Math.floor(c.uniform() * 20)}`,
    }),
  );
  const asks = Array.from({ length: 20 }, (_, row) => ({
    row,
    person: 'robot',
    at: t0 + row * 16 * 86_400_000,
  }));
  const some = FEATURES.filter(({ name }) =>
    ['n', 'spend', 'basket', 'latest', 'kinds', 'recency', 'n.two'].includes(name),
  );
  await writeHistory(engine, new Map([['robot', own]]));
  expect(await reconcile(engine, some, asks, offset)).toMatchObject({ different: 0, rows: 20 });
  const got = await computeFeatures(engine, some, asks.slice(-1), offset);
  expect([...got.values]).toEqual(some.map((d) => oracle(d, own, asks.at(-1)?.at as number)));
}, 240_000);

describe('writeFeatures and the catalogue', () => {
  it('keep a value only where it tells something, and what was kept says all', async () => {
    await writeHistory(engine, given.events);
    const set = {
      ...CUSTOMER_FEATURES,
      features: [...CUSTOMER_FEATURES.features, ...affinityFeatures('category', ['robe'])],
    };
    const report = await writeFeatures(warehouse, set, given.asks, offset);
    expect(report.kept).toBeLessThan(0.6 * report.values);
    const rows = await warehouse.rows<{ person: string; at_ms: number; feature: string; value: number }>(
      'SELECT * FROM feature_values',
    );
    const dense = await computeFeatures(engine, computedFeatures(set), given.asks, offset);
    const kept = new Map(rows.map((row) => [`${row.person} ${row.at_ms} ${row.feature}`, row.value]));
    given.asks.forEach(({ person, at }, i) => {
      dense.names.forEach((name, k) => {
        const value = dense.values[i * dense.names.length + k] as number;
        const found = kept.get(`${person} ${at} ${name}`);
        if (found !== undefined) expect(found).toBe(value);
        else expect(Number.isNaN(value) || value === 0).toBe(true);
      });
    });
    const again = await writeFeatures(warehouse, set, given.asks, offset);
    expect(again).toEqual(report);
  });

  it('never computes what governance has excluded, and lists it', () => {
    const features = CUSTOMER_FEATURES.features.map((d, k) => ({
      ...d,
      sensitivity: k === 0 ? ('excluded' as const) : k === 1 ? ('proxy' as const) : d.sensitivity,
    }));
    const set = { ...CUSTOMER_FEATURES, features };
    expect(computedFeatures(set).map(({ name }) => name)).not.toContain('orders.present');
    const { entries } = featureCatalogue(set);
    expect(entries[0]).toMatchObject({ name: 'orders.present', computed: false, mayTreat: false });
    expect(entries[1]).toMatchObject({ computed: true, mayTreat: false });
    const opens = entries.find(({ name }) => name === 'email.opens');
    expect(opens?.lineage).toEqual({
      events: ['email-open', 'email-sent'],
      columns: [],
      window: '15552000000 ms before t',
    });
  });
});
