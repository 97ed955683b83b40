import {
  digest,
  type EmbeddingDynamics,
  moveProfile,
  type NamedDynamics,
  SESSION_SUMMARY_SIZE,
  type Session,
  seal,
  servedEmbedding,
  sessionSummary,
} from '@causeway/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askAt, first, hmacOf, ORIGIN, openShop, type Shop } from './fixture.ts';

const ENCODER = 'e'.repeat(64);
const grid = (columns: number, of: (i: number, j: number) => number): number[][] =>
  Array.from({ length: 8 }, (_, i) => Array.from({ length: columns }, (_, j) => of(i, j)));
const model: EmbeddingDynamics = {
  kind: 'embedding-dynamics',
  version: 1,
  encoder: ENCODER,
  a: grid(8, (i, j) => (i === j ? 0.9 : 0)),
  b: grid(SESSION_SUMMARY_SIZE, (i, j) => (j === 1 ? 1 : 0.05 * (i % 2))),
  q: grid(8, (i, j) => (i === j ? 0.01 : 0)),
  mostDistance: 2.7,
  mostSteps: 20,
};
const dynamics: NamedDynamics = { digest: digest(model), model };
const stored = () => ({
  kind: 'profile' as const,
  version: 1,
  release: ENCODER,
  at: Date.now(),
  z: [8, -8, 16, -16, 0, 0, 4, -4],
  spread: 0.25,
});
const context = {
  cartItems: 2,
  cartCents: 9000,
  discount: false,
  mobile: true,
  returning: true,
  elapsedMs: 90_000,
};

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
  await shop.publish({ lineage: [ENCODER], dynamics: model });
});
afterAll(() => shop.edge.stop());

/** The last step of a visit and its end, as the page sends them. */
const ending = (session: string, end: 'order' | 'left') => {
  const facts = { phi: new Array<number>(16).fill(0.25), smoothed: 1, hazard: 0.2, survival: 0.5 };
  const head = { session, at: Date.now(), step: 4 };
  const step = {
    kind: 'step',
    id: `${session}.1`,
    ...head,
    stage: 'payment',
    closedBy: 'end',
    context,
    facts: [],
  };
  return [
    { ...step, ...facts, index: 1, model: null },
    { kind: 'end', id: `${session}.2`, ...head, end },
  ];
};
const u = (ordered: boolean) =>
  sessionSummary(
    { step: 4, context, phi: new Array<number>(16).fill(0.25), smoothed: 1, hazard: 0.2, survival: 0.5 },
    ordered,
  );
const over = async (session: string, subject: string | undefined, end: 'order' | 'left'): Promise<string> => {
  const { token } = await shop.visit(session, subject);
  const answer = await shop.page('/v1/log', {
    version: 1,
    session: token,
    lines: ending(session, end),
    receipts: [],
  });
  expect(answer.body).toMatchObject({ kept: 2, refused: 0 });
  await shop.edge.drain();
  return token;
};
const kv = async () => shop.edge.miniflare.getKVNamespace('PROFILES');

