import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openModel } from '@causeway/contract';
import { afterAll, describe, expect, it } from 'vitest';
import { commandLine } from '../../../packages/offline/src/cli/command-line.ts';
import { encodeRow } from '../../../packages/offline/src/hazard/index.ts';
import { makeRandom } from '../../../packages/offline/src/maths/index.ts';
import { temporaryFolder } from '../support/study.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());
const own = (name: string): string => join(folder.path, name);

const run = async (verb: string, ...args: string[]) => {
  const code = await commandLine([verb, ...args, '--json', own('out.json')]);
  return { code, result: JSON.parse(readFileSync(own('out.json'), 'utf8')) };
};

/** A file as shops write them: rows in no order, gaps, words for numbers, a name with a space, rows after the event. */
const random = makeRandom(17);
const lines: string[] = [];
for (let s = 0; s < 500; s++) {
  const side = random.uniform() < 0.4 ? 'new' : 'old';
  let at = Date.UTC(2026, 0, 1) + s * 6_000_000;
  for (let step = 1; step <= 8; step++) {
    const amount = random.normal();
    const score = -2 + amount + (side === 'new' ? 1 : 0);
    const left = random.uniform() < 1 / (1 + Math.exp(-score));
    const time = new Date(at).toISOString().slice(0, 19).replace('T', ' ');
    const cell = random.uniform() < 0.1 ? 'n/a' : amount.toFixed(4);
    lines.push([`v${s}`, time, left ? 'yes' : 'no', cell, side, 'same'].join(','));
    at += 30_000;
    if (!left) continue;
    if (s % 50 === 0) lines.push([`v${s}`, new Date(at).toISOString(), 'no', 0, side, 'same'].join(','));
    break;
  }
}
const shuffled = Array.from(random.permutation(lines.length), (i) => lines[i] as string);
writeFileSync(own('rows.csv'), ['visit,at,gone,the amount,side,same', ...shuffled].join('\n'));
const COLUMNS = ['--input', own('rows.csv'), '--session', 'visit', '--time', 'at', '--event', 'gone'];
const FEATURES = ['--features', 'the amount,side,same'];
const OUT = ['--out', own('model'), '--model', 'trees'];

