import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkStoredLine } from '@causeway/contract';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { askAt, ORIGIN, openShop, type Shop } from './fixture.ts';

let persist: string;
let shop: Shop;
beforeEach(async () => {
  persist = mkdtempSync(join(tmpdir(), 'causeway-edge-'));
  shop = await openShop({ persist });
});
afterEach(async () => {
  await shop.edge.stop();
  rmSync(persist, { recursive: true, force: true });
});

const end = (session: string, id: string) => ({
  kind: 'end',
  id,
  session,
  at: Date.now(),
  step: 1,
  end: 'left',
});

/** Every (kind, id) of the exported log, each line checked, with how often it stands there. */
const exported = async (): Promise<Map<string, number>> => {
  const dir = join(persist, 'export');
  rmSync(dir, { recursive: true, force: true });
  const count = await shop.edge.exportLog(dir);
  const seen = new Map<string, number>();
  let lines = 0;
  for (const name of readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((n) =>
    n.endsWith('.ndjson'),
  )) {
    for (const text of readFileSync(join(dir, name), 'utf8').trim().split('\n')) {
      const { line } = checkStoredLine(JSON.parse(text), name);
      seen.set(`${line.kind} ${line.id}`, (seen.get(`${line.kind} ${line.id}`) ?? 0) + 1);
      lines += 1;
    }
  }
  expect(lines).toBe(count);
  return seen;
};

it('kill -9 of workerd amid a stream of beacons, orders and decisions: what was acknowledged is there', async () => {
  await shop.publish({ budget: { id: 'b1', capCents: 50_000 } });
  const acknowledged = new Set<string>();
  const receipts: { token: string; receipt: string; id: string }[] = [];
  const { pid } = process;
  expect(shop.edge.workerdPid).toBeGreaterThan(0);
  expect(shop.edge.workerdPid).not.toBe(pid);
  let dead = false;
  let killed = false;
  const shopper = async (who: number): Promise<void> => {
    for (let n = 0; !dead && n < 400; n++) {
      const session = `session-${who}-${n}`;
      try {
        const { token } = await shop.visit(session, `person-${who}-${n}`);
        const decided = await shop.decide(token, askAt(1));
        receipts.push({ token, receipt: decided.body.receipt, id: decided.body.decision });
        const lines = [end(session, `${session}-1`), end(session, `${session}-2`)];
        const beacon = await shop.page('/v1/log', { version: 1, session: token, lines, receipts: [] });
        if (beacon.status === 200) for (const { id } of lines) acknowledged.add(`end ${id}`);
        const order = {
          kind: 'outcome' as const,
          id: `order-${session}`,
          at: Date.now(),
          subject: `person-${who}-${n}`,
          session,
        };
        const money = { type: 'order' as const, revenueCents: 1, marginCents: 1, redeemed: null };
        await shop.client.outcome({ ...order, ...money });
        acknowledged.add(`outcome ${order.id}`);
        kill();
      } catch {
        dead = true; // the connection broke: whatever was under way was not acknowledged
      }
    }
  };
  const kill = (): void => {
    if (acknowledged.size >= 150 && !killed) {
      killed = true;
      process.kill(shop.edge.workerdPid, 'SIGKILL');
    }
  };
  await Promise.all(Array.from({ length: 8 }, (_, who) => shopper(who)));
  await shop.edge.stop();
  expect([dead, killed]).toEqual([true, true]);

  shop = await openShop({ persist });
  const health = await shop.call('GET', '/v1/health');
  expect(health.body).toMatchObject({ ok: true, sequence: 1 });
  const before = await exported();
  expect([...acknowledged].filter((name) => !before.has(name))).toEqual([]);
  // Decisions whose queue message died come back with the next beacon's receipts.
  for (const { token, receipt } of receipts) {
    const answer = await shop.page('/v1/log', { version: 1, session: token, lines: [], receipts: [receipt] });
    expect(answer.body).toMatchObject({ kept: 1, refused: 0 });
  }
  await shop.edge.drain();
  const after = await exported();
  expect([...acknowledged].filter((name) => !after.has(name))).toEqual([]);
  expect(receipts.filter(({ id }) => !after.has(`decision ${id}`))).toEqual([]);
  const bucket = await shop.edge.bucket();
  expect(await bucket.list('inbox/')).toEqual([]);
  const budget = await shop.client.budget();
  expect(budget.problems).toEqual([]);
  expect(budget.leftCents + budget.leasedCents + budget.reservedCents + budget.spentCents).toBe(50_000);
}, 240_000);

it('a beacon sent again, before and after the merge, is one line after counting (kind, id) once', async () => {
  const { token } = await shop.visit('session-again');
  const beacon = {
    version: 1,
    session: token,
    lines: [end('session-again', 'x1'), end('session-again', 'x2')],
    receipts: [],
  };
  for (let k = 0; k < 3; k++) await shop.page('/v1/log', beacon);
  await shop.edge.drain();
  await shop.page('/v1/log', beacon);
  expect([...(await exported()).keys()].sort()).toEqual(['end x1', 'end x2']);
});

it('a batch whose queue message was lost is found by the sweep, and not before a minute', async () => {
  const stored = {
    line: end('session-lost', 'lost-1'),
    subject: 'anon:lost',
    receivedAt: Date.UTC(2026, 0, 2, 3, 4),
    source: 'page',
  };
  const bucket = await shop.edge.bucket();
  await bucket.put('inbox/2026-01-02/lost.ndjson', `${JSON.stringify(stored)}\nnot json\n`);
  await bucket.sweep(Date.now() + 30_000);
  expect(await bucket.list('inbox/')).toHaveLength(1);
  await bucket.sweep(Date.now() + 90_000);
  expect(await bucket.list('inbox/')).toEqual([]);
  expect(await bucket.list('log/')).toEqual([
    expect.stringMatching(/^log\/kind=end\/date=2026-01-02\/hour=03\//),
  ]);
  const [broken] = await bucket.list('quarantine/');
  expect(await bucket.read(broken ?? '')).toBe('not json\n');
});

it('a second edge on a folder in use is refused', async () => {
  await expect(openShop({ persist })).rejects.toThrow('another edge');
  expect((await shop.call('GET', '/v1/health', undefined, { origin: ORIGIN })).status).toBe(200);
});
