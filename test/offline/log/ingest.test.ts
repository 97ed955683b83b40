import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { StoredLine } from '@causeway/contract';
import { ingest, LOG_TABLE_NAMES, openWarehouse, type Warehouse } from '@causeway/offline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { simulated, temporaryFolder, writeLog } from '../support/study.ts';

const lines = simulated(60);
const good = (kind: string, source?: string): StoredLine =>
  structuredClone(
    lines.find(({ line, source: s }) => line.kind === kind && (source === undefined || s === source)),
  ) as StoredLine;

let folder: ReturnType<typeof temporaryFolder>;
let warehouse: Warehouse;
beforeEach(async () => {
  folder = temporaryFolder();
  warehouse = await openWarehouse(':memory:');
});
afterEach(() => {
  warehouse.close();
  folder.remove();
});

const count = async (table: string): Promise<number> =>
  ((await warehouse.rows<{ n: number }>(`SELECT count(*) AS n FROM ${table}`))[0] as { n: number }).n;
const total = async (): Promise<number> => {
  let sum = 0;
  for (const name of LOG_TABLE_NAMES) if (name !== 'facts') sum += await count(name);
  return sum;
};

describe('ingest', () => {
  it('keeps every line, and each fact of each step in its order', async () => {
    writeLog(folder.path, 'a.ndjson', lines);
    const report = await ingest(warehouse, folder.path);
    expect(report).toMatchObject({
      files: 1,
      skipped: 0,
      lines: lines.length,
      kept: lines.length,
      repeated: 0,
      broken: 0,
    });
    expect(await total()).toBe(lines.length);
    const facts = lines.flatMap(({ line }) =>
      line.kind === 'step'
        ? line.facts.map(({ kind, value }, place) => `${line.id} ${place} ${kind} ${value}`)
        : [],
    );
    const kept = await warehouse.rows<{ id: string; place: number; kind: string; value: number }>(
      'SELECT * FROM facts',
    );
    expect(kept.map(({ id, place, kind, value }) => `${id} ${place} ${kind} ${value}`).sort()).toEqual(
      facts.sort(),
    );
  });

  it('counts a line once however often it comes: again, in another file, packed, in another batch', async () => {
    writeLog(folder.path, 'a.ndjson', [...lines, ...lines]);
    writeLog(folder.path, 'b.jsonl', [...lines].reverse());
    const packed = gzipSync(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    writeFileSync(join(folder.path, 'c.ndjson.gz'), packed);
    const report = await ingest(warehouse, folder.path, { batchLines: 50 });
    expect([report.kept, report.repeated]).toEqual([lines.length, 3 * lines.length]);
    expect(await total()).toBe(lines.length);
    expect(await count('facts')).toBe(
      lines.reduce((n, { line }) => n + (line.kind === 'step' ? line.facts.length : 0), 0),
    );
    expect(await ingest(warehouse, folder.path)).toMatchObject({ skipped: 3, lines: 0, kept: 0 });
  });

  it('takes the edge copy of a decision before the receipt, whichever comes first', async () => {
    const edge = good('decision');
    const receipt: StoredLine = { ...edge, source: 'receipt', receivedAt: edge.receivedAt - 5 };
    const source = async () =>
      (await warehouse.rows<{ source: string }>('SELECT source FROM decisions'))[0]?.source;
    writeLog(folder.path, '1.ndjson', [receipt]);
    await ingest(warehouse, folder.path);
    expect(await source()).toBe('receipt');
    writeLog(folder.path, '2.ndjson', [edge]);
    expect(await ingest(warehouse, folder.path)).toMatchObject({ kept: 0, repeated: 1 });
    expect(await source()).toBe('edge');
    writeLog(folder.path, '3.ndjson', [{ ...receipt, receivedAt: edge.receivedAt - 9 }]);
    await ingest(warehouse, folder.path);
    expect([await source(), await count('decisions')]).toEqual(['edge', 1]);
  });

  it('goes on where it was stopped, and reads a file again that has grown', async () => {
    for (let k = 0; k < 6; k++) writeLog(folder.path, `${k}.ndjson`, lines.slice(k * 90, (k + 1) * 90));
    let reports = 0;
    const stop = () => {
      if (++reports === 2) throw new Error('killed');
    };
    await expect(ingest(warehouse, folder.path, { batchLines: 80, progress: stop })).rejects.toThrow(
      'killed',
    );
    expect(await total()).toBeGreaterThan(0);
    const rest = await ingest(warehouse, folder.path);
    expect(rest.skipped).toBeGreaterThan(0);
    expect(await total()).toBe(lines.slice(0, 540).length);
    appendFileSync(join(folder.path, '0.ndjson'), `{"cut`);
    expect(await ingest(warehouse, folder.path)).toMatchObject({ kept: 0, repeated: 90, broken: 1 });
    rmSync(join(folder.path, '0.ndjson'));
    writeLog(folder.path, '0.ndjson', lines.slice(0, 91));
    await ingest(warehouse, folder.path);
    expect(await count('quarantine')).toBe(0);
  });

  it('reads endings in either case, and names what it passes over', async () => {
    writeLog(folder.path, 'a.NDJSON', lines.slice(0, 20));
    writeFileSync(
      join(folder.path, 'B.JSONL.GZ'),
      gzipSync(lines.map((line) => `${JSON.stringify(line)}\n`).join('')),
    );
    for (let k = 0; k < 7; k++) writeFileSync(join(folder.path, `${k}.txt`), '');
    const said: string[] = [];
    const report = await ingest(warehouse, folder.path, { progress: (message) => said.push(message) });
    expect(report).toMatchObject({ files: 2, kept: lines.length, broken: 0 });
    expect(report.passedOver).toHaveLength(7);
    expect(said[0]).toMatch(
      /^ingest: 7 passed over, no .ndjson or .jsonl by name: 0.txt, .*, 4.txt and 2 more$/,
    );
  });

  it('leaves nothing of a batch that fails in its middle', async () => {
    writeLog(folder.path, 'a.ndjson', lines);
    await ingest(warehouse, folder.path);
    await warehouse.run('DROP TABLE quarantine');
    await warehouse.run('CREATE TABLE quarantine (path INTEGER)');
    writeLog(folder.path, 'b.ndjson', [...simulated(5, 100), '{']);
    const before = await total();
    await expect(ingest(warehouse, folder.path)).rejects.toThrow();
    expect(await total()).toBe(before);
    expect(await count('ingested_files')).toBe(1);
  });

  it('refuses a folder that is not there or holds no log, and what is neither a file nor a folder', async () => {
    await expect(ingest(warehouse, '/dev/null')).rejects.toThrow(/bad-input .* neither a file nor a folder/);
    await expect(ingest(warehouse, join(folder.path, 'no'))).rejects.toThrow(
      /bad-input .* there is no such file or folder/,
    );
    await expect(ingest(warehouse, folder.path)).rejects.toThrow(/holds no .ndjson or .jsonl file/);
  });
});

describe('a broken line goes to quarantine with its reason and place, and costs only itself', () => {
  const changed = (
    kind: string,
    change: (stored: Record<string, unknown>, line: Record<string, unknown>) => void,
  ) => {
    const stored = good(kind) as unknown as Record<string, unknown>;
    change(stored, stored.line as Record<string, unknown>);
    return stored;
  };
  const table: [string, unknown, RegExp][] = [
    ['cut off', JSON.stringify(good('step')).slice(0, -30), /not JSON/],
    ['another thing', '[1, 2]', /an object with line/],
    ['null', 'null', /an object with line/],
    ['no such kind', changed('step', (_, line) => (line.kind = 'scroll')), /kind.*got "scroll"/],
    ['an unknown field', changed('step', (_, line) => (line.email = 'x')), /line\.email/],
    ['a missing field', changed('end', (_, line) => delete line.end), /line\.end: got nothing/],
    ['a number that is none', changed('step', (_, line) => (line.hazard = 'high')), /hazard/],
    ['a hazard above one', changed('step', (_, line) => (line.hazard = 1.5)), /a number from 0 to 1/],
    ['a fact of no kind', changed('step', (_, line) => (line.facts = [{ kind: 'sigh' }])), /facts\[0\]/],
    ['a φ of another length', changed('step', (_, line) => (line.phi = [0.1])), /phi/],
    ['another version', changed('decision', (_, line) => (line.version = 2)), /version/],
    ['a propensity above one', changed('decision', (_, line) => (line.propensity = 2)), /propensity/],
    [
      'a decision by a page',
      changed('decision', (stored) => (stored.source = 'page')),
      /written by edge or receipt/,
    ],
    ['an outcome by a page', changed('outcome', (stored) => (stored.source = 'page')), /written by shop/],
    ['a step by the shop', changed('step', (stored) => (stored.source = 'shop')), /written by page/],
    ['a decision for another', changed('decision', (stored) => (stored.subject = 'c1')), /itself names/],
    ['no time', changed('end', (stored) => delete stored.receivedAt), /receivedAt/],
    ['an id with a space', changed('end', (_, line) => (line.id = 'a b')), /line\.id/],
  ];

  it.each(table)('%s', async (_, broken, reason) => {
    writeLog(folder.path, 'mixed.ndjson', [lines[0], broken, '', lines[1]]);
    const report = await ingest(warehouse, folder.path);
    expect(report).toMatchObject({ lines: 3, kept: 2, broken: 1 });
    expect(report.firstBroken).toMatch(reason);
    const [row] = await warehouse.rows<{ path: string; line: number; reason: string; text: string }>(
      'SELECT * FROM quarantine',
    );
    expect(row).toMatchObject({ path: 'mixed.ndjson', line: 2 });
    expect(row?.reason).toMatch(reason);
    expect(row?.text).toBe(typeof broken === 'string' ? broken : JSON.stringify(broken));
  });
});
