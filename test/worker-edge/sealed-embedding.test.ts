import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type DecisionRecord,
  open,
  type Profile,
  priorProfile,
  readPart,
  type Session,
  type StoredLine,
  seal,
} from '@causeway/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { replayRecord } from '../../packages/offline/src/replay/index.ts';
import type { Env } from '../../packages/worker-edge/src/env.ts';
import { openForEdge, sealForEdge } from '../../packages/worker-edge/src/routes/seal-for-edge.ts';
import { temporaryFolder } from '../offline/support/study.ts';
import { askAt, first, hmacOf, ORIGIN, openShop, type Shop } from './fixture.ts';

const ENCODER = 'e'.repeat(64);
const stored = (z: number[]) => ({
  kind: 'profile' as const,
  version: 1,
  release: ENCODER,
  at: Date.now(),
  z,
  spread: 0.1875,
});
const Z = [101, -102, 103, -104, 105, -106, 107, -108];
const folder = temporaryFolder();
let shop: Shop;
let live: Awaited<ReturnType<Shop['publish']>>;
beforeAll(async () => {
  shop = await openShop({ vars: { EMBEDDING_IN_PAGE: 'sealed' } });
  live = await shop.publish({ lineage: [ENCODER] });
  await shop.client.putProfiles([
    { subject: 'person-z', profile: stored(Z) },
    { subject: 'person-y', profile: stored(Z.map((v) => -v)) },
  ]);
});
afterAll(async () => {
  await shop.edge.stop();
  folder.remove();
});

type Tokens = { profile: string; session: string };
const tokensOf = async (session: string, subject?: string): Promise<Tokens> => {
  const who =
    subject === undefined
      ? { anonymous: `visitor-${session}-0000000000` }
      : { subjectToken: await shop.client.subjectToken(subject, ORIGIN, Date.now(), 3_600_000) };
  const { body } = await shop.page<Tokens>('/v1/profile', { version: 1, session, ...who });
  return body;
};
/** What whoever holds a token can read of it. */
const read = <T>(token: string): T => (readPart(token.split('.')[1] as string) as { dat: T }).dat;

