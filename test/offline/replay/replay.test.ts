import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type DecisionRecord,
  decide,
  decisionModels,
  firstRelease,
  keyedUniform,
  priorProfile,
  type Release,
  releaseDigest,
} from '@causeway/contract';
import { afterAll, expect, it } from 'vitest';
import { readReleases, replayLog, replayRecord } from '../../../packages/offline/src/replay/index.ts';

const KEY = new Uint8Array(32).fill(5);
const u = (...parts: (string | number)[]) => keyedUniform(KEY, ...parts);
const first = firstRelease({ createdAt: 1, budget: { id: 'b', capCents: 1e6 }, salt: 's' });
const policy = {
  ...first.policy,
  exploration: 0.2,
  temperature: 40,
  effect: first.policy.effect.map((row, k) => row.map((_, j) => 60 * (u(k, j) - 0.5))),
};
const release: Release = {
  ...first,
  policy,
  policies: { other: { ...policy, exploration: 0.5 } },
  shadow: ['other'],
  experiment: { salt: 's', version: 1, holdout: 0, arms: [{ name: 'a', share: 0.5, policy: 'other' }] },
  rules: { caps: [{ actions: ['form-help'], channels: [], most: 1, windowHours: 9, restHours: 0 }] },
};
const digest = releaseDigest(release);
const ids = first.actions.map(({ id }) => id);

const recordOf = (n: number): DecisionRecord => {
  const holdout = u('holdout', n) < 0.1;
  const families = () => new Array<number>(8).fill(0).map((_, k) => 3 * u('d', n, k));
  return decide({
    ask: {
      point: 'checkout-help',
      offered: ids.filter((id) => u('o', n, id) < 0.8),
      state: {
        stage: 'payment',
        step: 1 + (n % 9),
        context: {
          cartItems: 1,
          cartCents: 100 * (n % 300),
          discount: false,
          mobile: n % 2 === 0,
          returning: true,
          elapsedMs: n,
        },
        d: families(),
        total: families(),
        smoothedBefore: u('f', n),
      },
    },
    profile: {
      ...priorProfile(`p-${n}`),
      known: u('known', n) < 0.7,
      holdout,
      arms: { s: u('arm', n) < 0.5 ? 'a' : 'rest' },
      z: new Array<number>(8).fill(0).map((_, k) => Math.floor(80 * u('z', n, k)) - 40),
      ...(n % 3 === 0 ? { stratum: 'loyal' } : {}),
      ...(n % 17 === 0 ? { override: true as const } : {}),
    },
    session: `session-${n}`,
    counts: n % 7 === 0 ? { reassurance: 1 } : {},
    history: n % 5 === 0 ? [{ action: 'form-help', at: 1_800_000_000_000 - n }] : [],
    ...(n % 2 === 0 ? { multiplier: 2 * u('m', n) } : {}),
    spendableCents: [0, 300, 600, 5000][n % 4] as number,
    at: 1_800_000_000_000,
    release: digest,
    worker: 'w',
    models: decisionModels(release, { s: u('arm', n) < 0.5 ? 'a' : 'rest' }),
    drawKey: KEY,
  });
};

it('1,000 random records come out with equal bits; without the key so does all but the draw', () => {
  for (let n = 0; n < 1000; n++) {
    const record = JSON.parse(
      JSON.stringify({ ...recordOf(n), lease: 'l', granted: n % 2 === 0 }),
    ) as DecisionRecord;
    expect(replayRecord(record, release, { drawKey: KEY })).toEqual([]);
    expect(replayRecord(record, release, { drawKey: null })).toEqual([]);
  }
});

it('names what was tampered with: propensity, action, friction, masks, z, release, another key', () => {
  const record = recordOf(1);
  const fields = (over: Partial<DecisionRecord>, drawKey: Uint8Array | null = KEY) =>
    replayRecord({ ...record, ...over }, release, { drawKey });
  expect(fields({ propensity: record.propensity * (1 + 2 ** -50) })).toEqual(['propensity']);
  expect(fields({ action: record.action === 'none' ? 'form-help' : 'none' })).toEqual(['action']);
  expect(fields({ z: record.z.map((x) => x + 1) })).toContain('distribution');
  expect(fields({ state: { ...record.state, smoothedBefore: 9 } })).toContain('distribution');
  expect(fields({ session: 'session-x' })).toContain('id');
  expect(fields({ hazard: 0.5 }, null)).toEqual(['hazard']);
  const others = Array.from({ length: 20 }, (_, n) =>
    replayRecord(recordOf(n), release, { drawKey: KEY.slice().fill(6) }),
  );
  expect(others.some((found) => found.includes('action'))).toBe(true);
});

const folder = mkdtempSync(join(tmpdir(), 'causeway-replay-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('reads a folder of a log with its releases, and counts what it cannot replay', async () => {
  mkdirSync(join(folder, 'releases'));
  writeFileSync(join(folder, 'releases', `${digest}.json`), JSON.stringify(release));
  writeFileSync(join(folder, 'releases', 'live.json'), '{"digest":"x"}');
  const line = (record: DecisionRecord) =>
    JSON.stringify({ line: record, subject: record.subject, receivedAt: 1, source: 'edge' });
  const records = Array.from({ length: 40 }, (_, n) => recordOf(n));
  const strange: DecisionRecord = { ...recordOf(50), release: 'f'.repeat(64) };
  const blind: DecisionRecord = { ...recordOf(51), mode: 'fallback' };
  const bent: DecisionRecord = { ...recordOf(52), propensity: 0.123 };
  const text = [...records, strange, blind, bent].map(line).join('\n');
  writeFileSync(join(folder, 'decisions.ndjson'), `${text}\nnot a line\n`);
  const releases = readReleases([join(folder, 'releases')]);
  expect([...releases.keys()]).toEqual([digest]);
  expect(await replayLog(folder, releases, { drawKey: KEY })).toEqual({
    decisions: 43,
    same: 40,
    different: 1,
    unknownRelease: { ['f'.repeat(64)]: 1 },
    fallback: 1,
    broken: 1,
    drawn: true,
    first: [{ at: 'decisions.ndjson:43', decision: bent.id, fields: ['propensity'] }],
  });
  writeFileSync(join(folder, 'no-release.json'), '{}');
  expect(() => readReleases([join(folder, 'no-release.json')])).toThrow('not a release');
});