describe('z between two batches', () => {
  it('moves by each visit, once, as the contract reckons it, and a new batch takes it back', async () => {
    const start = stored();
    await shop.client.putProfiles([{ subject: 'person-m', profile: start }]);
    const token = await over('session-m1', 'person-m', 'left');
    const one = moveProfile(start, dynamics, { session: 'session-m1', u: u(false), at: 0 });
    const served = servedEmbedding(one, dynamics.digest);
    expect(served.z).not.toEqual(start.z);
    expect((await shop.visit('session-m2', 'person-m')).profile).toMatchObject(served);
    const lines = ending('session-m1', 'left');
    await shop.page('/v1/log', { version: 1, session: token, lines, receipts: [] });
    await over('session-m2', 'person-m', 'order');
    const two = moveProfile(one, dynamics, { session: 'session-m2', u: u(true), at: 0 });
    expect((await shop.visit('session-m3', 'person-m')).profile).toMatchObject(
      servedEmbedding(two, dynamics.digest),
    );
    await shop.client.putProfiles([{ subject: 'person-m', profile: stored() }]);
    const { z, spread } = stored();
    expect((await shop.visit('session-m4', 'person-m')).profile).toMatchObject({ z, spread });
  });

  it('never serves a move that started from an older batch, or from none, than the one that is there', async () => {
    const older = { ...stored(), at: Date.now() - 60_000 };
    const move = { session: 'session-b1', u: u(true), at: Date.now() };
    const late = moveProfile(older, dynamics, move);
    const newer = { ...stored(), z: new Array<number>(8).fill(3) };
    await shop.client.putProfiles([{ subject: 'person-b', profile: newer }]);
    for (const at of [older.at, 0]) {
      await (await kv()).put('moved:person-b', JSON.stringify({ ...late, at }));
      expect((await shop.visit(`session-b2-${at}`, 'person-b')).profile).toMatchObject({ z: newer.z });
    }
    // And the next move starts from the newer batch.
    await over('session-b3', 'person-b', 'left');
    const moved = moveProfile(newer, dynamics, { session: 'session-b3', u: u(false), at: 0 });
    expect((await shop.visit('session-b4', 'person-b')).profile).toMatchObject(
      servedEmbedding(moved, dynamics.digest),
    );
  });

  it('begins at the prior for a known person without a profile, and never for a visitor', async () => {
    await over('session-n1', 'person-n', 'left');
    await over('session-o1', undefined, 'left');
    const prior = { ...stored(), z: new Array<number>(8).fill(0), spread: 1 };
    const moved = moveProfile(prior, dynamics, { session: 'session-n1', u: u(false), at: 0 });
    const served = servedEmbedding(moved, dynamics.digest);
    expect(served.spread).toBeLessThan(1);
    expect((await shop.visit('session-n2', 'person-n')).profile).toMatchObject(served);
    expect((await (await kv()).list({ prefix: 'moved:anon:' })).keys).toEqual([]);
  });

  it('stands still under a release without dynamics, whatever it had moved to', async () => {
    const start = stored();
    await shop.client.putProfiles([{ subject: 'person-s', profile: start }]);
    await over('session-s1', 'person-s', 'order');
    const before = await (await kv()).get('moved:person-s');
    expect(before).not.toBeNull();
    const { digest: live } = await shop.publish({ lineage: [ENCODER] });
    expect((await shop.visit('session-s2', 'person-s')).profile).toMatchObject({ release: live, z: start.z });
    await over('session-s3', 'person-s', 'order');
    // Nor does anyone begin to move whose drift would be at its bound at once.
    await shop.publish({ lineage: [ENCODER], dynamics: { ...model, mostDistance: 1 } });
    await over('session-s4', 'person-of-no-profile', 'order');
    expect(await (await kv()).get('moved:person-s')).toBe(before);
    expect(await (await kv()).get('moved:person-of-no-profile')).toBeNull();
    await shop.publish({ lineage: [ENCODER], dynamics: model });
  });
});

describe('an erased z', () => {
  const aged = async (visit: Session, minutes: number): Promise<string> =>
    seal(
      { ...visit, readAt: Date.now() - 60_000 * minutes },
      { purpose: 'session', audience: ORIGIN, now: Date.now(), lifeMs: 3_600_000 },
      await hmacOf(first(shop.edge.keys.session)),
    );

  it('is in no decision half an hour after it was read, and no late line brings it back', async () => {
    const { z } = stored();
    await shop.client.putProfiles([{ subject: 'person-x', profile: stored() }]);
    const { token } = await shop.visit('session-x1', 'person-x');
    const visit = await shop.sessionOf(token);
    expect((await shop.record((await shop.decide(await aged(visit, 31), askAt(1))).body.receipt)).z).toEqual(
      z,
    );
    await shop.page('/v1/log', {
      version: 1,
      session: token,
      lines: ending('session-x1', 'left'),
      receipts: [],
    });
    await shop.client.erase('person-x');
    await shop.edge.drain();
    expect(await (await kv()).get('profile:person-x')).toBeNull();
    expect(await (await kv()).get('moved:person-x')).toBeNull();
    const old = await shop.decide(await aged(visit, 31), askAt(2));
    expect(await shop.record(old.body.receipt)).toMatchObject({ z: new Array(8).fill(0), spread: 1 });
    const { readAt = 0 } = await shop.sessionOf(old.body.session);
    expect(Date.now() - readAt).toBeLessThan(60_000);
  });

  it('comes back with what is received after the erasure alone', async () => {
    await shop.client.putProfiles([{ subject: 'person-y', profile: stored() }]);
    await shop.client.erase('person-y');
    await shop.edge.drain();
    const later = { ...stored(), z: new Array(8).fill(1) };
    await shop.client.putProfiles([{ subject: 'person-y', profile: later }]);
    await over('session-y1', 'person-y', 'order');
    const moved = moveProfile(later, dynamics, { session: 'session-y1', u: u(true), at: 0 });
    expect((await shop.visit('session-y2', 'person-y')).profile).toMatchObject(
      servedEmbedding(moved, dynamics.digest),
    );
  });
});
