import { generateKeyPairSync, webcrypto } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  blobText,
  checkStoredProfile,
  DEFAULT_ACTIONS,
  ed25519Verifier,
  firstRelease,
  open,
  type PrivateJwk,
  parseRelease,
  releaseDigest,
  type SubtleLike,
  sha256,
  toHex,
  twinRunners,
} from '@causeway/contract';
import {
  controlValue,
  createWorld,
  evaluationPopulation,
  historyCsv,
  simulateLog,
  trueValue,
} from '@causeway/offline/simulator';
import { parseHTML } from 'linkedom';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expose } from '../../../packages/offline/src/exposure/index.ts';
import { ingest } from '../../../packages/offline/src/log/index.ts';
import { openRegistry, verifyRegistry } from '../../../packages/offline/src/registry/index.ts';
import { withWarehouse } from '../../../packages/offline/src/table/index.ts';
import {
  type LearnedRelease,
  learnRelease,
  loadLearningHistory,
  reproduce,
  signRelease,
} from '../../../packages/offline/src/turn/index.ts';

const dir = mkdtempSync(join(tmpdir(), 'causeway-turn-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const VISITS = 3000;
const world = createWorld({ seed: 21, people: 2500 });
const now = world.options.startAt + 30 * 86_400_000;
const live = firstRelease({
  createdAt: world.options.startAt,
  budget: { id: 'b1', capCents: 150_000 },
  salt: 'turn',
});
const budget = { id: 'b2', capCents: 100_000 };

const turn = async (warehouse: string, outDir: string): Promise<LearnedRelease> =>
  learnRelease({
    warehouse,
    history: await loadLearningHistory(join(dir, 'history.csv'), { asOf: world.options.startAt }),
    live,
    nextSequence: 2,
    budget,
    sessionsPerTurn: VISITS,
    seed: 1,
    now,
    outDir,
  });

const fill = async (name: string, visits: number): Promise<string> => {
  const folder = join(dir, name);
  mkdirSync(folder);
  const lines = simulateLog({ world, release: live, count: visits, drawKey: new Uint8Array(32).fill(7) });
  writeFileSync(join(folder, 'log.ndjson'), [...lines].map((line) => JSON.stringify(line)).join('\n'));
  const path = join(dir, `${name}.duckdb`);
  await withWarehouse(path, async (warehouse) => {
    await ingest(warehouse, folder);
    await expose(warehouse, { actions: DEFAULT_ACTIONS });
  });
  return path;
};

describe('learnRelease', () => {
  let learned: LearnedRelease;
  let warehouse: string;
  beforeAll(async () => {
    writeFileSync(join(dir, 'history.csv'), [...historyCsv(world)].join('\n'));
    warehouse = await fill('log', VISITS);
    learned = await turn(warehouse, join(dir, 'out'));
  });

  it('makes a release that is whole, follows the live one, and carries the budget', () => {
    const { release } = learned;
    expect(parseRelease(release, 'release')).toEqual(release);
    expect(release.sequence).toBe(2);
    expect(release.budget).toEqual(budget);
    expect(release.lineage[0]).toBe(releaseDigest(live));
    expect(release.page.hazard).not.toEqual(live.page.hazard);
    expect(release.policy.trainedOn).toBe(learned.report.policy?.exposures);
  });

  it('writes the hazard of the release beside it: the blob that it carries, the .onnx that it names, rows and card', () => {
    const own = (name: string) => readFileSync(join(dir, 'out', `hazard-2${name}`));
    const { page } = learned.release;
    expect(blobText(own('.blob'))).toBe(page.blob);
    expect(toHex(sha256(own('.onnx')))).toBe(page.onnx);
    const { rows, lambda } = JSON.parse(own('-parity.json').toString()) as Record<string, number[][]>;
    expect(rows?.map((row) => twinRunners(page.blob as string).score(row))).toEqual(lambda);
    expect(own('-card.md').toString()).toContain(`Form: ${learned.report.hazardForm?.form}.`);
  });

  it('publishes profiles that the edge will accept under it', () => {
    expect(learned.profiles.length).toBeGreaterThan(1000);
    for (const { profile } of learned.profiles) {
      checkStoredProfile(profile, 'profile');
      expect(learned.release.lineage).toContain(profile.release);
    }
  });

  it('is truly better than doing nothing, and its interval holds its true value', () => {
    const population = evaluationPopulation(world, 3000, 5);
    const profiles = new Map(learned.profiles.map(({ subject, profile }) => [subject, profile]));
    const { value, spend } = trueValue(population, learned.release, profiles);
    expect(value).toBeGreaterThan(controlValue(population).value);
    expect(value).toBeGreaterThan(learned.estimate.low);
    expect(value).toBeLessThan(learned.estimate.high);
    expect(spend * VISITS).toBeLessThan(1.25 * budget.capCents);
  });

  it('keeps every artefact of its lineage in the registry, and the same turn gives the same release', async () => {
    const registry = openRegistry(join(dir, 'out', 'registry'));
    for (const kind of ['encoder', 'hazard', 'effects', 'exposures']) {
      expect(learned.release.lineage).toContain(registry.list(kind)[0]);
    }
    const again = await turn(warehouse, join(dir, 'again'));
    expect(releaseDigest(again.release)).toBe(releaseDigest(learned.release));
    expect(again.estimate).toEqual(learned.estimate);
  });

  it('writes a dossier that shows values, calibration, overlap and what it assumes', () => {
    const html = readFileSync(learned.dossier.html, 'utf8');
    const { document } = parseHTML(html);
    const text = document.body.textContent ?? '';
    expect(document.querySelectorAll('svg[role=img]').length).toBe(5);
    expect(html).not.toMatch(/NaN|undefined|https?:\/\/(?!www\.w3\.org)/);
    for (const part of [
      'What this rests on',
      'It assumes',
      'Calibration error',
      'Effective sample size',
      'Best single arm',
      learned.report.chosen,
    ]) {
      expect(text).toContain(part);
    }
    const json = JSON.parse(readFileSync(learned.dossier.json, 'utf8')) as LearnedRelease['report'];
    expect(json.estimate).toEqual(learned.estimate);
    expect(json.policy?.weights.length).toBe(json.policy?.exposures);
    expect(json.hazard?.calibration.length).toBeGreaterThan(5);
  });

  it('can be made again by its digest from the registry, the raw lines and the history, found by their bytes', async () => {
    const registry = openRegistry(join(dir, 'out', 'registry'));
    const digest = releaseDigest(learned.release);
    const from = { logs: [join(dir, 'log')], histories: [dir], workDir: join(dir, 'reproduced') };
    expect(await reproduce(registry, digest, from)).toMatchObject({ same: true, again: digest, files: 1 });
    expect((await verifyRegistry(registry)).faults).toEqual([]);
    const raw = join(dir, 'log', 'log.ndjson');
    const text = readFileSync(raw, 'utf8');
    writeFileSync(raw, text.replace('"step"', '"Step"'));
    await expect(reproduce(registry, digest, { ...from, workDir: join(dir, 'altered') })).rejects.toThrow(
      /1 of 1 files are not there or are not what they were/,
    );
    writeFileSync(raw, text);
  });

  it('explores once more, and says why, when the log is too small; shops without history stay strangers', async () => {
    const small = await fill('small', 150);
    const result = await learnRelease({
      warehouse: small,
      history: null,
      live,
      nextSequence: 2,
      budget,
      sessionsPerTurn: VISITS,
      seed: 1,
      now,
      outDir: join(dir, 'small-out'),
    });
    expect(result.release.policy.exploration).toBe(1);
    expect(result.release.note).toMatch(/Uniform exploration: no-support/);
    expect(result.estimate.name).toBe('logged-mean');
    expect(result.profiles).toEqual([]);
    expect(readFileSync(result.dossier.html, 'utf8')).toContain('too small to learn from');
  });
});

describe('signRelease', () => {
  const { privateKey } = generateKeyPairSync('ed25519');
  const jwk = { ...privateKey.export({ format: 'jwk' }), kid: 'release-1' } as unknown as PrivateJwk;
  const options = { purpose: 'release', audience: 'causeway-edge', now } as const;

  it('seals a release that its key opens for ten years, and for no other purpose', async () => {
    const token = await signRelease(live, jwk, now);
    const verifier = await ed25519Verifier(webcrypto.subtle as unknown as SubtleLike, jwk);
    const nine = now + 9 * 365 * 86_400_000;
    // A release may be longer than a page's token; this one is read whole.
    const opened = await open(token, { ...options, now: nine, maxLength: 4_194_304 }, [verifier]);
    expect(opened).toEqual(live);
    await expect(
      open(token, { ...options, purpose: 'profile', maxLength: 4_194_304 }, [verifier]),
    ).rejects.toThrow(/another purpose/);
  });

  it('refuses an inconsistent release before it signs', async () => {
    await expect(signRelease({ ...live, stateNames: '0'.repeat(64) }, jwk, now)).rejects.toThrow(
      /bad-release/,
    );
  });
});
