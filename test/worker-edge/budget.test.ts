import { keyedUniform } from '@causeway/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askAt, openShop, type Shop } from './fixture.ts';

type View = {
  capCents: number;
  leftCents: number;
  leasedCents: number;
  reservedCents: number;
  spentCents: number;
};
type Ledger = {
  open(account: { id: string; capCents: number }): Promise<void>;
  renew(request: Record<string, unknown>): Promise<{ cents: number; until: number }>;
  report(offers: Record<string, unknown>[], now: number, lifeMs: number): Promise<void>;
  redeem(decision: string, cents: number): Promise<{ ok: boolean; cents?: number; why?: string }>;
  releaseSession(session: string): Promise<number>;
  settle(now: number): Promise<void>;
  view(id: string): Promise<View>;
  invariant(): Promise<string[]>;
};

let shop: Shop;
const ledgers = new Map<string, Ledger>();
/** The real object in workerd, by a name of its own for each test. */
const ledger = async (name: string): Promise<Ledger> => {
  const space = await shop.edge.miniflare.getDurableObjectNamespace('BUDGET');
  const one = space.get(space.idFromName(name)) as unknown as Ledger;
  ledgers.set(name, one);
  return one;
};

beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.edge.stop());

// Far in the future, so that the object's own alarm does not join in.
const NOW = Date.now() + 1e9;
const LIFE = 60_000;
const GRACE = 600_000;
const renew = (id: string, lease: string, over: Record<string, unknown> = {}) => ({
  account: { id, capCents: 10_000 },
  lease,
  need: 490,
  want: 4000,
  give: null,
  now: NOW,
  lifeMs: LIFE,
  graceMs: GRACE,
  ...over,
});
const offer = (lease: string, decision: string, cents = 490, session = 's1') => ({
  lease,
  decision,
  session,
  cents,
});

