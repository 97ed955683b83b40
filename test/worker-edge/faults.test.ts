import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/until.ts';
import { askAt, openShop, type Shop } from './fixture.ts';

const entry = fileURLToPath(new URL('./faulty-entry.ts', import.meta.url));
/** The deadlines of stores that are well; for a slow one the entry sets short ones. */
const vars = { WRITE_DEADLINE_MS: '10000' };
const persist = mkdtempSync(join(tmpdir(), 'causeway-faults-'));
let shop: Shop;
beforeAll(async () => {
  shop = await openShop({ entry, vars, persist });
  await shop.publish();
});
afterAll(async () => {
  await shop.edge.stop();
  rmSync(persist, { recursive: true, force: true });
});

type Trouble = Partial<Record<'kv' | 'r2' | 'queue' | 'objects', 'fail' | 'slow'>>;
const inTrouble = async (trouble: Trouble): Promise<void> => {
  expect((await shop.call('POST', '/__trouble', JSON.stringify(trouble))).status).toBe(200);
};
let n = 0;
const end = (session: string, id: string) => ({
  kind: 'end',
  id,
  session,
  at: Date.now(),
  step: 1,
  end: 'left',
});
const logged = async (): Promise<Map<string, number>> => {
  await shop.edge.drain();
  const bucket = await shop.edge.bucket();
  const seen = new Map<string, number>();
  for (const key of await bucket.list('log/'))
    for (const line of ((await bucket.read(key)) ?? '').trim().split('\n')) {
      const { kind, id } = (JSON.parse(line) as { line: { kind: string; id: string } }).line;
      seen.set(`${kind} ${id}`, (seen.get(`${kind} ${id}`) ?? 0) + 1);
    }
  return seen;
};
/** Decisions of fresh people until help was shown. A slow store has not answered by then: none of them waited for it. */
const decideUntilHelp = async (): Promise<{ offered: number; masks: Set<string | undefined> }> => {
  let [offered, helped] = [0, false];
  const masks = new Set<string | undefined>();
  for (let k = 0; k < 4 || !helped; k++) {
    if (k > 60) throw new Error('help was never shown');
    n += 1;
    const { token } = await shop.visit(`session-${n}`, `person-${n}`);
    const answer = await shop.decide(token, askAt(1, { offered: ['form-help', 'free-shipping'] }));
    expect(answer.status).toBe(200);
    helped ||= answer.body.action === 'form-help';
    if (answer.body.action === 'free-shipping') offered += 1;
    masks.add((await shop.record(answer.body.receipt)).masks['free-shipping']);
  }
  return { offered, masks };
};

const KINDS: readonly [string, Trouble][] = (['kv', 'r2', 'queue', 'objects'] as const).flatMap((kind) =>
  (['fail', 'slow'] as const).map((mode): [string, Trouble] => [`${kind} ${mode}`, { [kind]: mode }]),
);

