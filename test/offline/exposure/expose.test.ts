import type { DecisionRecord, StoredLine } from '@causeway/contract';
import { DEFAULT_ACTIONS, NONE } from '@causeway/contract';
import type { ExposureRow } from '@causeway/offline';
import {
  expose,
  exposeLines,
  ingest,
  loadExposures,
  loadUnexposed,
  openWarehouse,
  refuseExposure,
  resolve,
  type Warehouse,
} from '@causeway/offline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { release, simulated, temporaryFolder, writeLog } from '../support/study.ts';

const lines = simulated(400);
const record = lines.map(({ line }) => line).find((line) => line.kind === 'decision') as DecisionRecord;
const row = (change: Partial<DecisionRecord> = {}, rest: Partial<ExposureRow> = {}): ExposureRow => ({
  record: { ...structuredClone(record), ...change },
  revenueCents: 0,
  marginCents: 0,
  redeemedCents: 0,
  converted: false,
  firstOutcomeAt: null,
  ...rest,
});

/** π with k's probability changed to p and the rest scaled so that the sum stays one. */
const withProbability = (k: number, p: number): number[] => {
  const old = record.distribution[k] as number;
  return record.distribution.map((x, j) => (j === k ? p : (x * (1 - p)) / (1 - old)));
};

describe('refuseExposure', () => {
  const shown = record.actions.indexOf(record.action);
  const other = record.action === NONE ? 1 : 0;
  const table: [string, ExposureRow, RegExp][] = [
    [
      'a sum over one',
      row({ distribution: record.distribution.map((p) => p * 1.000001) }),
      /sums to 1\.0000/,
    ],
    [
      'a sum under one',
      row({ distribution: record.distribution.map((p, k) => (k === shown ? p : 0)) }),
      /sums to/,
    ],
    ['no propensity', row({ propensity: 0 }), /must be above 0/],
    [
      'a propensity that is not π[a]',
      row({ propensity: record.propensity + 1e-12 }),
      /the distribution gives/,
    ],
    [
      'a shown action of probability 0',
      row({ distribution: withProbability(shown, 0) }),
      /the distribution gives/,
    ],
    [
      'a shown action that was masked',
      row({ masks: { [record.action]: 'budget' } }),
      /was masked \(budget\)/,
    ],
    [
      'mass on a masked action',
      row({ masks: { [record.actions[other] as string]: 'capped' } }),
      /has probability 0\./,
    ],
    ['an action of no table', row({ action: 'song' }), /not in the record's table/],
    ['a distribution of another length', row({ distribution: [1] }), /1 entries for 7 actions/],
    [
      'a table without none',
      row({ actions: record.actions.map((id) => (id === NONE ? 'nothing' : id)) }),
      /must be none/,
    ],
    [
      'an outcome before the exposure',
      row({}, { firstOutcomeAt: record.at - 1 }),
      /comes before the exposure/,
    ],
  ];
  it.each(table)('refuses %s', (_, bad, reason) => expect(refuseExposure(bad)).toMatch(reason));

  it('takes what the edge writes, and a sum off by less than 1e-9', () => {
    for (const { line } of lines) if (line.kind === 'decision') expect(refuseExposure(row(line))).toBeNull();
    const nearly = record.distribution.map((p, k) => (k === shown ? p : p + 1e-11));
    expect(refuseExposure(row({ distribution: nearly }))).toBeNull();
    expect(refuseExposure(row({}, { firstOutcomeAt: record.at }))).toBeNull();
  });
});

describe('expose', () => {
  const folder = temporaryFolder();
  let warehouse: Warehouse;
  const study = async (log: readonly StoredLine[], windowMs?: number): Promise<Warehouse> => {
    const fresh = temporaryFolder();
    writeLog(fresh.path, 'log.ndjson', log);
    const opened = await openWarehouse(':memory:');
    await ingest(opened, fresh.path);
    fresh.remove();
    await resolve(opened);
    await expose(opened, { actions: DEFAULT_ACTIONS, ...(windowMs === undefined ? {} : { windowMs }) });
    return opened;
  };
  beforeAll(async () => {
    warehouse = await study(lines);
  });
  afterAll(() => {
    warehouse.close();
    folder.remove();
  });

  it('is the same by SQL and in memory, to the last bit', async () => {
    const exposed = await loadExposures(warehouse, { models: release.page });
    const windowMs = 86_400_000;
    const handlingCents = { 'chat-offer': 40 };
    const memory = exposeLines(lines, { windowMs, handlingCents }, { models: release.page });
    expect(exposed).toEqual(memory.exposures);
    expect(await loadUnexposed(warehouse)).toEqual(memory.unexposed);
    expect(exposed.n + memory.unexposed.n).toBe(400);
    expect(exposed.reward.some((r) => r === -40)).toBe(true);
  });

  it('counts margin less what was redeemed less handling, once a session', async () => {
    const exposed = await loadExposures(warehouse, { models: release.page });
    for (let i = 0; i < exposed.n; i++) {
      const outcome = lines
        .map(({ line }) => line)
        .find((l) => l.kind === 'outcome' && l.session === exposed.session[i]);
      const money = outcome?.kind === 'outcome' ? outcome.marginCents - (outcome.redeemed?.cents ?? 0) : 0;
      const handling = exposed.actions[exposed.action[i] as number] === 'chat-offer' ? 40 : 0;
      expect(exposed.reward[i]).toBe(money - handling);
      expect(exposed.converted[i]).toBe(outcome === undefined ? 0 : 1);
    }
  });

  it('leaves out what comes after the window, and a second decision', async () => {
    const orders = lines.filter(({ line }) => line.kind === 'outcome');
    const late = lines.map((stored): StoredLine => {
      const { line } = stored;
      return line.kind === 'outcome' ? { ...stored, line: { ...line, at: line.at + 3_600_000 } } : stored;
    });
    const again = lines.flatMap((stored): StoredLine[] => {
      const { line } = stored;
      if (line.kind !== 'decision') return [];
      return [
        {
          ...stored,
          line: { ...line, id: line.id.replace(/^./, (c) => (c === 'f' ? 'e' : 'f')), at: line.at + 5 },
        },
      ];
    });
    const narrow = await study([...late, ...again], 3_600_000);
    const exposed = await loadExposures(narrow, { models: release.page });
    expect(orders.length).toBeGreaterThan(50);
    expect(exposed.converted.reduce((a, b) => a + b, 0)).toBe(0);
    expect(exposed.n).toBe((await loadExposures(warehouse, { models: release.page })).n);
    narrow.close();
  });

  it('sets a few bad rows aside by name, and refuses a log that is full of them', async () => {
    const poison = (every: number) => {
      let k = 0;
      return lines.map((stored): StoredLine => {
        const { line } = stored;
        if (line.kind !== 'decision' || k++ % every !== 0) return stored;
        return { ...stored, line: { ...line, propensity: line.propensity / 2 } };
      });
    };
    const mild = await openWarehouse(':memory:');
    writeLog(`${folder.path}/mild`, 'log.ndjson', poison(100));
    await ingest(mild, `${folder.path}/mild`);
    const report = await expose(mild, { actions: DEFAULT_ACTIONS });
    expect(report.refused.length).toBeGreaterThan(0);
    for (const { reason, decision } of report.refused) {
      expect(reason).toMatch(/the propensity is/);
      expect((await mild.rows('SELECT * FROM refused_exposures WHERE decision = ?', [decision])).length).toBe(
        1,
      );
    }
    mild.close();
    const full = await openWarehouse(':memory:');
    writeLog(`${folder.path}/full`, 'log.ndjson', poison(2));
    await ingest(full, `${folder.path}/full`);
    await expect(expose(full, { actions: DEFAULT_ACTIONS })).rejects.toThrow(
      /rows are refused; [0-9a-f]{12}: the propensity/,
    );
    await expect(loadExposures(full, { models: release.page })).rejects.toThrow(/run expose first/);
    full.close();
  });

  it('encodes x under the models and profiles it is given', async () => {
    const beta = { ...release.page.friction, beta: 0.2 };
    const logged = await loadExposures(warehouse, { models: release.page });
    const again = await loadExposures(warehouse, { models: { ...release.page, friction: beta } });
    expect(again.x).not.toEqual(logged.x);
    const profiles = new Map(
      logged.subject.map((subject) => [subject, { z: [8, 0, 0, 0, 0, 0, 0, -8], spread: 0.5 }]),
    );
    const known = await loadExposures(warehouse, { models: release.page, profiles });
    const size = known.x.length / known.n;
    for (let i = 0; i < known.n; i++) {
      expect(known.x[i * size + 1]).toBe(known.known[i] === 1 ? 0.25 : 0);
      expect(known.x[i * size + 9]).toBe(known.known[i] === 1 ? 0.5 : 1);
    }
  });

  it('folds F̄ again under another friction model as the page would have', async () => {
    const friction = { ...release.page.friction, beta: 0.2, q: release.page.friction.q.map((w) => w / 2) };
    const other = { ...release, page: { ...release.page, friction } };
    const { simulateLog, createWorld } = await import('@causeway/offline/simulator');
    const options = {
      world: createWorld({ seed: 31, people: 300 }),
      count: 400,
      drawKey: new Uint8Array(32).fill(3),
    };
    const logged = [...simulateLog({ ...options, release: other })];
    const there = exposeLines(logged, { windowMs: 1e9, handlingCents: {} }, { models: other.page }).exposures;
    const here = await loadExposures(warehouse, { models: other.page });
    const size = here.x.length / here.n;
    // The same sessions under two releases: the draws differ, the state at the ask may not.
    expect(here.session).toEqual(there.session);
    expect(here.x).toEqual(there.x);
    expect(size).toBeGreaterThan(40);
  });
});
