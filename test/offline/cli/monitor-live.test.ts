import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { commandLine } from '../../../packages/offline/src/cli/command-line.ts';
import { simulated, temporaryFolder, writeLog } from '../support/study.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());
const dir = join(folder.path, 'study');
const log = join(dir, 'log');
const out = join(folder.path, 'out.json');
const look = (...more: string[]) =>
  commandLine(['monitor', '--dir', dir, '--every', '1', '--json', out, ...more]);
const result = () => JSON.parse(readFileSync(out, 'utf8'));

const lines = simulated(1600);
const first = lines[0]?.line.at as number;
const last = lines.at(-1)?.line.at as number;
const half = (first + last) / 2;
/** In the later half no question is answered. */
const later = lines
  .filter(({ line }) => line.at >= half)
  .map((stored) =>
    stored.line.kind === 'asked'
      ? { ...stored, line: { ...stored.line, result: 'timeout' as const } }
      : stored,
  );

describe('causeway monitor --every', () => {
  it('reads what has come since, tells an alert once, and goes on after a round that failed', async () => {
    mkdirSync(log, { recursive: true });
    writeLog(
      log,
      'a.ndjson',
      lines.filter(({ line }) => line.at < half),
    );
    const quiet = await look('--rounds', '1');
    expect([quiet, result().alerts, result().round]).toEqual([0, [], 1]);
    const grows = setTimeout(() => writeLog(log, 'b.ndjson', later), 300);
    expect(await look('--rounds', '2')).toBe(0);
    clearTimeout(grows);
    const { alerts, told, lines: read } = result();
    expect(read).toBe(later.length);
    expect(alerts.map(({ metric }: { metric: string }) => metric)).toContain('unanswered questions');
    expect(told).toBe(alerts.length);
    expect(await look('--rounds', '1')).toBe(0);
    expect([result().told, result().lines]).toEqual([0, 0]);
    const kept = readFileSync(join(dir, 'alerts.ndjson'), 'utf8').trim().split('\n');
    expect(kept.length).toBe(told);
  }, 120_000);

  it('ends by itself when it is told to, and not by what fails on the way', async () => {
    const gone = join(folder.path, 'nowhere');
    const appears = setTimeout(() => {
      mkdirSync(gone, { recursive: true });
      writeLog(gone, 'a.ndjson', lines.slice(0, 2000));
    }, 300);
    expect(await look('--rounds', '2', '--log', gone)).toBe(0);
    clearTimeout(appears);
    expect([result().round, result().failed]).toEqual([2, 1]);
    expect(await look('--rounds', '1', '--log', join(folder.path, 'never'))).toBe(1);
    setTimeout(() => process.emit('SIGTERM', 'SIGTERM'), 1500);
    expect(await look()).toBe(0);
  }, 120_000);

  it('watches a log, not one table', async () => {
    writeFileSync(join(folder.path, 't.csv'), 'a\n1\n');
    expect(await look('--input', join(folder.path, 't.csv'))).toBe(1);
  });
});
