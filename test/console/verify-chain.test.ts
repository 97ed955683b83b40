import { webcrypto } from 'node:crypto';
import type { SubtleLike } from '@causeway/contract';
import type { AuditEntry } from '@causeway/offline';
import { describe, expect, it } from 'vitest';
import { verifyChain } from '../../console/pages/verify-chain.ts';
import { goldenStudy } from './golden-study.ts';

const { console: data, keys } = goldenStudy();
const entries = data?.audit.entries ?? [];
const check = (list: readonly AuditEntry[], held = keys) =>
  verifyChain(list, held, webcrypto.subtle as unknown as SubtleLike);
const altered = (k: number, change: Partial<AuditEntry>): AuditEntry[] =>
  entries.map((entry, i) => (i === k ? { ...entry, ...change } : entry));

describe('the audit chain, checked by the page', () => {
  it('is whole where the study wrote it, and ends where the study says', async () => {
    const { faults, signed, head } = await check(entries);
    expect(faults).toEqual([]);
    expect(signed).toBe(entries.filter(({ signature }) => signature !== null).length);
    expect(signed).toBeGreaterThan(0);
    expect(head).toBe(data?.audit.head?.digest);
  });

  it.each([
    ['who did it', { who: 'someone else' }],
    ['when', { at: 1 }],
    ['the fact', { detail: { note: 'harmless' } }],
    ['its own digest', { self: '0'.repeat(64) }],
    ['its signature', { signature: 'A'.repeat(86) }],
    ['its key', { key: '0'.repeat(64) }],
  ] as const)('shows a change of %s', async (_, change) => {
    const k = entries.findIndex(({ signature }) => signature !== null);
    expect((await check(altered(k, change))).faults[0]?.n).toBe(entries[k]?.n);
  });

  it('shows an entry left out, two exchanged, and a key that is not the one named', async () => {
    expect((await check(entries.slice(1))).faults).not.toEqual([]);
    expect((await check([...entries].reverse())).faults).not.toEqual([]);
    const [name = ''] = Object.keys(keys);
    const other = { ...keys[name], x: 'A'.repeat(43) } as (typeof keys)[string];
    expect((await check(entries, { [name]: other })).faults).not.toEqual([]);
    expect((await check(entries, {})).faults).not.toEqual([]);
  });
});
