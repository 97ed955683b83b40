import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  type Alert,
  deliverAlerts,
  makeAlert,
  tableSeries,
} from '../../../packages/offline/src/monitor/index.ts';
import { temporaryFolder } from '../support/study.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

const alert = (metric: string, onsetAt = 0): Alert =>
  makeAlert({
    family: 'friction',
    metric,
    severity: 'act',
    cause: 'it rose',
    evidence: 'much',
    onsetAt,
    detectedAt: onsetAt + 1,
    open: true,
    direction: 'up',
  });

describe('deliverAlerts', () => {
  const file = join(folder.path, 'alerts.ndjson');
  it('tells each trouble once, to the file and to the webhook, which may fail twice', async () => {
    const posted: string[] = [];
    let tries = 0;
    const post = async (_: string, body: string) => {
      if (++tries < 3) throw new Error('down');
      posted.push(body);
      return { ok: true, status: 200 };
    };
    const to = { file, webhook: 'http://hook', post, wait: async () => {} };
    const first = await deliverAlerts([alert('a'), alert('a'), alert('b')], to);
    expect(first).toMatchObject({ repeated: 1, webhook: 'sent' });
    expect(JSON.parse(posted[0] as string).alerts).toHaveLength(2);
    expect(await deliverAlerts([alert('a')], to)).toMatchObject({ fresh: [], repeated: 1, webhook: 'none' });
    // A day later it is another trouble.
    expect((await deliverAlerts([alert('a', 86_400_000)], to)).fresh).toHaveLength(1);
    expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(3);
  });

  it('reports a webhook that stays down, and keeps the alerts', async () => {
    const post = async () => ({ ok: false, status: 500 });
    const to = {
      file: join(folder.path, 'other.ndjson'),
      webhook: 'http://hook',
      post,
      wait: async () => {},
    };
    expect((await deliverAlerts([alert('c')], to)).webhook).toEqual({ failed: 'it answered 500' });
    expect(readFileSync(to.file, 'utf8')).toContain('"metric":"c"');
  });

  it('refuses a file that something else wrote', async () => {
    writeFileSync(join(folder.path, 'bad'), 'hello\n');
    await expect(deliverAlerts([alert('a')], { file: join(folder.path, 'bad') })).rejects.toThrow(
      /bad:1.*not an alert/,
    );
  });
});

describe('tableSeries', () => {
  const n = 200;
  const table = {
    n,
    names: ['paid', 'device', 'odd'],
    at: Float64Array.from({ length: n }, (_, i) => i),
    cells: (name: string) =>
      Array.from({ length: n }, (_, i) =>
        name === 'paid'
          ? i % 2
            ? 'yes'
            : 'No'
          : name === 'device'
            ? i % 4
              ? 'mobile'
              : 'tablet'
            : i === 7
              ? 'x'
              : i,
      ),
  };
  const ask = (metrics: string[], by: string[] = []) =>
    tableSeries(table, { metrics, by, events: null, countMs: null });

  it('reads yes and no, values of a column, and groups; says which groups are too small', () => {
    expect([...(ask(['paid']).series[0]?.value ?? [])].slice(0, 4)).toEqual([0, 1, 0, 1]);
    expect(ask(['device=tablet']).series[0]?.value.reduce((a, b) => a + b, 0)).toBe(50);
    const { series, small } = ask(['paid'], ['device']);
    expect(series.map(({ name }) => name)).toEqual(['paid (device=mobile)']);
    expect(small).toEqual(['paid (device=tablet)']);
  });

  it('refuses what is no number, what is not there, and says what to ask instead', () => {
    expect(() => ask(['odd'])).toThrow(/row 8.*got x.*odd=x watches/);
    expect(() => ask(['tablet'])).toThrow(/the column device holds it as a value/);
    expect(() => ask(['none'])).toThrow(/there are paid, device, odd/);
  });
});
