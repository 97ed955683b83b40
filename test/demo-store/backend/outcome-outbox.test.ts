import type { Outcome } from '@causeway/contract';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createOutbox } from '../../../demo-store/backend/outcome-outbox.ts';

const outcome = (id: string): Outcome => ({
  kind: 'outcome',
  id,
  at: 1,
  subject: 'c1',
  session: 'session-1',
  type: 'order',
  revenueCents: 100,
  marginCents: 40,
  redeemed: null,
});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the outbox', () => {
  it('keeps an outcome, under its id, until the edge has taken it', async () => {
    const sent: string[] = [];
    let up = false;
    const outbox = createOutbox(async ({ id }) => {
      sent.push(id);
      if (!up) throw new Error('down');
    });
    outbox.add(outcome('order-1'));
    await vi.advanceTimersByTimeAsync(3000);
    expect(outbox.pending()).toBe(1);
    up = true;
    await vi.advanceTimersByTimeAsync(20_000);
    expect(outbox.pending()).toBe(0);
    expect(sent.length).toBeGreaterThan(2);
    expect(new Set(sent)).toEqual(new Set(['order-1']));
    outbox.stop();
  });

  it('waits longer after each failure', async () => {
    const at: number[] = [];
    const outbox = createOutbox(async () => {
      at.push(Date.now());
      throw new Error('down');
    });
    outbox.add(outcome('order-1'));
    await vi.advanceTimersByTimeAsync(60_000);
    const gaps = at.slice(1).map((time, k) => time - (at[k] as number));
    expect(gaps.slice(0, 4)).toEqual([1000, 2000, 4000, 8000]);
    expect(Math.max(...gaps)).toBe(15_000);
    outbox.stop();
  });

  it('gives up on an answer that never comes, and asks again', async () => {
    let tries = 0;
    const outbox = createOutbox(() => {
      tries += 1;
      return tries === 1 ? new Promise(() => undefined) : Promise.resolve();
    });
    outbox.add(outcome('order-1'));
    await vi.advanceTimersByTimeAsync(10_000);
    expect([tries, outbox.pending()]).toEqual([2, 0]);
    outbox.stop();
  });
});
