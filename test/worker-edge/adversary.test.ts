import { firstRelease, hmacKey, SIGNATURE_HEADER, seal, signRequest } from '@causeway/contract';
import { makeDevKeys } from '@causeway/worker-edge/harness';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fuzz } from '../support/edge/fuzz.ts';
import { askAt, first, hmacOf, ORIGIN, openShop, type Shop, subtle } from './fixture.ts';

const CAP = 12_000;
/** A policy that is soft on trouble: the more friction, the likelier a discount. The adversary knows that. */
const soft = () => {
  const { policy, actions, ...rest } = firstRelease({
    createdAt: 1,
    budget: { id: 'b', capCents: CAP },
    salt: 's',
  });
  const k = actions.findIndex(({ id }) => id === 'discount-10');
  const effect = policy.effect.map((row, j) => row.map((_, i) => (j === k && i > 20 ? 40 : 0)));
  return { ...rest, actions, policy: { ...policy, effect, exploration: 0.05, temperature: 20 } };
};

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
  await shop.publish({ ...soft(), budget: { id: 'farm', capCents: CAP } });
});
afterAll(() => shop.edge.stop());

const inTurns = async (count: number, work: (n: number) => Promise<void>, atOnce = 40): Promise<void> => {
  for (let n = 0; n < count; n += atOnce)
    await Promise.all(Array.from({ length: Math.min(atOnce, count - n) }, (_, k) => work(n + k)));
};
const money = { offered: ['free-shipping', 'discount-10'] };
/** An ask with friction of the adversary's choice, up to the most that is accepted, at step `step`. */
const inflated = (step: number, units: number) => {
  const ask = askAt(step, money, 20_000);
  const d = ask.state.d.map(() => units);
  return { ...ask, state: { ...ask.state, d, total: d, smoothedBefore: Math.min(1e6, units) } };
};

it('1,000 fresh identities get no incentive without proof, whatever they claim to suffer', async () => {
  const shown = new Set<string>();
  await inTurns(1000, async (n) => {
    const { token } = await shop.visit(`fresh-${n}-00`);
    shown.add((await shop.decide(token, inflated(1, 10 * (n % 1000)))).body.action);
  });
  expect([...shown]).toEqual(['none']);
}, 240_000);

it('an address that begins more visits than people do is told to wait, others are not', async () => {
  const limited = await openShop({ limitAddresses: true });
  const begin = async (address: string): Promise<number> => {
    const body = JSON.stringify({ version: 1, session: 'flood-0000', anonymous: 'flooder-0000000000' });
    const headers = { origin: ORIGIN, 'cf-connecting-ip': address };
    return (await limited.call('POST', '/v1/profile', body, headers)).status;
  };
  try {
    const statuses = new Set<number>();
    // Twice the limit and some: wherever the minute's border falls, one side of it is over.
    await inTurns(2600, async () => void statuses.add(await begin('203.0.113.7')), 50);
    expect([...statuses].sort()).toEqual([200, 429]);
    expect(await begin('203.0.113.8')).toBe(200);
  } finally {
    await limited.edge.stop();
  }
}, 240_000);

it('an adaptive adversary who inflates friction gains at most one offer a person and period, and never over the cap', async () => {
  const quiet = await openShop();
  try {
    await quiet.publish({ ...soft(), budget: { id: 'farm', capCents: CAP } });
    let offered = 0;
    const given = new Map<number, number>();
    // Each person tries many visits; she raises the friction until a visit pays, and keeps what worked.
    await inTurns(
      16,
      async (person) => {
        let units = 0;
        for (let visit = 0; visit < 12; visit++) {
          const { token } = await quiet.visit(`farm-${person}-${visit}-0`, `farmer-${person}`);
          const answer = await quiet.decide(token, inflated(1 + visit, units));
          const record = await quiet.record(answer.body.receipt);
          if (answer.body.action === 'none') units = units === 0 ? 1 : Math.min(10_000, units * 3);
          else {
            offered += record.faceCents;
            given.set(person, (given.get(person) ?? 0) + 1);
          }
        }
      },
      8,
    );
    expect([...given.values()].every((times) => times === 1)).toBe(true);
    expect(given.size).toBeGreaterThan(3);
    expect(offered).toBeLessThanOrEqual(CAP);
    await quiet.edge.drain();
    expect(await quiet.client.budget()).toMatchObject({ reservedCents: offered, problems: [] });
  } finally {
    await quiet.edge.stop();
  }
}, 240_000);

