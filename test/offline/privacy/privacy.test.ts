import { createRequire } from 'node:module';
import { join } from 'node:path';
import { releaseDigest } from '@causeway/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { explainDecision, explanationWords } from '../../../packages/offline/src/explain/index.ts';
import { expose } from '../../../packages/offline/src/exposure/index.ts';
import { readThresholds } from '../../../packages/offline/src/gates/index.ts';
import { ingest } from '../../../packages/offline/src/log/index.ts';
import { monitorLog, retrainingDue, trainingWindow } from '../../../packages/offline/src/monitor/index.ts';
import {
  accessSubject,
  dataInventory,
  impactAssessment,
  retainRows,
} from '../../../packages/offline/src/privacy/index.ts';
import { openWarehouse, type Warehouse } from '../../../packages/offline/src/table/index.ts';
import { drawKey, release, simulated, temporaryFolder, writeLog } from '../support/study.ts';

const folder = temporaryFolder();
const log = join(folder.path, 'log');
const lines = simulated(400);
let warehouse: Warehouse;
beforeAll(async () => {
  writeLog(log, 'a.ndjson', lines);
  warehouse = await openWarehouse(':memory:');
  await ingest(warehouse, log);
  await expose(warehouse, { actions: release.actions });
});
afterAll(() => {
  warehouse.close();
  folder.remove();
});

describe('privacy', () => {
  it('knows every column that the log makes, and writes the assessment from them', async () => {
    const found = await dataInventory(warehouse);
    expect(found.unclassified).toEqual([]);
    expect(found.columns.length).toBeGreaterThan(80);
    const path = createRequire(import.meta.url).resolve('@causeway/offline/gates.json');
    const text = impactAssessment(found, release, readThresholds(path), { at: 0, retentionDays: 400 });
    expect(text).toContain('Kept for 400 days');
    expect(text).toMatch(/\| decisions \| \d+ \|/);
    const odd = { ...found, unclassified: ['t.c'] };
    expect(impactAssessment(odd, release, readThresholds(path), { at: 0, retentionDays: null })).toContain(
      'NOT YET SETTLED, to be classified before this is signed: t.c',
    );
  });

  it('hands out all lines of a pseudonym and no other, with a receipt that names nobody', async () => {
    const subject = lines.find(({ line }) => line.kind === 'decision')?.subject as string;
    const { receipt, tables } = await accessSubject(warehouse, subject, 5);
    expect(receipt.rows.steps).toBe(
      lines.filter((stored) => stored.subject === subject && stored.line.kind === 'step').length,
    );
    expect(
      Object.values(tables)
        .flat()
        .every((row) => row.subject === subject),
    ).toBe(true);
    expect(JSON.stringify(receipt)).not.toContain(subject);
    await expect(accessSubject(warehouse, 'nobody', 5)).rejects.toThrow(/not-found/);
  });
});

describe('explainDecision', () => {
  it('tells a decision from its line, and makes it again', async () => {
    const at = lines.findIndex(({ line }) => line.kind === 'decision');
    const id = lines[at]?.line.id as string;
    const from = {
      logs: [log],
      registry: null,
      releases: new Map([[releaseDigest(release), release]]),
      drawKey,
    };
    const told = await explainDecision(id.slice(0, 12), from);
    expect(told).toMatchObject({
      place: { file: 'a.ndjson', line: at + 1 },
      replay: { same: true },
      recipe: null,
    });
    expect(told.session.length).toBeGreaterThan(0);
    const words = explanationWords(told).join('\n');
    expect(words).toContain('comes out the same, to the bit');
    expect(words).toContain('its policy is the one that a release begins with');
    await expect(explainDecision('0'.repeat(64), from)).rejects.toThrow(/not-found.*no decision/);
  });
});

describe('monitorLog', () => {
  it('stays silent on a shop that does not change, and says what is too small to watch', async () => {
    const { alerts, metrics, small } = await monitorLog(warehouse, { falseAlarm: 0.05, seed: 1 });
    expect(alerts).toEqual([]);
    expect(metrics.map(({ metric }) => metric)).toContain('friction in cart on mobile');
    expect(small.length + metrics.length).toBeGreaterThan(15);
  });

  it('learns again on a stated rule, on the window that foretells the last days best', () => {
    const DAY = 86_400_000;
    const at = Array.from({ length: 4000 }, (_, i) => (i / 4000) * 90 * DAY);
    const noise = (i: number) => ((i * 7919) % 101) / 10;
    const moved = trainingWindow(
      at,
      at.map((t, i) => noise(i) + (t > 60 * DAY ? 30 : 0)),
      { now: 90 * DAY },
    );
    expect(moved.best.days).toBe(28);
    expect(
      trainingWindow(
        at,
        at.map((_, i) => noise(i)),
        { now: 90 * DAY },
      ).best.days,
    ).toBe(90);
    expect(() => trainingWindow([1], [1], { now: 2 })).toThrow(/no-support/);
    const alert = { family: 'friction', open: true, cause: 'it rose' };
    expect(retrainingDue([alert], { days: 1, maxDays: 90 })).toEqual({ due: true, because: ['it rose'] });
    expect(retrainingDue([{ ...alert, family: 'service' }], { days: 1, maxDays: 90 }).due).toBe(false);
    expect(retrainingDue([], { days: 91, maxDays: 90 }).because[0]).toMatch(/91 days old/);
  });
});

describe('retainRows', () => {
  it('removes what is over its time from every table, and nothing else', async () => {
    const times = lines.map(({ line }) => line.at).sort((a, b) => a - b);
    const now = (times[0] as number) + 1.0001 * 86_400_000;
    const cut = now - 86_400_000;
    const wanted = lines.filter(({ line }) => line.kind === 'step' && line.at < cut).length;
    const receipt = await retainRows(warehouse, 1, now);
    expect(receipt.rows.steps ?? 0).toBe(wanted);
    const [left] = await warehouse.rows<{ n: number }>('SELECT min(at_ms) AS n FROM steps');
    expect(left?.n).toBeGreaterThanOrEqual(cut);
    await expect(retainRows(warehouse, 0, now)).rejects.toThrow(/at least 1/);
  });
});
