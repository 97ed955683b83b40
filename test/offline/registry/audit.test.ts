import { generateKeyPairSync } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PrivateJwk, PublicJwk } from '@causeway/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  appendAudit,
  checkRetention,
  openRegistry,
  readAudit,
  readLineage,
  retain,
  verifyRegistry,
} from '../../../packages/offline/src/registry/index.ts';
import { temporaryFolder } from '../support/study.ts';

const key = (kid: string): PrivateJwk => ({
  ...(generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }) as unknown as PrivateJwk),
  kid,
});
const folder = temporaryFolder();
afterAll(folder.remove);
const registry = openRegistry(folder.path);
const signer = key('study');
let head = '';

beforeAll(async () => {
  const data = registry.put('data', { files: [{ digest: 'ab'.repeat(32), lines: 3 }] });
  const recipe = registry.put('recipe', { data, note: 'ü' });
  const release = registry.put('release', { lineage: [recipe] });
  const artefacts = [
    { kind: 'data', name: data },
    { kind: 'recipe', name: recipe },
    { kind: 'release', name: release },
  ];
  await appendAudit(registry, { at: 1, who: 'study', what: 'propose', artefacts }, signer);
  await appendAudit(registry, { at: 2, who: 'ana', what: 'publish', artefacts: artefacts.slice(2) }, signer);
  await appendAudit(registry, { at: 3, who: 'ana', what: 'note' }, null);
  head = (await verifyRegistry(registry)).head?.digest ?? '';
});

const filesOf = (): string[] =>
  readdirSync(folder.path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

describe('verifyRegistry', () => {
  it('finds nothing in a registry that nobody touched', async () => {
    const found = await verifyRegistry(registry, { head, trusted: [signer as PublicJwk] });
    expect(found).toMatchObject({ artefacts: 4, entries: 3, signed: 2, faults: [], unlisted: [] });
    expect(found.head).toEqual({ n: 3, digest: head });
  });

  it('finds one changed byte, wherever it is, in any file', async () => {
    let tried = 0;
    for (const file of filesOf()) {
      const before = readFileSync(file);
      // Every third byte of the entries, every seventh of the artefacts: each with its lowest bit turned, and as a space.
      const stride = file.includes('audit') ? 3 : 7;
      for (let at = 0; at < before.length; at += stride) {
        const after = Buffer.from(before);
        after[at] = at % 2 === 0 ? (before[at] as number) ^ 1 : 0x20;
        if (after[at] === before[at]) continue;
        writeFileSync(file, after);
        const { faults } = await verifyRegistry(registry);
        expect(faults.length, `${file} byte ${at}`).toBeGreaterThan(0);
        tried++;
      }
      writeFileSync(file, before);
    }
    expect(tried).toBeGreaterThan(400);
    expect((await verifyRegistry(registry)).faults).toEqual([]);
  });

  it('finds an entry that was cut off, a file that was taken away, and one that was put in', async () => {
    const last = join(folder.path, 'audit', '00000003.json');
    const text = readFileSync(last);
    rmSync(last);
    expect((await verifyRegistry(registry)).faults).toEqual([]);
    expect((await verifyRegistry(registry, { head })).faults[0]?.what).toMatch(/cut off/);
    writeFileSync(last, text);

    const taken = join(folder.path, 'recipe', `${registry.list('recipe')[0]}.json`);
    const kept = readFileSync(taken);
    rmSync(taken);
    expect((await verifyRegistry(registry)).faults[0]?.what).toMatch(/missing; audit\/00000001.json vouches/);
    writeFileSync(taken, kept);

    const foreign = join(folder.path, 'recipe', 'notes.txt');
    writeFileSync(foreign, 'hello');
    expect((await verifyRegistry(registry)).faults).toEqual([
      { path: 'recipe/notes.txt', what: 'it is neither an artefact nor an entry' },
    ]);
    rmSync(foreign);
  });

  it('refuses entries of a key that is not trusted', async () => {
    const { faults } = await verifyRegistry(registry, { trusted: [key('other') as PublicJwk] });
    expect(faults.map(({ what }) => what)).toEqual([
      expect.stringMatching(/is not known/),
      expect.stringMatching(/is not known/),
    ]);
  });

  it('gives each of many writers at once a number of its own', async () => {
    const other = openRegistry(join(folder.path, '..', `${folder.path.split('/').at(-1)}-many`));
    await Promise.all(
      Array.from({ length: 20 }, (_, k) => appendAudit(other, { at: k, who: `w${k}`, what: 'note' }, null)),
    );
    expect((await verifyRegistry(other)).faults).toEqual([]);
    expect(readAudit(other).map(({ n }) => n)).toEqual(Array.from({ length: 20 }, (_, k) => k + 1));
    rmSync(other.root, { recursive: true });
  });
});

describe('readLineage', () => {
  it('goes from a release to the raw files and back', () => {
    const lineage = readLineage(registry);
    const release = registry.list('release')[0] as string;
    expect(lineage.all(release, 'from').map(({ kind }) => kind)).toEqual(['recipe', 'data', 'file']);
    expect(lineage.all('ab'.repeat(32), 'into').map(({ kind }) => kind)).toEqual([
      'data',
      'recipe',
      'release',
    ]);
  });
});

describe('retain', () => {
  it('retires what is over its time, says so for ever, and keeps what the live release was made from', async () => {
    const old = registry.put('encoder', { w: [1] });
    const used = registry.put('encoder', { w: [2] });
    const live = registry.put('release', { lineage: [used] });
    const artefacts = [old, used].map((name) => ({ kind: 'encoder', name }));
    await appendAudit(registry, { at: 10, who: 'study', what: 'propose', artefacts }, signer);
    const made = [{ kind: 'release', name: live }];
    await appendAudit(registry, { at: 11, who: 'ana', what: 'publish', artefacts: made }, signer);
    const by = { now: 40 * 86_400_000, who: 'ana', signer };
    expect(await retain(registry, { encoder: 50 }, by)).toEqual([]);
    expect(await retain(registry, { encoder: 30 }, by)).toEqual([{ kind: 'encoder', name: old }]);
    expect(registry.list('encoder')).toEqual([used]);
    expect((await verifyRegistry(registry)).faults).toEqual([]);
    expect(readAudit(registry).at(-1)).toMatchObject({ what: 'retire', who: 'ana' });
  });

  it('refuses to retire what explains decisions, and rules that are no rules', () => {
    expect(() => checkRetention({ release: 10 }, 'rules')).toThrow(/kept for ever/);
    expect(() => checkRetention({ encoder: 'long' }, 'rules')).toThrow(/number of days/);
    expect(() => checkRetention([], 'rules')).toThrow(/object of days/);
  });
});
