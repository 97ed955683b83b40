import { decide, drawUniform, fromBase64url, type Release } from '@causeway/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askAt, openShop, type Shop } from './fixture.ts';

let shop: Shop;
let release: Release;
beforeAll(async () => {
  shop = await openShop();
  ({ release } = await shop.publish());
});
afterAll(() => shop.edge.stop());

describe('a decision', () => {
  it('is the same when asked again, ten times at once, and with the next session token', async () => {
    const { token } = await shop.visit('session-a1', 'person-a');
    const asked = await Promise.all(Array.from({ length: 10 }, () => shop.decide(token, askAt(4))));
    const again = await shop.decide(asked[0]?.body.session ?? '', askAt(4));
    const answers = new Set([...asked, again].map(({ text }) => text));
    expect(answers.size).toBe(1);
    const other = await shop.decide(token, askAt(5));
    expect(other.body.decision).not.toBe(again.body.decision);
  });

  it('is recomputed from its record and the draw key, with equal bits', async () => {
    const drawKey = fromBase64url(shop.edge.keys.draw.secret) as Uint8Array;
    for (let k = 1; k <= 20; k++) {
      const { token, profile } = await shop.visit(`session-b${k}`, k % 2 === 0 ? `person-b${k}` : undefined);
      const answer = await shop.decide(token, askAt(k));
      const record = await shop.record(answer.body.receipt);
      const ask = { point: record.point, state: record.state, offered: record.offered };
      const again = decide({
        ask,
        profile: { ...profile, z: record.z, spread: record.spread },
        session: record.session,
        counts: record.counts,
        spendableCents: record.masks['free-shipping'] === 'budget' ? 0 : 1e9,
        at: record.at,
        release: record.release,
        worker: record.worker,
        models: { ...release.page, policy: release.policy, actions: release.actions },
        drawKey,
      });
      expect({ ...again, lease: record.lease, granted: record.granted }).toEqual(record);
      expect(
        drawUniform(drawKey, { ask, profile, session: record.session, release: record.release }),
      ).toBeLessThan(1);
    }
  });

  it('masks incentives for a stranger, what is not offered, and everything after the first action of a session', async () => {
    const { token } = await shop.visit('session-c1');
    let next = token;
    for (let step = 1; step < 60; step++) {
      const answer = await shop.decide(next, askAt(step, { offered: ['form-help', 'free-shipping'] }));
      const { masks, action } = await shop.record(answer.body.receipt);
      expect(masks['payment-options']).toBe('not-offered');
      expect(answer.body.distribution['payment-options']).toBe(0);
      expect(masks['free-shipping']).toBe(
        Object.values((await shop.sessionOf(next)).counts).length > 0 ? 'capped' : 'unproven',
      );
      next = answer.body.session;
      if (action !== 'none') break;
    }
    const after = await shop.decide(next, askAt(100));
    expect(await shop.record(after.body.receipt)).toMatchObject({ action: 'none', propensity: 1 });
  });

  it('gives the holdout nothing, and says so in the record', async () => {
    const held = await openShop();
    try {
      await held.publish({
        experiment: { salt: 'h', version: 1, holdout: 1, arms: [{ name: 'a', share: 1 }] },
      });
      const { token, profile } = await held.visit('session-d1', 'person-d');
      expect(profile).toMatchObject({ holdout: true, arms: { h: 'a' } });
      const answer = await held.decide(token, askAt(1));
      const record = await held.record(answer.body.receipt);
      expect(record).toMatchObject({ action: 'none', mode: 'control', propensity: 1, arms: { h: 'a' } });
      expect(Object.values(record.masks)).toEqual(new Array(6).fill('control'));
    } finally {
      await held.edge.stop();
    }
  });

  it('lets a person have one incentive in a period: the second draw is logged as drawn, and not given', async () => {
    const only = (step: number) => askAt(step, { offered: ['free-shipping'] });
    const drawn: { granted: boolean; action: string; shown: string }[] = [];
    for (let k = 0; k < 40 && drawn.length < 3; k++) {
      const { token } = await shop.visit(`session-e${k}`, 'person-e');
      const answer = await shop.decide(token, only(1));
      const { granted, action, propensity, lease } = await shop.record(answer.body.receipt);
      if (action === 'none') continue;
      expect(propensity).toBe(0.5);
      expect(lease).not.toBeNull();
      drawn.push({ granted, action, shown: answer.body.action });
    }
    expect(drawn).toEqual([
      { granted: true, action: 'free-shipping', shown: 'free-shipping' },
      { granted: false, action: 'free-shipping', shown: 'none' },
      { granted: false, action: 'free-shipping', shown: 'none' },
    ]);
    await shop.edge.drain();
    const budget = await shop.client.budget();
    expect(budget.reservedCents % 10).toBe(0);
    expect(budget.problems).toEqual([]);
  });

  it('puts the prior in place of a z of a release that is gone, and logs it so', async () => {
    const live = (await shop.call('GET', '/v1/health')).body.release as string;
    const profile = {
      kind: 'profile' as const,
      version: 1,
      release: live,
      at: 1,
      z: new Array(8).fill(7),
      spread: 0.1,
    };
    await shop.client.putProfiles([{ subject: 'person-f', profile }]);
    const { token } = await shop.visit('session-f1', 'person-f');
    const before = await shop.record((await shop.decide(token, askAt(1))).body.receipt);
    expect(before).toMatchObject({ z: new Array(8).fill(7), spread: 0.1 });
    ({ release } = await shop.publish());
    const after = await shop.record((await shop.decide(token, askAt(2))).body.receipt);
    expect(after).toMatchObject({ z: new Array(8).fill(0), spread: 1 });
  });

  // A date beyond all dates makes the objects' own alarms throw: real failures of real objects.
  it.each([
    ['person', { PERSON_PERIOD_HOURS: '1e30' }],
    ['budget', { LEASE_SECONDS: '1e30' }],
  ] as const)('goes on when the %s object fails: help fails open, money closed', async (object, vars) => {
    const broken = await openShop({ vars });
    try {
      await broken.publish();
      const shown = new Set<string>();
      for (let k = 0; k < 40; k++) {
        const { token } = await broken.visit(`session-g${k}`, `person-g${k}`);
        const answer = await broken.decide(token, askAt(1, { offered: ['form-help', 'free-shipping'] }));
        expect(answer.status).toBe(200);
        shown.add(answer.body.action);
        const { granted, action, masks } = await broken.record(answer.body.receipt);
        expect(masks['free-shipping']).toBe(object === 'budget' ? 'budget' : undefined);
        expect(granted).toBe(action !== 'free-shipping');
      }
      expect(shown).toEqual(new Set(['none', 'form-help']));
      await broken.edge.drain();
      expect(await broken.client.budget()).toMatchObject({ reservedCents: 0, spentCents: 0, problems: [] });
    } finally {
      await broken.edge.stop();
    }
  });
});
