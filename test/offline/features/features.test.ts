import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StoredLine } from '@causeway/contract';
import { CHECKOUT_STAGES, pageModelDigest, STAGES } from '@causeway/contract';
import {
  ingest,
  loadHistory,
  loadPersonPeriods,
  openWarehouse,
  skew,
  type Warehouse,
} from '@causeway/offline';
import { createWorld, historyCsv } from '@causeway/offline/simulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { release, simulated, temporaryFolder, writeLog } from '../support/study.ts';

const lines = simulated(400);
const models = new Map([[pageModelDigest(release.page), release.page]]);
const folder = temporaryFolder();

const warehouseOf = async (log: readonly StoredLine[], name: string): Promise<Warehouse> => {
  writeLog(join(folder.path, name), 'log.ndjson', log);
  const warehouse = await openWarehouse(':memory:');
  await ingest(warehouse, join(folder.path, name));
  return warehouse;
};
let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await warehouseOf(lines, 'plain');
});
afterAll(() => {
  warehouse.close();
  folder.remove();
});

describe('skew', () => {
  it('is zero: the study folds the logged facts to the very bits that the page logged', async () => {
    const steps = lines.filter(({ line }) => line.kind === 'step').length;
    expect(await skew(warehouse, models)).toEqual({
      rows: steps,
      maxAbsDifference: 0,
      worst: null,
      hazards: expect.any(Number),
      maxHazardDifference: 0,
      gaps: 0,
      unknownModel: 0,
    });
  });

  it('names the step whose facts and numbers disagree', async () => {
    let told = '';
    const altered = lines.map((stored): StoredLine => {
      const { line } = stored;
      if (told !== '' || line.kind !== 'step' || line.facts.length === 0) return stored;
      told = line.id;
      return { ...stored, line: { ...line, index: line.index + 1e-9 } };
    });
    const other = await warehouseOf(altered, 'altered');
    const report = await skew(other, models);
    expect(report.worst).toBe(told);
    expect(report.maxAbsDifference).toBeGreaterThan(5e-10);
    other.close();
  });

  it('counts what it cannot recompute: steps after a lost one, and models it does not hold', async () => {
    const lost = lines.filter(({ line }) => !(line.kind === 'step' && line.step === 2));
    const after = lost.filter(({ line }) => line.kind === 'step' && line.step > 2).length;
    const other = await warehouseOf(lost, 'lost');
    expect(await skew(other, models)).toMatchObject({ gaps: after, maxAbsDifference: 0 });
    expect(await skew(other)).toMatchObject({ rows: 0 });
    other.close();
  });
});

describe('loadPersonPeriods', () => {
  it('has a row a checkout step, and an event where the visit was left', async () => {
    const rows = await loadPersonPeriods(warehouse);
    const bought = new Set(lines.flatMap(({ line }) => (line.kind === 'outcome' ? [line.session] : [])));
    const last = new Map<string, number>();
    for (const { line } of lines) if (line.kind === 'step') last.set(line.session, line.step);
    const wanted = lines.flatMap(({ line }) =>
      line.kind === 'step' && CHECKOUT_STAGES.includes(line.stage)
        ? [
            `${line.session} ${line.step} ${line.step === last.get(line.session) && !bought.has(line.session) ? 1 : 0}`,
          ]
        : [],
    );
    const got = Array.from(
      { length: rows.n },
      (_, i) => `${rows.session[i]} ${rows.step[i]} ${rows.event[i]}`,
    );
    expect(got.sort()).toEqual(wanted.sort());
    expect(rows.event.reduce((a, b) => a + b, 0)).toBeGreaterThan(50);
    expect(rows.lastOf.reduce((a, b) => a + b, 0)).toBe(new Set(rows.session).size);
    expect([...new Set(rows.stage)].map((k) => STAGES[k])).toEqual(
      expect.arrayContaining(['cart', 'payment']),
    );
    for (let i = 1; i < rows.n; i++) expect(rows.at[i]).toBeGreaterThanOrEqual(rows.at[i - 1] as number);
  });

  it('takes z from the profiles it is given, and 0 for strangers', async () => {
    const subject = lines.find(
      ({ line, subject: s }) => line.kind === 'step' && line.stage === 'cart' && !s.startsWith('anon:'),
    )?.subject as string;
    const profiles = new Map([[subject, { z: [32, 0, 0, 0, 0, 0, 0, 0], spread: 0 }]]);
    const rows = await loadPersonPeriods(warehouse, { profiles });
    const mine = rows.subject.flatMap((s, i) => (s === subject ? [rows.z[i * 8]] : []));
    expect(mine.length).toBeGreaterThan(0);
    expect(new Set(mine)).toEqual(new Set([1]));
    expect(rows.z.reduce((a, b) => a + b, 0)).toBe(mine.length);
  });

  it('does not call a visit left that may still go on', async () => {
    const first = lines.filter(({ line }) => line.kind === 'step' && line.closedBy !== 'end').slice(0, 7);
    const other = await warehouseOf(first, 'open');
    expect((await loadPersonPeriods(other)).event.reduce((a, b) => a + b, 0)).toBe(0);
    other.close();
  });
});

describe('loadHistory', () => {
  const world = createWorld({ seed: 3, people: 200 });
  const path = join(folder.path, 'history.csv');
  const asOf = world.options.startAt - 90 * 86_400_000;
  beforeAll(() => writeFileSync(path, [...historyCsv(world)].join('\n')));

  it('does not see anything from asOf on (A1)', async () => {
    const rows = [...historyCsv(world)];
    const past = join(folder.path, 'past.csv');
    writeFileSync(past, rows.filter((row, k) => k === 0 || Number(row.split(',')[1]) < asOf).join('\n'));
    const [all, before] = [await loadHistory(path, { asOf }), await loadHistory(past, { asOf })];
    expect(all.subject).toEqual(before.subject);
    expect(all.c).toEqual(before.c);
    expect(before.y.every((y) => y === 0)).toBe(true);
    expect(all.y.reduce((a, b) => a + b, 0)).toBeGreaterThan(0);
  });

  it('counts what a loop over the rows counts', async () => {
    const { subject, names, c, y, labels, n } = await loadHistory(path, { asOf, windowMs: 1e12 });
    expect(names.length).toBeGreaterThanOrEqual(14);
    const rows = [...historyCsv(world)].slice(1).map((row) => row.split(','));
    for (let i = 0; i < n; i++) {
      const own = rows.filter(([s]) => s === subject[i]);
      const orders = own.filter(([, at, kind]) => kind === 'order' && Number(at) < asOf);
      const cell = (name: string) => c[i * names.length + names.indexOf(name)];
      expect(cell('orders.count')).toBe(orders.length);
      expect(cell('orders.spend')).toBe(orders.reduce((sum, row) => sum + Number(row[3]), 0));
      const basket = cell('orders.basket') as number;
      if (orders.length === 0) expect(basket).toBeNaN();
      else expect(basket).toBeCloseTo((cell('orders.spend') as number) / orders.length, 6);
      const later = own.some(([, at, kind]) => kind === 'order' && Number(at) >= asOf);
      expect(y[i * labels.length + labels.indexOf('converted')]).toBe(later ? 1 : 0);
    }
  });

  it('refuses a file that is not there or not a history', async () => {
    await expect(loadHistory(join(folder.path, 'no.csv'), { asOf })).rejects.toThrow(/there is no such file/);
    const odd = join(folder.path, 'odd.csv');
    writeFileSync(odd, 'a,b\n1,2\n');
    await expect(loadHistory(odd, { asOf })).rejects.toThrow(/cannot be read as customer history/);
  });
});
