import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  assign,
  type DecisionRecord,
  firstRelease,
  fromBase64url,
  NONE,
  type PolicyModel,
  type Release,
} from '@causeway/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readReleases, replayLog } from '../../packages/offline/src/replay/index.ts';
import { ALL, askAt, openShop, type Shop } from './fixture.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.edge.stop());

const plain = firstRelease({ createdAt: 1, budget: { id: 'b1', capCents: 1_000_000 }, salt: 'exp' });
const ids = plain.actions.map(({ id }) => id);
/** Wants one action, nine times in ten. */
const wanting = (id: string): PolicyModel => ({
  ...plain.policy,
  effect: plain.policy.effect.map((row, k) => row.map((_, j) => (ids[k] === id && j === 0 ? 1000 : 0))),
  exploration: 0.1,
});
const policies = { shy: wanting(NONE), helper: wanting('form-help'), giver: wanting('free-shipping') };
const experiment = {
  salt: 'exp',
  version: 1,
  holdout: 0,
  arms: [
    { name: 'a', share: 0.5, policy: 'helper' },
    { name: 'b', share: 0.5, policy: 'giver' },
  ],
};

let n = 0;
const decideFor = async (subject?: string, more = {}, over = {}): Promise<DecisionRecord> => {
  n += 1;
  const { token } = await shop.visit(`session-${n}`, subject, more);
  return shop.record((await shop.decide(token, askAt(1, over))).body.receipt);
};

it('each arm runs its own policy, and a ramp that is raised moves nobody out', async () => {
  const seen = new Map<string, string>();
  for (const ramp of [0.3, 1]) {
    await shop.publish({ policies, policy: policies.shy, experiment: { ...experiment, ramp } });
    for (let k = 0; k < 25; k++) {
      const { arms, distribution, action, propensity } = await decideFor(`person-${k}`);
      const arm = arms.exp as string;
      const wanted = { a: 'form-help', b: 'free-shipping', rest: NONE }[arm] as string;
      expect(distribution[ids.indexOf(wanted)]).toBeCloseTo(0.9 + 0.1 / 7, 9);
      expect(propensity).toBe(distribution[ids.indexOf(action)]);
      const before = seen.get(`person-${k}`);
      if (before !== undefined && before !== 'rest') expect(arm).toBe(before);
      if (ramp === 1) expect(arm).not.toBe('rest');
      seen.set(`person-${k}`, arm);
    }
  }
});

it('a stratum that the shop’s server names has its own shares, and stands in the record', async () => {
  const strata = { loyal: { shares: [0, 1] } };
  const release: Partial<Release> = { policies, experiment: { ...experiment, strata } };
  await shop.publish(release);
  for (let k = 0; k < 8; k++) {
    expect(await decideFor(`p-${k}`, { stratum: 'loyal' })).toMatchObject({
      stratum: 'loyal',
      arms: { exp: 'b' },
    });
    expect((await decideFor(`p-${k}`, { stratum: 'new' })).arms).toEqual(assign(experiment, `p-${k}`).arms);
  }
});

it('a tester is put where the shop’s server says, marked in every record; a name of no arm is refused', async () => {
  await shop.publish({ policies, experiment });
  for (const override of ['a', 'b', 'rest'])
    expect(await decideFor('tester', { override })).toMatchObject({
      mode: 'override',
      arms: { exp: override },
    });
  const held = await decideFor('tester', { override: 'holdout' });
  expect(held).toMatchObject({ mode: 'override', action: NONE, masks: { 'form-help': 'control' } });
  await expect(shop.visit('session-bad-arm', 'tester', { override: 'c' })).rejects.toThrow('bad-field');
});

