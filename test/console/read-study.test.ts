import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConsole, readStudy } from '@causeway/console';
import { appendAudit, openRegistry } from '@causeway/offline';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';

const root = mkdtempSync(join(tmpdir(), 'console-'));
let dir = '';
let n = 0;
beforeEach(() => {
  dir = join(root, String(++n));
  mkdirSync(dir);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const begin = async () => {
  const registry = openRegistry(join(dir, 'registry'));
  const name = registry.put('release', { sequence: 1, note: 'first', createdAt: 5 });
  await appendAudit(
    registry,
    { at: 6, who: 'test', what: 'publish', artefacts: [{ kind: 'release', name }] },
    null,
  );
  return name;
};

describe('a study read for the console', () => {
  it('says what an empty folder lacks', async () => {
    const { console: data, missing } = await readStudy(dir, 0);
    expect(data).toBeNull();
    expect(missing.join('\n')).toMatch(/no registry/);
    expect(missing.join('\n')).toMatch(/no log/);
  });

  it('tells the release and the audit entry of a registry that has nothing else', async () => {
    const name = await begin();
    const { console: data, lineage } = await readStudy(dir, 7);
    expect(data?.timeline).toMatchObject([{ release: name, state: 'live', estimate: null, gates: null }]);
    expect(data?.audit.faults).toEqual([]);
    expect(lineage).toEqual({ [name]: [] });
  });

  it.each(['release', 'audit'])('tells of one byte changed under %s', async (kind) => {
    await begin();
    const folder = join(dir, 'registry', kind);
    const file = join(folder, readdirSync(folder)[0] as string);
    writeFileSync(file, readFileSync(file, 'utf8').replace(/first|test/, 'other'));
    const { console: data, missing } = await readStudy(dir, 7);
    expect(
      (data?.audit.faults.length ?? 0) + missing.filter((line) => /alter|digest/.test(line)).length,
    ).toBeGreaterThan(0);
  });

  it('never calls a registry whole that it could not read', async () => {
    await begin();
    const folder = join(dir, 'registry', 'audit');
    writeFileSync(join(folder, readdirSync(folder)[0] as string), '{"half');
    expect((await readStudy(dir, 7)).console?.audit.faults).not.toEqual([]);
  });

  it.each(['alerts.ndjson', 'monitor.json'])('goes on without %s when it is broken', async (file) => {
    await begin();
    writeFileSync(join(dir, file), '{"half');
    const { console: data, missing } = await readStudy(dir, 7);
    expect(missing.some((line) => line.startsWith(file))).toBe(true);
    expect(data?.timeline).toHaveLength(1);
  });
});

describe('answers of the console', () => {
  const ask = (path: string) => createConsole({ files: new Map(), dir, now: () => 7 })(path);

  it('are JSON under a policy without anything inline', async () => {
    const answer = await ask('data/study.json');
    expect(answer).toMatchObject({ status: 200 });
    expect(answer?.headers['content-security-policy']).not.toMatch(/unsafe|http/);
  });

  it.each([
    ['data/decisions/zz.json', 422],
    ['data/decisions/0123456789.json', 404],
  ])('refuse %s', async (path, status) => {
    const answer = await ask(path);
    expect(answer?.status).toBe(status);
    expect(JSON.parse(answer?.body ?? '').message).not.toBe('');
  });

  it('are none elsewhere', async () => {
    expect(await ask('../registry')).toBeNull();
    expect(await ask('data/decisions/../../x.json')).toBeNull();
  });
});