describe('a store in trouble', () => {
  it.each(KINDS)('%s: decisions answer, help is open, and recovery needs nobody', async (_, trouble) => {
    await inTrouble(trouble);
    const { offered, masks } = await decideUntilHelp();
    if (trouble.objects !== undefined) {
      expect(offered).toBe(0);
      // What was leased before may still be drawn from; then the person's own object says no by its silence.
      expect([...masks].every((reason) => reason === 'budget' || reason === undefined)).toBe(true);
    }
    await inTrouble({});
    await until(async () => expect((await decideUntilHelp()).offered).toBeGreaterThan(0));
  });

  it('what was acknowledged under any one trouble is in the log, once after counting', async () => {
    const acknowledged: string[] = [];
    for (const [name, trouble] of KINDS) {
      await inTrouble({});
      const session = `session-ack-${(n += 1)}`;
      const { token } = await shop.visit(session);
      await inTrouble(trouble);
      const id = `ack-${name.replace(' ', '-')}`;
      const beacon = { version: 1, session: token, lines: [end(session, id)], receipts: [] };
      expect((await shop.page('/v1/log', beacon)).status).toBe(200);
      acknowledged.push(`end ${id}`);
    }
    await inTrouble({});
    const seen = await logged();
    expect(acknowledged.filter((id) => !seen.has(id))).toEqual([]);
  }, 240_000);

  it('bucket and queue both away: 503, nothing acknowledged, and the page’s retry is kept', async () => {
    const session = 'session-both-1';
    const { token } = await shop.visit(session);
    const beacon = { version: 1, session: token, lines: [end(session, 'both-1')], receipts: [] };
    await inTrouble({ r2: 'fail', queue: 'fail' });
    const refused = await shop.page('/v1/log', beacon);
    expect([refused.status, refused.body.error?.code]).toEqual([503, 'store-failed']);
    expect(refused.headers.get('retry-after')).toBe('2');
    await inTrouble({});
    expect((await shop.page('/v1/log', beacon)).body).toMatchObject({ kept: 1 });
    expect((await logged()).get('end both-1')).toBe(1);
  }, 240_000);

  it('an order whose money or log cannot be kept is not acknowledged; the same report later counts once', async () => {
    const order = (id: string) => ({
      kind: 'outcome' as const,
      id,
      at: Date.now(),
      subject: 'person-o',
      session: 'session-order',
      type: 'order' as const,
      revenueCents: 100,
      marginCents: 50,
      redeemed: null,
    });
    for (const trouble of [
      { r2: 'fail' },
      { objects: 'fail' },
      { objects: 'slow' },
      { r2: 'slow' },
    ] as Trouble[]) {
      await inTrouble(trouble);
      const id = `order-${JSON.stringify(trouble).replace(/\W/g, '')}`;
      const tried = await shop.client.outcome(order(id)).catch((error: { code: string }) => error.code);
      if (Object.values(trouble)[0] === 'fail') expect(tried).toBe('store-failed');
      await inTrouble({});
      expect(await shop.client.outcome(order(id))).toMatchObject({ id, captured: 0 });
      expect((await logged()).has(`outcome ${id}`)).toBe(true);
    }
    expect((await shop.client.budget()).problems).toEqual([]);
  }, 240_000);

  it('a publication that fails half way changes nothing that is live, and succeeds later', async () => {
    const before = (await shop.call('GET', '/v1/health')).body.release;
    await inTrouble({ kv: 'fail' });
    await expect(shop.publish({ sequence: 50 })).rejects.toMatchObject({ code: 'store-failed' });
    await inTrouble({});
    expect((await shop.call('GET', '/v1/health')).body.release).toBe(before);
    const { digest } = await shop.publish({ sequence: 51 });
    expect((await shop.call('GET', '/v1/health')).body.release).toBe(digest);
  }, 240_000);
});

it('a new isolate finds the release in R2 when KV is away, falls back when nothing is there, and comes back', async () => {
  const live = (await shop.call('GET', '/v1/health')).body.release;
  const { token } = await shop.visit('session-fresh', 'person-fresh');
  const { keys } = shop.edge;
  await shop.edge.stop();
  shop = await openShop({ entry, persist, keys, vars: { ...vars, TROUBLE: '{"kv":"fail"}' } });
  expect((await shop.decide(token, askAt(1))).status).toBe(200);
  expect((await shop.call('GET', '/v1/health')).body).toMatchObject({ ok: true, release: live });
  await shop.edge.stop();
  shop = await openShop({ entry, persist, keys, vars: { ...vars, TROUBLE: '{"kv":"slow","r2":"fail"}' } });
  const answer = await shop.decide(token, askAt(1));
  expect(answer.body).toMatchObject({ action: 'none', propensity: 1, distribution: { none: 1 } });
  expect(await shop.record(answer.body.receipt)).toMatchObject({ mode: 'fallback', subject: 'person-fresh' });
  expect((await shop.call('GET', '/v1/health')).body).toMatchObject({ ok: false, serving: 'fallback' });
  await inTrouble({});
  const recovered = async () => (await shop.decide(token, askAt(1))).body.distribution;
  await until(async () => expect(await recovered()).toHaveProperty('discount-10'));
  expect((await shop.call('GET', '/v1/health')).body).toMatchObject({ ok: true, release: live });
}, 240_000);
