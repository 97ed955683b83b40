import { saturate } from '@causeway/contract';
import { describe, expect, it } from 'vitest';
import {
  fitMemory,
  learnFriction,
  refreshMean,
  smoothedOf,
  splitByTime,
  structuralMeans,
} from '../../../packages/offline/src/friction/index.ts';
import { simulateSteps, TEMPLATES, TROUBLE } from './simulate-steps.ts';

const trueIndex = ({ n, d }: { n: number; d: Float64Array }): Float64Array =>
  Float64Array.from({ length: n }, (_, i) =>
    [0, 1, 2].reduce((sum, f) => sum + saturate(d[3 * i + f] as number, 1), 0),
  );

describe('the memory β', () => {
  it.each([0, 0.4, 0.75])('is found where the truth has %s', (beta) => {
    const steps = simulateSteps({
      sessions: 6000,
      seed: 11,
      beta,
      lift: (_d, _total, smoothed) => 2.2 * smoothed,
    });
    const fit = fitMemory(steps, trueIndex(steps), splitByTime(steps, 0.6));
    expect(fit.low).toBeLessThanOrEqual(beta);
    expect(fit.high).toBeGreaterThanOrEqual(beta);
    expect(Math.abs(fit.beta - beta)).toBeLessThanOrEqual(0.2);
    expect(fit.tried).toHaveLength(20);
  });

  it('smooths each session by itself', () => {
    const smoothed = smoothedOf(
      { n: 4, session: Int32Array.of(0, 0, 1, 1) },
      Float64Array.of(1, 0, 0, 2),
      0.5,
    );
    expect([...smoothed]).toEqual([0.5, 0.25, 0, 1]);
  });
});

describe('structural friction', () => {
  const steps = simulateSteps({ sessions: 1500, seed: 21, lift: (d) => 1.5 * saturate(d[0] as number, 1) });
  const learned = learnFriction(steps, 1);
  const { templates, calibration } = learned.report;

  it('ranks templates as the truth does, each interval without its neighbour’s value', () => {
    const byTruth = [...TEMPLATES].sort(
      (a, b) => (TROUBLE[TEMPLATES.indexOf(b)] as number) - (TROUBLE[TEMPLATES.indexOf(a)] as number),
    );
    expect(templates.map(({ template }) => template)).toEqual(byTruth);
    for (let k = 0; k + 1 < templates.length; k++) {
      const [worse, better] = [templates[k], templates[k + 1]];
      expect(worse?.low).toBeGreaterThan(better?.structuralIndex as number);
    }
    expect(templates[0]?.worst).toBe('a.now');
    for (const { low, high, rows } of templates) {
      const half = ((high as number) - (low as number)) / 2;
      expect(half * Math.sqrt(rows)).toBeGreaterThan(0.5);
      expect(half).toBeLessThan(0.5);
    }
  });

  it('puts money at stake where a repair would keep shoppers, and none where nothing is wrong', () => {
    const stake = new Map(templates.map(({ template, atStakeCents }) => [template, atStakeCents]));
    expect(stake.get('pay')?.low).toBeGreaterThan(0);
    expect(stake.get('pay')?.value).toBeGreaterThan(4 * (stake.get('quiet')?.value as number));
  });

  it('has an index that rises with the hazard, and says how it is calibrated', () => {
    expect(calibration.slopeLow).toBeGreaterThan(0);
    expect(calibration.logLoss).toBeLessThan(calibration.baseLogLoss);
    expect(learned.report.gainOverFixedIndex.low).toBeGreaterThan(0);
  });

  it('shrinks a template that few have seen toward all the others, and keeps the rest', () => {
    const size = 6;
    const rare = steps.session.findIndex((s) => s === 1);
    const template = steps.template.map((t, i) => (i === rare || i === rare + 9 ? TEMPLATES.length : t));
    const more = { ...steps, template, templates: [...TEMPLATES, 'rare'] };
    const phi = new Float64Array(steps.n * size).fill(0.1).map((x, k) => x + 0.3 * saturate(k % 7, 3));
    for (const i of [rare, rare + 9]) phi.fill(0.95, i * size, (i + 1) * size);
    const { own, mean, sessions } = structuralMeans(more, phi);
    expect(sessions[4]).toBe(2);
    const before = structuralMeans(more, learned.phi).own;
    expect(before.subarray(0, size)[0]).toBeGreaterThan(0.9);
    expect(own.every((x) => x >= 0 && x <= 1)).toBe(true);
    expect(mean.every((x) => x >= 0 && x <= 0.95 + 1e-12)).toBe(true);
  });

  it('is not pulled to nothing by templates where a kind never happens, nor by a few calm sessions', () => {
    const calm = Array.from({ length: 40 }, (_, k) => `calm ${k}`);
    const n = 2000;
    const session = Int32Array.from({ length: n }, (_, i) => i >> 1);
    const template = Int32Array.from(session, (s) => (s < 960 ? s % 2 : 2 + (s - 960)));
    const templates = ['rough', 'never', ...calm];
    const phi = Float64Array.from(template, (t, i) => (t === 0 && i % 3 === 0 ? 0.6 : 0));
    const { mean } = structuralMeans({ ...steps, n, session, template, templates }, phi);
    expect(mean[0]).toBeGreaterThan(0.17);
    expect(mean[1]).toBeLessThan(0.01);
    expect(mean[2]).toBeGreaterThanOrEqual(0);
    expect(mean[2]).toBeLessThan(mean[0] as number);
  });

  it('is refreshed by a day in proportion to its rows', () => {
    expect(refreshMean([0.2, 0.4], [0.6, 0.4], 500)).toEqual([0.4, 0.4]);
    expect(refreshMean([0.2], [0.9], 0)).toEqual([0.2]);
  });
});