it('policies in shadow are scored on the same request, with the same masks and draw, and never shown', async () => {
  const shadow = ['helper', 'giver'];
  await shop.publish({ policies, shadow, policy: policies.shy });
  for (let k = 0; k < 6; k++) {
    const known = k % 2 === 0;
    const offered = ALL.filter((_, j) => (j + k) % 3 !== 0);
    const record = await decideFor(known ? `s-${k}` : undefined, {}, { offered });
    expect(Object.keys(record.shadow ?? {})).toEqual(shadow);
    for (const [name, { action, distribution }] of Object.entries(record.shadow ?? {})) {
      expect(distribution.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
      for (const [j, p] of distribution.entries()) expect(p > 0).toBe((record.distribution[j] as number) > 0);
      const wanted = name === 'helper' ? 'form-help' : 'free-shipping';
      const open = record.masks[wanted] === undefined;
      expect((distribution[ids.indexOf(wanted)] as number) > 0.5).toBe(open);
      expect(record.masks[action]).toBeUndefined();
    }
    expect(record.distribution[0]).toBeGreaterThan(0.9);
  }
  // One call back to the release before, whose records hold no shadow: no schema had to change.
  const { digest } = await shop.publish({ policies, experiment });
  const next = await shop.publish({ policies, shadow });
  expect((await decideFor('back')).shadow).toBeDefined();
  expect(await shop.client.rollback(digest)).toMatchObject({ digest, from: next.digest });
  const back = await decideFor('back');
  expect([back.release, back.shadow]).toEqual([digest, undefined]);
});

it('bounds of a segment hold for its people alone', async () => {
  const bounds = { 'free-shipping': { low: 0, high: 0.2 } };
  const segments = [{ name: 'phones', when: { mobile: true }, bounds }];
  await shop.publish({ policy: { ...policies.giver, segments } });
  const at = (mobile: boolean) => {
    const ask = askAt(1);
    return { state: { ...ask.state, context: { ...ask.state.context, mobile } } };
  };
  const k = ids.indexOf('free-shipping');
  expect((await decideFor('seg-1', {}, at(true))).distribution[k]).toBeCloseTo(0.2, 9);
  expect((await decideFor('seg-1', {}, at(false))).distribution[k]).toBeGreaterThan(0.9);
});

it('caps look back over visits: what was shown in one is masked in the next, until it is erased', async () => {
  const rules = {
    caps: [{ actions: ['form-help'], channels: [], most: 1, windowHours: 24, restHours: 0 }],
    exclusive: [{ actions: ['form-help', 'reassurance'], windowHours: 24 }],
    quiet: [{ channels: ['onsite'], from: 0, to: 0 }],
    eligible: { 'chat-offer': { stages: ['payment' as const] } },
  };
  await shop.publish({ policy: { ...wanting('form-help'), exploration: 0 }, rules });
  const { token } = await shop.visit('session-cap-1', 'capped');
  const answer = await shop.decide(token, askAt(1));
  const first = await shop.record(answer.body.receipt);
  expect(first).toMatchObject({ action: 'form-help', history: [], masks: { 'chat-offer': 'not-eligible' } });
  expect((await shop.sessionOf(answer.body.session)).history).toEqual([
    { action: 'form-help', at: first.at },
  ]);
  await shop.edge.drain();
  const masks = { 'form-help': 'too-often', reassurance: 'excluded' };
  expect(await decideFor('capped')).toMatchObject({
    masks,
    history: [{ action: 'form-help', at: first.at }],
  });
  expect((await decideFor('another')).masks['form-help']).toBeUndefined();
  await shop.edge.drain(); // what the last decision left to write is written before it is erased
  const kv = await shop.edge.miniflare.getKVNamespace('PROFILES');
  const kept = async () => JSON.parse((await kv.get('history:capped')) ?? 'null');
  const old = await kept();
  expect(old[0]).toEqual({ action: 'form-help', at: first.at });
  const { at: until } = await shop.client.erase('capped');
  const again = await decideFor('capped');
  expect(again).toMatchObject({ action: 'form-help', history: [] });
  await shop.edge.drain();
  // For a minute KV may show a consumer in another place the list of before; and it may have been written back.
  const worker = await shop.edge.miniflare.getWorker();
  const consume = (body: unknown) =>
    worker.queue('causeway-log', [{ id: 'm', timestamp: new Date(), attempts: 1, body }]);
  const line = { line: again, subject: 'capped', receivedAt: again.at, source: 'edge' };
  await kv.put('history:capped', JSON.stringify(old));
  await consume({ version: 1, lines: `${JSON.stringify(line)}\n` });
  expect(await kept()).toEqual([{ action: 'form-help', at: again.at }]);
  await consume({ version: 1, erase: 'capped', until, cursor: null });
  expect(await kept(), 'what is of after it stays').toEqual([{ action: 'form-help', at: again.at }]);
  await kv.put('history:capped', JSON.stringify([...old, ...(await kept())]));
  await consume({ version: 1, erase: 'capped', until, cursor: null });
  expect(await kept()).toBeNull();
});

it('a paced budget puts the multiplier in force into the record', async () => {
  const now = Date.now();
  const pacing = {
    from: now - 3_600_000,
    to: now + 3_600_000,
    weights: new Array<number>(24).fill(1),
    gain: 10,
    most: 20,
  };
  await shop.publish({
    policy: { ...plain.policy, multiplier: 8 },
    pacing,
    budget: { id: 'paced', capCents: 1_000_000 },
  });
  // About half of the time is gone and nothing of the money: it is 5 cents cheaper.
  const { multiplier, at } = await decideFor('paced-1');
  expect(multiplier).toBeCloseTo(8 - (10 * (at - pacing.from)) / (pacing.to - pacing.from), 9);
});

it.each([
  ['an arm of an unknown policy', { experiment }, 'bad-release'],
  ['an unknown policy in shadow', { shadow: ['nobody'] }, 'bad-release'],
  [
    'shares of a stratum for too few arms',
    { policies, experiment: { ...experiment, strata: { x: { shares: [1] } } } },
    'bad-release',
  ],
  [
    'a cap on an unknown action',
    { rules: { exclusive: [{ actions: ['cake', 'tea'], windowHours: 1 }] } },
    'unknown-action',
  ],
  ['a second policy with a row missing', { policies: { x: { ...plain.policy, cost: [] } } }, 'bad-field'],
  [
    'lower bounds of a segment over one',
    {
      policy: {
        ...plain.policy,
        segments: [
          {
            name: 's',
            when: {},
            bounds: { none: { low: 0.6, high: 1 }, 'form-help': { low: 0.6, high: 1 } },
          },
        ],
      },
    },
    'bad-release',
  ],
] as [string, Partial<Release>, string][])('refuses %s', async (_, over, code) => {
  await expect(shop.publish({ sequence: 1000, ...over })).rejects.toMatchObject({ code });
});

it('all of these decisions come out of the exported log again, with equal bits', async () => {
  await shop.edge.drain();
  const folder = mkdtempSync(join(tmpdir(), 'causeway-replay-'));
  try {
    await shop.edge.exportLog(folder);
    const drawKey = fromBase64url(shop.edge.keys.draw.secret);
    const report = await replayLog(folder, readReleases([join(folder, 'releases')]), { drawKey });
    expect(report).toMatchObject({ different: 0, unknownRelease: {}, broken: 0, drawn: true });
    expect(report.same).toBe(report.decisions);
    expect(report.same).toBeGreaterThan(80);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
