import { type DecisionRecord, Fault } from '@causeway/contract';
import { describe, expect, it } from 'vitest';
import { heldIncentive, redeem } from '../../../demo-store/backend/incentive.ts';

const NOW = 1_800_000_000_000;
const record = (over: Partial<DecisionRecord> = {}): DecisionRecord =>
  ({
    id: 'a'.repeat(64),
    at: NOW - 60_000,
    subject: 'c1',
    action: 'discount-10',
    faceCents: 900,
    lease: 'lease-1',
    granted: true,
    ...over,
  }) as DecisionRecord;
const terms = { subject: 'c1', used: new Set<string>(), now: NOW };

describe('an incentive', () => {
  it('is what the edge granted to this person', () => {
    expect(heldIncentive(record(), terms)).toEqual({
      decision: 'a'.repeat(64),
      action: 'discount-10',
      cents: 900,
    });
  });

  it.each<[string, DecisionRecord, Partial<typeof terms>]>([
    ['is not an incentive', record({ action: 'form-help', faceCents: 0, lease: null }), {}],
    ['is not an incentive', record({ lease: null }), {}],
    ['did not grant it', record({ granted: false }), {}],
    ['to someone else', record(), { subject: 'c2' }],
    ['used it already', record(), { used: new Set(['a'.repeat(64)]) }],
    ['has expired', record({ at: NOW - 3 * 3600_000 }), {}],
  ])('is refused when it %s', (why, given, other) => {
    expect(() => heldIncentive(given, { ...terms, ...other })).toThrow(why);
    expect(() => heldIncentive(given, { ...terms, ...other })).toThrow(Fault);
  });

  it('fails closed when its receipt cannot be opened', async () => {
    const forged = () => Promise.reject(new Fault('bad-token', 'receipt', 'its signature is wrong'));
    await expect(redeem(forged, 'x.y.z', terms)).rejects.toMatchObject({ code: 'bad-token' });
    const broken = () => Promise.reject(new Error('the key store is away'));
    await expect(redeem(broken, 'x.y.z', terms)).rejects.toMatchObject({ code: 'internal' });
  });
});
