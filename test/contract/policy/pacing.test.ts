import { keyedUniform, type Pacing, pacedMultiplier, plannedShare } from '@causeway/contract';
import { expect, it } from 'vitest';

const HOUR = 3_600_000;
const FROM = Date.UTC(2026, 10, 22, 5, 30);
const flat = new Array<number>(24).fill(1);
const evening = flat.map((_, h) => (h >= 18 && h < 22 ? 5 : 1));
const pacing = (over: Partial<Pacing> = {}): Pacing => ({
  from: FROM,
  to: FROM + 24 * HOUR,
  weights: flat,
  gain: 20,
  most: 30,
  ...over,
});

it('the plan goes from 0 to 1, never back, and is linear under equal hours', () => {
  for (const weights of [flat, evening, flat.map(() => 0)]) {
    const p = pacing({ weights, to: FROM + 61 * HOUR });
    let before = -1;
    for (let t = FROM - HOUR; t <= FROM + 62 * HOUR; t += HOUR / 7) {
      const share = plannedShare(p, t);
      expect(share).toBeGreaterThanOrEqual(before);
      if (weights !== evening && t >= FROM && t <= p.to)
        expect(share).toBeCloseTo((t - FROM) / (61 * HOUR), 12);
      before = share;
    }
    expect([plannedShare(p, FROM), plannedShare(p, p.to)]).toEqual([0, 1]);
  }
  // 05:30 to 18:00 is 12.5 of 24 + 16 units of weight.
  expect(plannedShare(pacing({ weights: evening }), FROM + 12.5 * HOUR)).toBeCloseTo(12.5 / 40, 12);
});

it('money is dearer ahead of the plan and cheaper behind it, within its bounds', () => {
  const at = FROM + 12 * HOUR;
  expect(pacedMultiplier(pacing(), 1, 0.5, at)).toBeCloseTo(1, 12);
  expect(pacedMultiplier(pacing(), 1, 0.75, at)).toBeCloseTo(6, 12);
  expect(pacedMultiplier(pacing(), 1, 0.25, at)).toBe(0);
  expect(pacedMultiplier(pacing({ most: 3 }), 1, 1, at)).toBe(3);
  expect(pacedMultiplier(pacing({ most: 0 }), 2, 1, at)).toBe(2);
});

it('spreads a day’s money: without it half of the day is without money, with it hardly any', () => {
  // Each minute some shoppers with an effect of 0 to 20 cents a cent ask for 10 cents; they get them when it pays.
  const day = (paced: boolean): { dryAt: number; gone: number; worst: number } => {
    const cap = 24_000;
    let [gone, dryAt, worst] = [0, 24, 0];
    for (let minute = 0; minute < 1440; minute++) {
      const at = FROM + minute * 60_000;
      const p = pacing({ gain: 400 });
      const multiplier = paced ? pacedMultiplier(p, 1, gone / cap, at) : 1;
      for (let n = 0; n < 4; n++) {
        if (keyedUniform(new Uint8Array(32), minute, n) * 20 < multiplier || gone + 10 > cap) continue;
        gone += 10;
      }
      if (gone + 10 > cap) dryAt = Math.min(dryAt, minute / 60);
      if (paced) worst = Math.max(worst, Math.abs(gone / cap - plannedShare(p, at)));
    }
    return { dryAt, gone: gone / cap, worst };
  };
  expect(day(false).dryAt).toBeLessThan(13);
  const paced = day(true);
  expect(paced.dryAt).toBeGreaterThan(21);
  expect(paced.gone).toBeGreaterThan(0.95);
});