describe('a worker that keeps z to itself', () => {
  it('shows the page the prior’s z, and nothing that depends on whose it is', async () => {
    const [own, other, stranger] = [
      await tokensOf('session-s1', 'person-z'),
      await tokensOf('session-s2', 'person-y'),
      await tokensOf('session-s3'),
    ];
    const prior = priorProfile('anyone');
    for (const tokens of [own, other, stranger]) {
      const seen = [read<Profile>(tokens.profile), read<Session>(tokens.session).profile];
      for (const { z, spread } of seen) expect([z, spread]).toEqual([prior.z, prior.spread]);
    }
    const { sealed } = read<Session>(own.session);
    expect(sealed).toMatch(/^[A-Za-z0-9_-]{59}$/);
    expect(read<Session>(stranger.session).sealed).toHaveLength(59);
    // The same z under seal again is other bytes: whether it moved between two visits is not told either.
    expect(read<Session>((await tokensOf('session-s1', 'person-z')).session).sealed).not.toBe(sealed);
    expect(own.profile.length).toBe(other.profile.length);
    expect(own.profile.length).toBe(stranger.profile.length);
  });

  it('decides by the real z, and logs it, though the page carries all of it there', async () => {
    const { session } = await tokensOf('session-d1', 'person-z');
    const one = await shop.decide(session, askAt(3));
    expect(one.status).toBe(200);
    const told = read<DecisionRecord>(one.body.receipt);
    const { z, spread } = priorProfile('anyone');
    expect(told).toMatchObject({ z, spread, hazard: 0, subject: 'person-z', action: expect.any(String) });
    expect(told.underSeal).toHaveLength(70);
    const two = await shop.decide(one.body.session, askAt(5));
    // The beacon brings the records back under seal; the queue had them already.
    const receipts = [one.body.receipt, two.body.receipt];
    const kept = await shop.page('/v1/log', { version: 1, session: two.body.session, lines: [], receipts });
    expect(kept.body).toMatchObject({ kept: 2, refused: 0 });
    await shop.edge.drain();
    await shop.edge.exportLog(folder.path);
    const records = readdirSync(folder.path, { recursive: true })
      .map((name) => join(folder.path, String(name)))
      .filter((path) => path.endsWith('.ndjson'))
      .flatMap((path) => readFileSync(path, 'utf8').trim().split('\n'))
      .map((line) => JSON.parse(line) as StoredLine)
      .filter(({ line }) => line.kind === 'decision');
    expect(records.length).toBe(2);
    for (const { line } of records) {
      expect(line).not.toHaveProperty('underSeal');
      expect(line).toMatchObject({ z: Z, spread: 0.1875, sealed: true });
      const drawKey = Uint8Array.from(Buffer.from(shop.edge.keys.draw.secret, 'base64url'));
      expect(replayRecord(line as DecisionRecord, live.release, { drawKey })).toEqual([]);
    }
  });

  it('opens nothing that was sealed for another visit, and refuses such a token or receipt', async () => {
    const [own, other] = [await tokensOf('session-x1', 'person-z'), await tokensOf('session-x2', 'person-y')];
    const key = await hmacOf(first(shop.edge.keys.session));
    const body = (await open(own.session, { purpose: 'session', audience: ORIGIN, now: Date.now() }, [
      key,
    ])) as Session;
    for (const sealed of [read<Session>(other.session).sealed as string, '', 'AAAA', 'A'.repeat(59)]) {
      const mixed = await seal(
        { ...body, sealed },
        { purpose: 'session', audience: ORIGIN, now: Date.now(), lifeMs: 60_000 },
        key,
      );
      const answer = await shop.decide(mixed, askAt(2));
      expect([answer.status, answer.body.error?.code]).toEqual([401, 'bad-token']);
    }
    const { receipt } = (await shop.decide(other.session, askAt(2))).body;
    const wrong = await shop.page('/v1/log', {
      version: 1,
      session: own.session,
      lines: [],
      receipts: [receipt],
    });
    expect(wrong.body).toMatchObject({ kept: 0, refused: 1 });
  });
});

describe('what is sealed for the edge', () => {
  const secret = (byte: number) => Buffer.alloc(32, byte).toString('base64url');
  const env = (...bytes: number[]): Env =>
    ({
      SESSION_KEYS: JSON.stringify(bytes.map((b) => ({ kid: `k${b}`, secret: secret(b) }))),
    }) as unknown as Env;
  const bytes = Uint8Array.of(1, 2, 3);

  it('opens after a rotation, and no longer once its key is gone', async () => {
    const sealed = await sealForEdge(bytes, 'a', env(1));
    expect(await openForEdge(sealed, 'a', env(2, 1))).toEqual(bytes);
    await expect(openForEdge(sealed, 'a', env(2))).rejects.toThrow(/bad-token/);
    await expect(openForEdge(sealed, 'b', env(1))).rejects.toThrow(/bad-token/);
  });

  it('every byte of it counts', async () => {
    const sealed = Buffer.from(await sealForEdge(bytes, 'a', env(1)), 'base64url');
    for (let k = 0; k < sealed.length; k++) {
      const bent = Buffer.from(sealed);
      bent[k] = (bent[k] as number) ^ 1;
      await expect(openForEdge(bent.toString('base64url'), 'a', env(1))).rejects.toThrow(/bad-token/);
    }
  });
});

it('a worker with another word than open or sealed says so', async () => {
  const odd = await openShop({ vars: { EMBEDDING_IN_PAGE: 'hidden' } });
  try {
    const { status, text } = await odd.call('GET', '/v1/health');
    expect([status, text]).toEqual([503, expect.stringContaining('EMBEDDING_IN_PAGE')]);
  } finally {
    await odd.edge.stop();
  }
});
