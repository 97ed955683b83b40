import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import {
  calibrationChart,
  histogramChart,
  rangeChart,
} from '../../../packages/offline/src/dossier/charts.ts';
import { type DossierData, dossierHtml } from '../../../packages/offline/src/dossier/index.ts';

const empty: DossierData = {
  kind: 'dossier',
  version: 1,
  release: { sequence: 3, digest: 'a'.repeat(64), createdAt: Date.UTC(2026, 10, 22), live: 'b'.repeat(64) },
  note: 'Uniform exploration: <script>alert(1)</script>',
  seed: 1,
  estimate: { name: 'logged-mean', value: 700, low: 650, high: 750 },
  policy: null,
  propensities: [],
  chosen: 'uniform <b>exploration</b>',
  averages: [],
  weighed: [],
  truncation: null,
  budget: {
    id: 'b',
    capCents: 1_234_567,
    sessions: 100,
    safety: 0.9,
    spendPerSession: null,
    allowedPerSession: 11.1,
    multiplier: 0,
  },
  hazard: null,
  embedding: null,
  notes: ['No policy was learned & so the next release explores.'],
};

describe('dossierHtml', () => {
  const html = dossierHtml(empty);
  const { document } = parseHTML(html);

  it('stands without a policy, and says that it explores', () => {
    expect(document.querySelector('h1')?.textContent).toMatch(/explores/);
    expect(document.querySelector('header')?.textContent).toContain('2026-11-22');
    expect(document.body.textContent).toContain('No policy was learned & so the next release explores.');
  });

  it('lets no text become markup', () => {
    expect(document.querySelector('script')).toBeNull();
    expect(document.querySelector('header b')).toBeNull();
    expect(document.body.textContent).toContain('uniform <b>exploration</b>');
  });

  it('groups the digits of money', () => {
    const planned = { ...empty.budget, spendPerSession: 20_000.04 };
    expect(dossierHtml({ ...empty, budget: planned })).toContain(
      '2,000,004.0 ¢ of a hard cap of 1,234,567.0 ¢',
    );
  });

  it('is the same text for the same data', () => {
    expect(dossierHtml(empty)).toBe(html);
  });
});

describe('charts', () => {
  const marks = (svg: string, selector: string) => parseHTML(svg).document.querySelectorAll(selector).length;

  it('draw one dot a value, and name themselves', () => {
    const ranges = ['a', 'b', 'c'].map((name, k) => ({ name, value: k, low: k - 1, high: k + 1 }));
    const svg = rangeChart(ranges, { label: 'cents', title: 'Values', reference: 0 });
    expect(marks(svg, 'circle')).toBe(3);
    expect(svg).toContain('aria-label="Values"');
  });

  it('draw one bar a bin and one dot a calibration point', () => {
    const bins = [0, 1, 2].map((k) => ({ from: k, to: k + 1, count: 5 * k + 1 }));
    expect(marks(histogramChart(bins, { label: 'p', title: 'Propensities' }), 'rect')).toBe(3);
    const points = [0.1, 0.2].map((p) => ({ predicted: p, observed: p, low: p / 2, high: 2 * p }));
    expect(marks(calibrationChart(points, 'Calibration'), 'circle')).toBe(2);
  });
});
