import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  checkDecisionResponse,
  checkLogResponse,
  checkProfile,
  checkProfileResponse,
  ed25519Verifier,
  open,
  pageModelDigest,
  sha256,
  toHex,
  utf8,
} from '@causeway/contract';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askAt, first, ORIGIN, openShop, type Shop, subtle } from './fixture.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.edge.stop());

describe('every route, in workerd', () => {
  it('health says that no release is live, and decisions say no-release', async () => {
    const health = await shop.call('GET', '/v1/health');
    expect(health.body).toMatchObject({ ok: true, release: null, sequence: null, missing: [] });
    expect(health.body.inbox).toEqual({ waiting: 0, more: false, oldestMs: 0 });
    const { token, profile } = await shop.visit('session-none');
    expect(profile).toMatchObject({ release: null, model: null, known: false, holdout: false });
    const answer = await shop.decide(token, askAt(1));
    expect([answer.status, answer.body.error?.code]).toEqual([503, 'no-release']);
    expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
  });

  it('publishes a release and serves the page model as the exact text of its digest', async () => {
    const { release, digest, model } = await shop.publish();
    expect(model).toBe(pageModelDigest(release.page));
    expect((await shop.call('GET', '/v1/health')).body).toMatchObject({
      release: digest,
      sequence: 1,
      model,
    });
    const got = await shop.call('GET', `/v1/release/${model}`);
    expect(toHex(sha256(utf8(got.text)))).toBe(model);
    expect(got.headers.get('cache-control')).toContain('immutable');
    expect(got.headers.get('access-control-allow-origin')).toBe('*');
  });

  it('signs a profile that the contract and jose verify with the published keys', async () => {
    const subjectToken = await shop.client.subjectToken('person-a', ORIGIN, Date.now());
    const answer = await shop.page('/v1/profile', { version: 1, session: 'session-a1', subjectToken });
    const { profile } = checkProfileResponse(answer.body, 'answer');
    const jwks = await shop.call<{ keys: never[] }>('GET', '/v1/jwks');
    expect(JSON.stringify(jwks.body)).not.toContain('"d"');
    const verifier = await ed25519Verifier(subtle, first(jwks.body.keys));
    const body = await open(profile, { purpose: 'profile', audience: ORIGIN, now: Date.now() }, [verifier]);
    expect(checkProfile(body, 'profile')).toMatchObject({
      subject: 'person-a',
      known: true,
      z: new Array(8).fill(0),
    });
    const keys = createRemoteJWKSet(new URL(`${shop.edge.url}/v1/jwks`));
    const { payload } = await jwtVerify(profile, keys, { audience: ORIGIN, typ: 'causeway-profile+jws' });
    expect(payload.dat).toEqual(body);
  });

  it('answers strangers in the same shape as known people', async () => {
    const stranger = await shop.visit('session-b1');
    const person = await shop.visit('session-b2', 'person-b');
    expect(Object.keys(stranger.profile)).toEqual(Object.keys(person.profile));
    expect(stranger.profile.known).toBe(false);
    expect(stranger.profile.subject).toMatch(/^anon:/);
  });

  it('uses a published z under the live release or one of its lineage, and the prior otherwise', async () => {
    const live = (await shop.call('GET', '/v1/health')).body.release as string;
    const z = [1, -2, 3, -4, 5, -6, 7, -8];
    const put = (subject: string, release: string) => ({
      subject,
      profile: { kind: 'profile' as const, version: 1, release, at: 1, z, spread: 0.25 },
    });
    const other = 'f'.repeat(64);
    expect(await shop.client.putProfiles([put('person-c', live), put('person-d', other)])).toMatchObject({
      written: 2,
    });
    expect((await shop.visit('session-c1', 'person-c')).profile).toMatchObject({ z, spread: 0.25 });
    expect((await shop.visit('session-d1', 'person-d')).profile).toMatchObject({
      z: new Array(8).fill(0),
      spread: 1,
    });
    await shop.publish({ lineage: [other] });
    expect((await shop.visit('session-d2', 'person-d')).profile).toMatchObject({ z, spread: 0.25 });
    expect((await shop.visit('session-c2', 'person-c')).profile).toMatchObject({
      z: new Array(8).fill(0),
      spread: 1,
    });
  });

  it('decides with a distribution that sums to one, a receipt, the next session and its timing', async () => {
    const { token } = await shop.visit('session-e1', 'person-e');
    const answer = await shop.decide(token, askAt(3));
    const body = checkDecisionResponse(answer.body, 'answer');
    const sum = Object.values(body.distribution).reduce((a, b) => a + b, 0);
    expect(sum).toBeCloseTo(1, 12);
    const record = await shop.record(body.receipt);
    expect(record).toMatchObject({
      id: body.decision,
      propensity: body.propensity,
      subject: 'person-e',
      session: 'session-e1',
    });
    expect(record.distribution[record.actions.indexOf(record.action)]).toBe(body.propensity);
    expect(answer.headers.get('server-timing')).toMatch(/decide;dur=\d/);
    expect(answer.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    const { counts } = await shop.sessionOf(body.session);
    expect(counts).toEqual(record.action === 'none' ? {} : { [record.action]: 1 });
  });

  it('keeps lines and receipts, refuses broken and foreign ones alone, and writes them in partitions', async () => {
    const { token } = await shop.visit('session-f1');
    const decided = await shop.decide(token, askAt(2));
    const line = (id: string, session = 'session-f1') => ({
      kind: 'end',
      id,
      session,
      at: Date.now(),
      step: 1,
      end: 'left',
    });
    const lines = [
      line('f1-1'),
      { kind: 'decision', id: 'forged' },
      line('f1-2', 'session-zz'),
      'garbage',
      null,
      line('f1-3'),
    ];
    const { receipt } = decided.body;
    // One of a thousand signatures ends as the forged one would: then it ends otherwise.
    const receipts = [receipt, `${receipt.slice(0, -2)}${receipt.endsWith('AA') ? 'BA' : 'AA'}`];
    const answer = await shop.page('/v1/log', { version: 1, session: decided.body.session, lines, receipts });
    expect(checkLogResponse(answer.body, 'answer')).toMatchObject({ kept: 3, refused: 5 });
    expect(answer.body.first).toContain('log.lines[1].kind');
    await shop.edge.drain();
    const bucket = await shop.edge.bucket();
    const keys = await bucket.list('');
    expect(keys.filter((key) => key.startsWith('inbox/'))).toEqual([]);
    const ends = keys.filter((key) => key.startsWith('log/kind=end/'));
    expect(ends[0]).toMatch(/^log\/kind=end\/date=\d{4}-\d\d-\d\d\/hour=\d\d\/[0-9a-f]{64}\.ndjson\.gz$/);
    const texts = await Promise.all(ends.map((key) => bucket.read(key)));
    const ids = texts
      .flatMap((text) => (text ?? '').trim().split('\n'))
      .map((one) => JSON.parse(one).line.id);
    expect(ids.sort()).toEqual(['f1-1', 'f1-3']);
  });

  it('answers preflights of pages and of nobody else', async () => {
    const ask = (origin: string, path = '/v1/decision') =>
      shop.call('OPTIONS', path, undefined, { origin, 'access-control-request-method': 'POST' });
    const good = await ask(ORIGIN);
    expect([good.status, good.headers.get('access-control-allow-methods')]).toEqual([204, 'POST']);
    expect((await ask('https://shop.example.evil')).status).toBe(403);
    expect((await ask('null')).status).toBe(403);
    expect((await ask(ORIGIN, '/v1/nothing')).status).toBe(404);
  });

  it('rolls back to a stored release in one call and serves it at once', async () => {
    const one = await shop.publish();
    const two = await shop.publish();
    expect((await shop.call('GET', '/v1/health')).body.release).toBe(two.digest);
    expect(await shop.client.rollback(one.digest)).toMatchObject({ digest: one.digest, from: two.digest });
    expect((await shop.call('GET', '/v1/health')).body.release).toBe(one.digest);
    await expect(shop.client.rollback('0'.repeat(64))).rejects.toMatchObject({ code: 'not-found' });
  });

  it('erases a person: profile gone, lines left out of the export, a receipt of it', async () => {
    const live = (await shop.call('GET', '/v1/health')).body.release as string;
    const profile = {
      kind: 'profile' as const,
      version: 1,
      release: live,
      at: 1,
      z: new Array(8).fill(9),
      spread: 0.5,
    };
    await shop.client.putProfiles([{ subject: 'person-g', profile }]);
    const { token } = await shop.visit('session-g1', 'person-g');
    const line = { kind: 'end', id: 'g1', session: 'session-g1', at: Date.now(), step: 1, end: 'left' };
    await shop.page('/v1/log', { version: 1, session: token, lines: [line], receipts: [] });
    const receipt = await shop.client.erase('person-g');
    expect(receipt).toMatchObject({ subject: 'person-g', profile: 'removed', log: 'queued' });
    expect((await shop.visit('session-g2', 'person-g')).profile.z).toEqual(new Array(8).fill(0));
    const texts = async (): Promise<string> => {
      const dir = mkdtempSync(join(tmpdir(), 'causeway-export-'));
      const count = await shop.edge.exportLog(dir);
      const files = readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((name) =>
        name.endsWith('.ndjson'),
      );
      const text = files.map((name) => readFileSync(join(dir, name), 'utf8')).join('');
      rmSync(dir, { recursive: true });
      expect(text.trim().split('\n').length).toBe(count);
      return text;
    };
    const soon = await texts();
    expect(soon).toContain('f1-1');
    expect(soon).not.toContain('person-g');
    await shop.edge.drain();
    const bucket = await shop.edge.bucket();
    const keys = (await bucket.list('')).filter((key) => !key.startsWith('erase/'));
    const left = (await Promise.all(keys.map((key) => bucket.read(key)))).join('');
    expect(left).toContain('f1-1');
    expect(left).not.toContain('person-g');
  });
});