it('asking 1,000 times gives one action, one decision, one number', async () => {
  // Four visits of one person: the limit of requests holds for each visit.
  for (let visit = 0; visit < 4; visit++) {
    const { token } = await shop.visit(`reask-${visit}-00`, 'stubborn');
    const answers = new Set<string>();
    await inTurns(250, async () => {
      const { status, body, text } = await shop.decide(token, inflated(2, 50));
      expect(status, text).toBe(200);
      answers.add(JSON.stringify([body.decision, body.action, body.propensity]));
    });
    expect([...answers]).toHaveLength(1);
  }
}, 240_000);

it('people whom we know and people whom we do not are alike in status, headers and lengths, and in time within noise', async () => {
  const { release } = (await shop.call('GET', '/v1/health')).body as { release: string };
  const z = [-128, 100, -77, 3, 0, 127, -5, 12];
  const profile = { kind: 'profile' as const, version: 1 as const, release, at: 1, z, spread: 0.123_456_789 };
  const known = Array.from({ length: 150 }, (_, k) => `known-${1000 + k}`);
  await shop.client.putProfiles(known.map((subject) => ({ subject, profile })));
  const ask = async (subject: string, n: number) => {
    const subjectToken = await shop.client.subjectToken(subject, ORIGIN, Date.now());
    const from = performance.now();
    const answer = await shop.page<{ profile: string; session: string }>('/v1/profile', {
      version: 1,
      session: `enum-${1000 + n}-0`,
      subjectToken,
    });
    const ms = performance.now() - from;
    const names = [...answer.headers.keys()].sort().join();
    return {
      ms,
      shape: `${answer.status} ${names} ${answer.body.profile.length} ${answer.body.session.length}`,
    };
  };
  const times: [number[], number[]] = [[], []];
  const shapes = new Set<string>();
  for (let k = 0; k < 150; k++) {
    // In turns and in both orders, so that a drift of the machine falls on both alike.
    for (const side of k % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
      const { ms, shape } = await ask(side === 0 ? (known[k] as string) : `other-${1000 + k}`, k);
      times[side].push(ms);
      shapes.add(shape);
    }
  }
  expect(shapes.size).toBe(1);
  // A hit in the store reads a few bytes that a miss does not. What is left to an observer is far below a network's noise: less
  // than 1 ms, by five standard errors of the median of 150 pairs, so that a busy machine is not taken for a leak.
  const middle = (ms: readonly number[]) => [...ms].sort((a, b) => a - b)[75] as number;
  const shifts = times[0].map((ms, k) => ms - (times[1][k] as number));
  const shift = middle(shifts);
  const error = (1.2533 * 1.4826 * middle(shifts.map((one) => Math.abs(one - shift)))) / Math.sqrt(150);
  expect(Math.abs(shift) - 5 * error).toBeLessThan(1);
  // The name of a known person, claimed without the shop's word, is another name.
  const claimed = await shop.page('/v1/profile', {
    version: 1,
    session: 'claim-00',
    anonymous: 'known-1000-0000000',
  });
  expect((await shop.sessionOf(claimed.body.session as string)).profile).toMatchObject({
    known: false,
    z: z.map(() => 0),
  });
}, 240_000);

it('1,200 fuzzed bodies on every route: never a 5xx, and the worker is as healthy as before', async () => {
  const statuses = await fuzz(shop, 1200);
  expect([...statuses.keys()].filter((status) => status >= 500)).toEqual([]);
  expect(statuses.get(400)).toBeGreaterThan(200);
  expect((await shop.call('GET', '/v1/health')).body).toMatchObject({ ok: true });
}, 240_000);

