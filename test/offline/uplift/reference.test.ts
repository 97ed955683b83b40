import { describe, expect, it } from 'vitest';
import {
  causalmlAreas,
  scikitUpliftAreas,
  upliftAtShare,
  upliftByPercentile,
  upliftReport,
  weightedAverageUplift,
} from '../../../packages/offline/src/uplift/index.ts';
import { numericCsv, referenceFile } from '../support/reference-data.ts';

const csv = referenceFile('reference/hillstrom-any-visit-T.csv.gz');
const json = referenceFile('reference/hillstrom-any-visit-T.json');

describe.skipIf(csv === null || json === null)('scores of one prediction file', () => {
  const table = csv === null ? {} : numericCsv(csv);
  const known = json === null ? {} : JSON.parse(json);
  const { y = [], t = [], uplift: score = [] } = table;
  const rows = { n: y.length, y, t, score };

  it('are scikit-uplift’s', () => {
    const { qini, uplift } = scikitUpliftAreas(rows);
    expect(qini).toBeCloseTo(known.qini_auc, 11);
    expect(uplift).toBeCloseTo(known.uplift_auc, 11);
    expect(upliftAtShare(rows, 0.3, 'overall')).toBeCloseTo(known.u30_overall, 11);
    expect(upliftAtShare(rows, 0.3, 'by_group')).toBeCloseTo(known.u30_by_group, 11);
  });

  it('and its deciles', () => {
    const bins = upliftByPercentile(rows);
    expect(bins.map(({ treated }) => treated)).toEqual(known.decile_n_trt);
    expect(bins.map(({ control }) => control)).toEqual(known.decile_n_ctl);
    bins.forEach(({ uplift }, k) => expect(uplift).toBeCloseTo(known.decile_uplift[k], 11));
    expect(weightedAverageUplift(bins)).toBeCloseTo(known.wau, 11);
  });

  it('are causalml’s', () => {
    const areas = causalmlAreas(rows);
    expect(areas.qini).toBeCloseTo(0.06638571926673716, 10);
    expect(areas.qiniRaw).toBeCloseTo(48.6384647816974, 8);
    expect(areas.auuc).toBeCloseTo(0.5628769843995975, 10);
    expect(areas.auucRaw).toBeCloseTo(617.3620357114676, 8);
  });

  it('have the spread that resampling gives elsewhere', () => {
    const { scikitUplift, averageEffect } = upliftReport(rows, { seed: 3, resamples: 120 });
    expect(scikitUplift?.qini.standardError).toBeGreaterThan(0.75 * known.boot_se);
    expect(scikitUplift?.qini.standardError).toBeLessThan(1.25 * known.boot_se);
    expect(averageEffect.value).toBeCloseTo(known.ate, 11);
  });
});
