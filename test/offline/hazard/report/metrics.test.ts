import { describe, expect, it } from 'vitest';
import { madeForecast } from '../../../../bench/hazard-models/made-forecast.ts';
import {
  hazardMetrics,
  recalibration,
  survivalCurves,
} from '../../../../packages/offline/src/hazard/index.ts';
import { makeRandom } from '../../../../packages/offline/src/maths/index.ts';

const mean = (v: readonly number[]) => v.reduce((a, b) => a + b, 0) / v.length;

describe('hazardMetrics', () => {
  const random = makeRandom(4);
  const p = Float64Array.from({ length: 60 }, () => Math.ceil(10 * random.uniform()) / 11);
  const y = Uint8Array.from(p, (v) => (random.uniform() < v ? 1 : 0));
  const session = Int32Array.from(p, (_, i) => Math.floor(i / 3));
  const metrics = hazardMetrics({ p, y, session }, 1, 50);

  it('is what the definitions say, ties counted half', () => {
    const pairs: number[] = [];
    for (let i = 0; i < 60; i++)
      for (let j = 0; j < 60; j++)
        if (y[i] === 1 && y[j] === 0)
          pairs.push((p[i] as number) > (p[j] as number) ? 1 : p[i] === p[j] ? 0.5 : 0);
    expect(metrics.auc?.value).toBeCloseTo(mean(pairs), 12);
    const each = Array.from(p, (v, i) => (y[i] === 1 ? v : 1 - v));
    expect(metrics.logLoss.value).toBeCloseTo(-mean(each.map(Math.log)), 10);
    expect(metrics.brier.value).toBeCloseTo(mean(each.map((v) => (1 - v) ** 2)), 12);
    expect([metrics.rows, metrics.sessions, metrics.events]).toEqual([60, 20, y.reduce((a, b) => a + b, 0)]);
  });

  it('sums the gaps of ten bins of equal size, and of equal width', () => {
    const order = Array.from(p.keys()).sort((a, b) => (p[a] as number) - (p[b] as number) || a - b);
    const gap = (rows: number[]) =>
      Math.abs(rows.reduce((s, i) => s + (y[i] as number) - (p[i] as number), 0)) / 60;
    const size = Array.from({ length: 10 }, (_, b) => gap(order.slice(6 * b, 6 * b + 6)));
    expect(metrics.ece.value).toBeCloseTo(
      size.reduce((a, b) => a + b, 0),
      12,
    );
    const width = Array.from({ length: 10 }, (_, b) =>
      gap(order.filter((i) => Math.floor((p[i] as number) * 10) === b)),
    );
    expect(metrics.eceWidth.value).toBeCloseTo(
      width.reduce((a, b) => a + b, 0),
      12,
    );
  });

  it('has no AUC where all outcomes are one, and the other figures all the same', () => {
    const none = hazardMetrics({ p, y: new Uint8Array(60), session }, 1, 50);
    expect(none.auc).toBeNull();
    expect(none.brier.low).toBeLessThan(none.brier.value);
  });

  it('covers the truth, calibrated or not, with sessions whose rows are alike', () => {
    for (const bend of [
      { shift: 0, slope: 1 },
      { shift: 0.3, slope: 0.7 },
    ]) {
      const all = hazardMetrics(madeForecast(40_000, 1, bend), 1, 0);
      const held = { auc: 0, logLoss: 0, brier: 0, ece: 0 };
      const truth = { ...all, ece: bend.slope === 1 ? { value: 0 } : all.ece };
      for (let seed = 2; seed < 42; seed++) {
        const own = hazardMetrics(madeForecast(250, seed, bend), seed, 200);
        for (const name of ['auc', 'logLoss', 'brier', 'ece'] as const) {
          const [range, at] = [own[name], truth[name]?.value as number];
          if (range !== null && range.low <= at && at <= range.high) held[name]++;
        }
      }
      // 40 draws at 95 %: fewer than 34 come with a probability under 0.003.
      for (const count of Object.values(held)) expect(count).toBeGreaterThanOrEqual(34);
    }
  });
});

describe('recalibration', () => {
  it('finds how the forecast is bent, inside its interval', () => {
    const bend = { shift: 0.3, slope: 0.7 };
    const found = recalibration(madeForecast(3000, 3, bend));
    for (const [name, truth] of [
      ['slope', 0.7],
      ['intercept', 0.3],
    ] as const) {
      const { low, high } = found?.[name] as { low: number; high: number };
      expect([low < truth, truth < high, high - low < 0.5]).toEqual([true, true, true]);
    }
    const expected = madeForecast(3000, 3, { shift: 0, slope: 1 });
    expect(Math.abs((recalibration(expected)?.observedOverExpected ?? 9) - 1)).toBeLessThan(0.1);
  });

  it('has no answer for one outcome', () => {
    const { p, session } = madeForecast(50, 3, { shift: 0, slope: 1 });
    expect(recalibration({ p, y: new Uint8Array(p.length), session })).toBeNull();
  });
});

describe('survivalCurves', () => {
  it('is the product of 1 - d/n, observed and foretold, each group by itself, censoring allowed', () => {
    // 20 sessions of two steps: at step 1 four have the event and six are censored, at step 2 of ten left five.
    const rows: [step: number, y: number, session: number][] = [];
    for (let s = 0; s < 20; s++) {
      rows.push([1, s < 4 ? 1 : 0, s]);
      if (s >= 10) rows.push([2, s < 15 ? 1 : 0, s]);
    }
    const curves = survivalCurves({
      p: rows.map(([step]) => (step === 1 ? 0.25 : 0.4)),
      y: rows.map(([, y]) => y),
      step: rows.map(([step]) => step),
      session: rows.map(([, , s]) => s),
      group: rows.map(() => 'all'),
    });
    expect(curves).toHaveLength(1);
    const [first, second] = curves[0]?.steps ?? [];
    expect([first?.atRisk, first?.observed, first?.predicted]).toEqual([20, 0.8, 0.75]);
    expect(second?.observed).toBeCloseTo(0.8 * 0.5, 12);
    expect(second?.predicted).toBeCloseTo(0.75 * 0.6, 12);
    // Greenwood: variance of ln S is 4/(20·16) + 5/(10·5).
    const half = (1.959963984540054 * Math.sqrt(4 / 320 + 5 / 50)) / Math.abs(Math.log(0.4));
    expect(second?.low).toBeCloseTo(0.4 ** Math.exp(half), 9);
    expect(second?.high).toBeCloseTo(0.4 ** Math.exp(-half), 9);
  });

  it('puts the largest group first and stops where too few are at risk', () => {
    const group = Array.from({ length: 40 }, (_, i) => (i < 25 ? 'b' : 'a'));
    const curves = survivalCurves({
      p: group.map(() => 0.1),
      y: group.map(() => 0),
      step: group.map((_, i) => (i === 3 ? 2 : 1)),
      session: group.map((_, i) => i),
      group,
    });
    expect(curves.map((c) => [c.group, c.sessions, c.steps.length])).toEqual([
      ['b', 25, 1],
      ['a', 15, 1],
    ]);
  });
});