describe('the books of the budget', () => {
  it('open once, lease idempotently, and hand out smaller slices near the end', async () => {
    const books = await ledger('slices');
    const sizes: number[] = [];
    for (let k = 0; k < 40; k++) {
      const { cents } = await books.renew(renew('a', `l${k}`));
      expect((await books.renew(renew('a', `l${k}`))).cents).toBe(0);
      sizes.push(cents);
      if (cents === 0) break;
    }
    expect(sizes[0]).toBe(2500);
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    expect(sizes.at(-1)).toBe(0);
    const view = await books.view('a');
    expect(view.leftCents).toBeLessThan(490);
    expect(view.leftCents + view.leasedCents).toBe(10_000);
    expect(await books.invariant()).toEqual([]);
  });

  it('lock the rest of a dead lease until its grace is over, and not one ms less', async () => {
    const books = await ledger('dead');
    const { cents } = await books.renew(renew('a', 'l1'));
    await books.report([offer('l1', 'd1')], NOW, 1e9);
    await books.settle(NOW + LIFE + GRACE - 1);
    expect(await books.view('a')).toMatchObject({ leasedCents: cents - 490, reservedCents: 490 });
    await books.settle(NOW + LIFE + GRACE);
    expect(await books.view('a')).toMatchObject({
      leasedCents: 0,
      reservedCents: 490,
      leftCents: 10_000 - 490,
    });
    // What the isolate had offered and the log tells of only now is paid from what is left.
    await books.report([offer('l1', 'd2')], NOW, 1e9);
    expect(await books.view('a')).toMatchObject({ reservedCents: 980, leftCents: 10_000 - 980 });
    expect(await books.invariant()).toEqual([]);
  });

  it('refuse the redemption of a late offer when nothing is left: the cap is harder than the promise', async () => {
    const books = await ledger('late');
    await books.open({ id: 'a', capCents: 500 });
    await books.renew(renew('a', 'l1', { want: 500 }));
    await books.settle(NOW + LIFE + GRACE);
    await books.renew(renew('a', 'l2', { want: 500, now: NOW + LIFE + GRACE }));
    await books.report([offer('l2', 'd2')], NOW, 1e9);
    await books.report([offer('l1', 'd1')], NOW, 1e9);
    expect(await books.redeem('d2', 490)).toEqual({ ok: true, cents: 490 });
    expect(await books.redeem('d1', 490)).toMatchObject({ ok: false });
    expect(await books.view('a')).toMatchObject({ spentCents: 490 });
    expect(await books.invariant()).toEqual([]);
  });

  it('capture once, at most the offer, and give back what was not used', async () => {
    const books = await ledger('capture');
    await books.renew(renew('a', 'l1'));
    const offers = [offer('l1', 'd1'), offer('l1', 'd2', 800, 's2'), offer('l1', 'd1', 999)];
    for (let k = 0; k < 5; k++) await books.report(offers, NOW, 1e9);
    expect(await books.view('a')).toMatchObject({ reservedCents: 1290 });
    expect(await books.redeem('d2', 801)).toMatchObject({ ok: false });
    expect(await books.redeem('nobody', 1)).toMatchObject({ ok: false });
    for (let k = 0; k < 5; k++) expect(await books.redeem('d2', 600)).toEqual({ ok: true, cents: 600 });
    expect(await books.redeem('d2', 10)).toEqual({ ok: true, cents: 600 });
    expect(await books.view('a')).toMatchObject({ reservedCents: 490, spentCents: 600 });
    expect([
      await books.releaseSession('s2'),
      await books.releaseSession('s1'),
      await books.releaseSession('s1'),
    ]).toEqual([0, 1, 0]);
    // Released, and then redeemed after all: honoured while there is money.
    expect(await books.redeem('d1', 490)).toEqual({ ok: true, cents: 490 });
    expect(await books.view('a')).toMatchObject({ reservedCents: 0, spentCents: 1090 });
    expect(await books.invariant()).toEqual([]);
  });

  it('release reservations when their life is over', async () => {
    const books = await ledger('expiry');
    await books.renew(renew('a', 'l1'));
    await books.report([offer('l1', 'd1')], NOW, 5000);
    await books.settle(NOW + 4999);
    expect((await books.view('a')).reservedCents).toBe(490);
    await books.settle(NOW + 5000);
    expect((await books.view('a')).reservedCents).toBe(0);
    expect(await books.invariant()).toEqual([]);
  });

  it('do nothing for a lease that was never given', async () => {
    const books = await ledger('forged');
    await books.open({ id: 'a', capCents: 1000 });
    await books.report([offer('nobody', 'd1')], NOW, 1e9);
    await books.renew(renew('a', 'l1', { need: 2000, give: { lease: 'nobody', cents: 1e9 } }));
    expect(await books.view('a')).toMatchObject({ leftCents: 1000, reservedCents: 0, leasedCents: 0 });
  });

  it('move with the cap, below what is bound too, and then lease nothing', async () => {
    const books = await ledger('cap');
    await books.renew(renew('a', 'l1'));
    await books.report([offer('l1', 'd1')], NOW, 1e9);
    await books.open({ id: 'a', capCents: 100 });
    expect((await books.view('a')).leftCents).toBeLessThan(0);
    expect((await books.renew(renew('a', 'l2', { need: 1 }))).cents).toBe(0);
    expect(await books.invariant()).toEqual([]);
  });

  it('add up after every one of 400 random moves on two accounts, and spend at most the cap', async () => {
    const books = await ledger('random');
    const r = (...parts: (string | number)[]) => keyedUniform(new Uint8Array(32).fill(3), ...parts);
    let now = NOW;
    for (let n = 0; n < 400; n++) {
      const pick = (name: string, size: number) => Math.floor(r(name, n) * size);
      const id = r('account', n) < 0.5 ? 'a' : 'b';
      now += pick('time', 60_000);
      const move = pick('move', 6);
      if (move === 0) {
        const give = r('give', n) < 0.5 ? { lease: `l${pick('old', n)}`, cents: pick('back', 3000) } : null;
        await books.renew(renew(id, `l${n}`, { now, give }));
      } else if (move <= 2)
        await books.report(
          [offer(`l${pick('lease', n)}`, `d${pick('d', 90)}`, pick('face', 2000), `s${pick('s', 30)}`)],
          now,
          2e6,
        );
      else if (move === 3) await books.redeem(`d${pick('d', 90)}`, pick('cents', 2000));
      else if (move === 4) await books.releaseSession(`s${pick('s', 30)}`);
      else await books.settle(now);
      expect(await books.invariant()).toEqual([]);
      const view = await books.view(id);
      if (view !== null) expect(view.spentCents).toBeLessThanOrEqual(10_000);
    }
    expect((await books.view('a')).spentCents + (await books.view('b')).spentCents).toBeGreaterThan(0);
  });
});

it('300 known people at once, two thirds more than the cap pays for: the cap holds to the cent', async () => {
  const capCents = 40_000;
  await shop.publish({ budget: { id: 'tight', capCents } });
  let offered = 0;
  let masked = 0;
  const one = async (n: number): Promise<void> => {
    const { token } = await shop.visit(`session-${n}`, `person-${n}`);
    const ask = askAt(1, { offered: ['free-shipping', 'discount-10'] });
    const record = await shop.record((await shop.decide(token, ask)).body.receipt);
    if (record.action !== 'none' && record.granted) offered += record.faceCents;
    if (record.masks['discount-10'] === 'budget') masked += 1;
    expect(record.masks[record.action]).toBeUndefined();
  };
  for (let n = 0; n < 300; n += 60) await Promise.all(Array.from({ length: 60 }, (_, k) => one(n + k)));
  await shop.edge.drain();
  const view = await shop.client.budget();
  expect(view.problems).toEqual([]);
  expect(view.reservedCents).toBe(offered);
  expect(offered).toBeGreaterThan(capCents * 0.8);
  expect(offered).toBeLessThanOrEqual(capCents);
  expect(view.leftCents + view.leasedCents + view.reservedCents + view.spentCents).toBe(capCents);
  expect(masked).toBeGreaterThan(50);
}, 240_000);