describe('causeway hazard on a file of one’s own', () => {
  it('writes a model that takes the row which the encoding describes, and measures that model', async () => {
    const args = [...COLUMNS, ...FEATURES, ...OUT, '--split-at', '2026-01-24', '--segment', 'side'];
    const { code, result } = await run('hazard', ...args);
    expect([code, result.model, result.constant, result.split.by]).toEqual([0, 'trees', ['same'], 'session']);
    expect(result.auc).toBeGreaterThan(0.7);
    expect(result.intervals.auc.low).toBeLessThan(result.auc);
    expect(result.logloss).toBeLessThan(result.baseLogloss);
    expect(result.dropped.afterEvent).toBeGreaterThan(3);
    expect(result.segments.map((s: { value: string }) => s.value).sort()).toEqual(['new', 'old']);
    expect(result.withoutElapsed.n).toBe(result.n);
    expect(result.largestGap).toBeLessThan(1e-6);
    for (const name of ['model.onnx', 'card.md', 'calibration.svg', 'survival.svg', 'runs/hazard/run.json'])
      expect(existsSync(join(own('model'), name))).toBe(true);

    for (const name of ['calibration.svg', 'survival.svg']) {
      const svg = readFileSync(join(own('model'), name), 'utf8');
      expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"[^]*<\/svg>$/);
      expect(svg).not.toMatch(/NaN|undefined/);
    }

    const encoding = JSON.parse(readFileSync(own('model/encoding.json'), 'utf8'));
    const model = openModel(new Uint8Array(readFileSync(own('model/model.blob'))));
    const [head, ...rows] = readFileSync(own('model/predictions.csv'), 'utf8').trim().split('\n');
    expect([head, rows.length]).toEqual(['row,visit,at,gone,hazard', result.n]);
    const first = new Map<string, number>();
    const before = new Map<string, [step: number, at: number]>();
    for (const line of rows) {
      const [row = '', visit = '', time = '', , hazard] = line.split(',');
      const cells = (shuffled[Number(row) - 1] as string).split(',');
      const at = Date.parse(time);
      const [step, last] = before.get(visit) ?? [0, at];
      first.set(visit, first.get(visit) ?? at);
      before.set(visit, [step + 1, at]);
      const x = encodeRow(encoding, {
        cell: (source) =>
          cells[['visit', 'at', 'gone', 'the amount', 'side', 'same'].indexOf(source)] ?? null,
        timeMs: at,
        clocks: {
          step: step + 1,
          elapsed: (at - (first.get(visit) as number)) / 1000,
          gap: (at - last) / 1000,
        },
      });
      expect(model.score(x)).toBe(Number(hazard));
    }
    expect(readFileSync(own('model/card.md'), 'utf8')).toMatch(
      /\| 0 \| the amount \| the amount \| \(the number - /,
    );
  });

  it.each([
    [
      'a column that is not there',
      ['--features', 'q', '--split-at', '2026-01-24'],
      /column q: it is missing/,
    ],
    [
      'the event as a feature',
      ['--features', 'gone', '--split-at', '2026-01-24'],
      /gone is the session or the event/,
    ],
    [
      'a moment of another kind',
      [...FEATURES, '--split-at', 'soon'],
      /--split-at: got soon, allowed is a date/,
    ],
    [
      'nothing behind the moment',
      [...FEATURES, '--split-at', '2027-01-01'],
      /leaves \d+ rows before it and 0 to test on; .* from 2026-01-01T00:00:00.000Z to 2026-0/,
    ],
    ['nothing before it', [...FEATURES, '--split-at', '2025-01-01'], /leaves 0 rows before it/],
    [
      'too few events before it',
      [...FEATURES, '--split-at', '2026-01-01 01:00'],
      /at least 5 with and 5 without/,
    ],
  ])('refuses %s', async (_, args, message) => {
    const written: string[] = [];
    const write = process.stderr.write;
    process.stderr.write = ((text: string) => written.push(text) > 0) as typeof write;
    const code = await commandLine(['hazard', ...COLUMNS, ...OUT, ...args]).finally(() => {
      process.stderr.write = write;
    });
    expect(code).toBe(1);
    expect(written.join('')).toMatch(message);
  });
});

describe('causeway hazard-periods', () => {
  const JOURNEYS = fileURLToPath(
    new URL('../../../../shared/data/shop-journeys/journeys.csv.gz', import.meta.url),
  );

  it('beats the logit of shop-journeys with a model for the kernel, where its data are', async ({ skip }) => {
    if (!existsSync(JOURNEYS)) return skip('the journeys are not here');
    const made = await run(
      'hazard-periods',
      ...['--input', JOURNEYS, '--session', 'session_id', '--time', 'timestamp', '--name', 'event'],
      ...[
        '--from',
        'cart,add_to_cart',
        '--until',
        'purchase',
        '--output',
        own('periods.csv'),
        '--dir',
        own('made'),
      ],
      ...['--keep', 'platform,acquisition_channel,user_cohort,user_lifecycle'],
    );
    expect([made.result.rows, made.result.sessions, made.result.events]).toEqual([7615, 1213, 812]);
    const { result } = await run(
      'hazard',
      ...['--input', own('periods.csv'), '--session', 'session', '--time', 'time', '--event', 'left'],
      ...['--features', made.result.features.join(','), '--split-at', '2024-05-10', ...OUT, '--no-compare'],
    );
    expect(result.auc).toBeGreaterThan(0.82);
    expect(result.logloss).toBeLessThan(0.27);
    expect(result.blob.bytes).toBeLessThan(100_000);
  });
});
