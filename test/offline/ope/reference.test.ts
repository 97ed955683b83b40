import { describe, expect, it } from 'vitest';
import { opeReport } from '../../../packages/offline/src/ope/index.ts';
import { numericCsv, referenceFile } from '../support/reference-data.ts';

const FILES = [
  {
    name: 'open-bandit-men-random-to-bts',
    values: (json: Record<string, { values: Record<string, number> }>) =>
      (json['men:random->bts'] as { values: Record<string, number> }).values,
    grid: undefined,
    count: 15,
  },
  // The tuned values kept for the synthetic log are those of a grid that holds 5 and 50 and not 10.
  {
    name: 'ope-synthetic-n1000',
    values: (json: { values: Record<string, number> }) => json.values,
    grid: [5, 50, 500, 5000, Infinity],
    count: 10,
  },
] as const;

describe.each(FILES)('frozen values of Open Bandit Pipeline on $name', ({ name, values, grid, count }) => {
  const csv = referenceFile(`reference/${name}.csv.gz`);
  const json = referenceFile(`reference/${name}.json`);

  it.skipIf(csv === null || json === null)(`gives all ${count} to 1e-9`, () => {
    const rows = numericCsv(csv as string);
    const of = (column: string) => rows[column] as number[];
    const n = of('reward').length;
    const report = opeReport(
      {
        n,
        reward: of('reward'),
        propensity: of('pscore'),
        candidate: of('pi_e'),
        shownMean: of('q_factual'),
        policyMean: of('v_x'),
        cluster: Array.from({ length: n }, (_, i) => i),
      },
      grid === undefined ? {} : { grid },
    );
    const wanted = values(JSON.parse(json as string));
    expect(Object.keys(wanted)).toHaveLength(count);
    for (const [estimator, value] of Object.entries(wanted)) {
      expect(Math.abs((report.values[estimator] as number) - value), estimator).toBeLessThan(1e-9);
    }
    expect(report.refusal).toBeNull();
  });
});
