import { appendFileSync, copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  checkEmbeddingDynamics,
  digest,
  moveProfile,
  SESSION_SUMMARY_SIZE,
  type StepLine,
  type StoredLine,
  sessionSummary,
} from '@causeway/contract';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { commandLine } from '../../../../packages/offline/src/cli/command-line.ts';
import {
  type Encoder,
  type SubjectProfile,
  visitDynamics,
} from '../../../../packages/offline/src/embed/index.ts';
import { DAY_MS } from '../../../../packages/offline/src/exposure/index.ts';
import { loadVisits } from '../../../../packages/offline/src/features/index.ts';
import { ingest } from '../../../../packages/offline/src/log/index.ts';
import { openWarehouse, withWarehouse } from '../../../../packages/offline/src/table/index.ts';
import { simulated, temporaryFolder, writeLog } from '../../support/study.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());
const own = (...name: string[]): string => join(folder.path, ...name);

describe('visits of a warehouse', () => {
  it('are summed up as the edge’s consumer sums up the same lines, to the bit', async () => {
    const lines: StoredLine[] = simulated(60);
    writeLog(own('log'), 'a.ndjson', lines);
    const warehouse = await openWarehouse(own('small.duckdb'));
    await ingest(warehouse, own('log'));
    const visits = await loadVisits(warehouse);
    warehouse.close();
    const last = new Map<string, StepLine>();
    for (const { line } of lines)
      if (line.kind === 'step' && line.step >= (last.get(line.session)?.step ?? 0))
        last.set(line.session, line);
    const wanted = lines.flatMap(({ line, subject }) => {
      const step = line.kind === 'end' ? last.get(line.session) : undefined;
      return line.kind === 'end' && step !== undefined
        ? [{ subject, at: line.at, u: sessionSummary(step, line.end === 'order') }]
        : [];
    });
    expect(wanted.length).toBeGreaterThan(50);
    expect(visits.n).toBe(wanted.length);
    const key = ({ subject, at }: { subject: string; at: number }) => `${at} ${subject}`;
    const got = Array.from({ length: visits.n }, (_, i) => ({
      subject: visits.subject[i] as string,
      at: visits.at[i] as number,
      u: [...visits.u.subarray(i * SESSION_SUMMARY_SIZE, (i + 1) * SESSION_SUMMARY_SIZE)],
    }));
    const sorted = <T extends { subject: string; at: number }>(of: T[]) =>
      of.sort((a, b) => (key(a) < key(b) ? -1 : 1));
    expect(sorted(got)).toEqual(sorted(wanted));
  });
});

describe('causeway embed, where the history goes on under the log', () => {
  const dir = own('study');
  const embed = async (history: string) => {
    const started = '1788220800000';
    const given = [
      'embed',
      '--dir',
      dir,
      '--history',
      history,
      '--as-of',
      started,
      '--json',
      own('out.json'),
    ];
    expect(await commandLine(given)).toBe(0);
    return JSON.parse(readFileSync(own('out.json'), 'utf8')).dynamics;
  };
  const written = () => JSON.parse(readFileSync(join(dir, 'session-dynamics.json'), 'utf8'));
  const later = own('later.csv');

  beforeAll(async () => {
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    expect(await commandLine(['simulate', '--dir', dir, '--sessions', '4000', '--people', '800'])).toBe(0);
    expect(await commandLine(['ingest', '--dir', dir])).toBe(0);
    copyFileSync(join(dir, 'history.csv'), later);
    // What the shop's own books would hold a few days on: every visit, and the orders among them.
    const rows = await withWarehouse(join(dir, 'warehouse.duckdb'), (warehouse) =>
      warehouse.rows<{ subject: string; at: bigint; cents: number; items: number; ordered: boolean }>(
        `SELECT s.subject, max(e.at_ms) AS at, max(s.cart_cents) AS cents, max(s.cart_items) AS items,
         bool_or(e."end" = 'order') AS ordered FROM steps s JOIN ends e ON e.session = s.session GROUP BY s.session, s.subject`,
      ),
    );
    for (const { subject, at, cents, items, ordered } of rows) {
      appendFileSync(later, `${subject},${at},visit,,,,,0\n`);
      if (ordered) appendFileSync(later, `${subject},${at},order,${cents},${items},0,490,0\n`);
    }
  });

  it('learns A, B and Q of z under that encoder, which foretell where held-out people’s z goes', async () => {
    const dynamics = await embed(later);
    expect(dynamics.explained).toBeGreaterThan(0.05);
    expect(Math.abs(dynamics.distance / dynamics.expected - 1)).toBeLessThan(0.15);
    const model = checkEmbeddingDynamics(written(), 'dynamics');
    const encoder = JSON.parse(readFileSync(join(dir, 'encoder.json'), 'utf8')) as Encoder;
    expect(model.encoder).toBe(digest(encoder));
    // The edge moves a profile of that encoder by it.
    const [first] = JSON.parse(readFileSync(join(dir, 'profiles.json'), 'utf8')) as SubjectProfile[];
    const named = { digest: digest(model), model };
    const u = new Array<number>(SESSION_SUMMARY_SIZE).fill(0.5);
    const profile = (first as SubjectProfile).profile;
    expect(moveProfile(profile, named, { session: 'session-1', u, at: 1 }).moved?.steps).toBe(1);
  });

  it('takes an earlier encoder’s away, and says why, where the history ends before the log begins', async () => {
    await embed(later);
    expect(written().kind).toBe('embedding-dynamics');
    const dynamics = await embed(join(dir, 'history.csv'));
    expect(dynamics).toEqual({ none: 'the history holds no whole day on which a visit ended' });
    expect(existsSync(join(dir, 'session-dynamics.json'))).toBe(false);
  });

  it('learns nothing from days of several visits, nor from strangers', async () => {
    const encoder = JSON.parse(readFileSync(join(dir, 'encoder.json'), 'utf8')) as Encoder;
    const n = 200;
    const of = (subject: (i: number) => string) => ({
      n,
      subject: Array.from({ length: n }, (_, i) => subject(i)),
      at: new Float64Array(n).fill(10.5 * DAY_MS),
      u: new Float64Array(n * SESSION_SUMMARY_SIZE),
    });
    const names = encoder.transforms.map((t) => t.name);
    const rows = {
      n: 1,
      subject: ['a'],
      names,
      c: new Float64Array(names.length),
      y: new Float64Array(0),
      labels: [],
    };
    const history = { historyAt: async (asOf: number) => ({ ...rows, asOf }), historyEnd: 20 * DAY_MS };
    const wanted = { none: '0 days with one visit of 0 known customers; 50 of 20 are needed' };
    expect(
      await visitDynamics(
        of(() => 'a'),
        encoder,
        history,
      ),
    ).toEqual(wanted);
    expect(
      await visitDynamics(
        of((i) => `stranger-${i}`),
        encoder,
        history,
      ),
    ).toEqual(wanted);
  });
});