it('a page’s clock does not matter, a server’s within five minutes and a token’s within one', async () => {
  const { token } = await shop.visit('skew-0000', 'skewed');
  const session = await shop.sessionOf(token);
  const key = await hmacOf(first(shop.edge.keys.session));
  /** The clock that is wrong is read anew for each call: what is tried is its error alone. */
  const code = async (error: number) => {
    const now = Date.now() + error;
    const sealed = await seal(session, { purpose: 'session', audience: ORIGIN, now, lifeMs: 1000 }, key);
    const log = { version: 1, session: sealed, lines: [], receipts: [] };
    return (await shop.page('/v1/log', log)).body.error?.code;
  };
  expect([await code(50_000), await code(-50_000)]).toEqual([undefined, undefined]);
  expect([await code(70_000), await code(-70_000)]).toEqual(['bad-token', 'bad-token']);
  const signed = async (error: number) => {
    const request = { method: 'GET', path: '/v1/admin/budget', body: '' };
    const header = await signRequest(
      request,
      Date.now() + error,
      await hmacOf(first(shop.edge.keys.offline)),
    );
    return (await shop.call('GET', request.path, undefined, { [SIGNATURE_HEADER]: header })).status;
  };
  expect([await signed(-290_000), await signed(290_000)]).toEqual([200, 200]);
  expect([await signed(-310_000), await signed(310_000)]).toEqual([401, 401]);
  const late = { kind: 'end', id: 'skew-1', session: 'skew-0000', at: 1, step: 1, end: 'left' };
  const log = {
    version: 1,
    session: token,
    lines: [late, { ...late, id: 'skew-2', at: 4e12 }],
    receipts: [],
  };
  expect((await shop.page('/v1/log', log)).body).toMatchObject({ kept: 2, refused: 0 });
});

it('keys rotate under load: worker after worker gets the next, then drops the last, and nobody is refused', async () => {
  const next = await makeDevKeys();
  const old = shop.edge.keys;
  const HMAC = ['subject', 'session', 'receipt', 'shop', 'offline'] as const;
  const lists = (order: (typeof old)[]) =>
    Object.fromEntries(
      [...HMAC, 'profile' as const].map((name) => [name, order.flatMap((keys) => keys[name] as never[])]),
    ) as unknown as typeof old;
  // 1: the next key is known and not used; 2: it is used; the previous one is still known.
  const ready = await openShop({ keys: { ...old, ...lists([old, next]) } });
  const turned = await openShop({ keys: { ...old, ...lists([next, old]) } });
  try {
    await Promise.all([ready.publish(), turned.publish()]);
    const statuses = new Map<number, number>();
    const edges = [shop, ready, turned];
    // Visits move between workers that are at different stages of the rotation, as they do while a deployment spreads.
    await inTurns(60, async (n) => {
      const path = n % 2 === 0 ? [shop, ready, ready] : [ready, turned, turned];
      let { token } = await (path[0] as Shop).visit(`rotate-${n}-00`);
      for (const [k, edge] of [...path, path[1] as Shop].entries()) {
        const { status, body } = await edge.decide(token, askAt(k + 1, { offered: ['form-help'] }));
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        token = body.session ?? token;
      }
    });
    expect([...statuses.keys()]).toEqual([200]);
    expect(edges).toHaveLength(3);
    // A key that is out of the list for good is refused.
    const stranger = await hmacKey(subtle, 'gone', new Uint8Array(32).fill(1));
    const session = { session: 'rotate-0-00', profile: {}, counts: {} };
    const sealed = await seal(
      session,
      { purpose: 'session', audience: ORIGIN, now: Date.now(), lifeMs: 1e6 },
      stranger,
    );
    expect((await turned.decide(sealed, askAt(1))).status).toBe(401);
  } finally {
    await ready.edge.stop();
    await turned.edge.stop();
  }
}, 240_000);

it('metrics count what happened, by reason, and name nobody', async () => {
  const metrics = (await shop.client.metrics()) as { isolate: { masks: Record<string, number> } };
  expect(metrics.isolate.masks.unproven).toBeGreaterThan(1000);
  const text = JSON.stringify(metrics);
  for (const name of ['stubborn', 'known-1000', 'fresh-', '203.0.113']) expect(text).not.toContain(name);
  expect(metrics).toMatchObject({ version: 1, quarantine: { objects: 0 } });
});
