import { describe, expect, it } from 'vitest';
import { makeRandom } from '../../../packages/offline/src/maths/index.ts';
import {
  type ComparedColumn,
  chiSquareTail,
  compareColumns,
  holm,
  kolmogorovSmirnov,
  stabilityIndex,
} from '../../../packages/offline/src/monitor/index.ts';

const normal = (seed: number, n: number, mean = 0) => {
  const random = makeRandom(seed);
  return Float64Array.from({ length: n }, () => mean + random.normal());
};

describe('the tests of drift', () => {
  it('agree with published values', () => {
    for (const [x, degrees, p] of [
      [3.841, 1, 0.05],
      [5.991, 2, 0.05],
      [18.307, 10, 0.05],
      [21.666, 9, 0.01],
    ] as const)
      expect(chiSquareTail(x, degrees)).toBeCloseTo(p, 4);
    expect(kolmogorovSmirnov([1, 2, 3, 4], [3, 4, 5, 6]).distance).toBe(0.5);
    expect(kolmogorovSmirnov([1, 1, 2], [1, 1, 2])).toEqual({ distance: 0, p: 1 });
    expect(stabilityIndex([50, 50], [50, 50])).toBe(0);
    expect(holm([0.01, 0.04, Number.NaN, 0.03])).toEqual([0.03, 0.06, Number.NaN, 0.06]);
  });

  it('find the columns that moved and no others, missing values and joint drift among them', () => {
    const columns: ComparedColumn[] = [
      { name: 'same', kind: 'number', before: normal(1, 800), after: normal(2, 400) },
      { name: 'moved', kind: 'number', before: normal(3, 800), after: normal(4, 400, 0.6) },
      {
        name: 'holes',
        kind: 'number',
        before: normal(5, 800),
        after: normal(6, 400).map((v, i) => (i % 4 === 0 ? Number.NaN : v)),
      },
      {
        name: 'device',
        kind: 'text',
        before: Array.from({ length: 800 }, (_, i) => (i % 2 ? 'mobile' : 'desktop')),
        after: Array.from({ length: 400 }, (_, i) => (i % 5 ? 'mobile' : 'desktop')),
      },
    ];
    const { columns: found, joint } = compareColumns(columns, { seed: 1 });
    expect(found.filter(({ drifted }) => drifted).map(({ name }) => name)).toEqual([
      'moved',
      'holes',
      'device',
    ]);
    expect(found[3]?.says).toMatch(/mobile.*50\.0 % before, 80\.0 % after|desktop.*50\.0 % before, 20\.0 %/);
    expect(joint?.drifted).toBe(true);
  });

  it('see a joint change that no column shows', () => {
    const pair = (seed: number, n: number, sign: number) => {
      const random = makeRandom(seed);
      const x = Float64Array.from({ length: n }, () => random.normal());
      return [x, x.map((v) => sign * v + 0.3 * random.normal())] as const;
    };
    const [a, b] = [pair(1, 300, 1), pair(2, 300, -1)];
    const { columns, joint } = compareColumns(
      [0, 1].map((k) => ({
        name: `c${k}`,
        kind: 'number',
        before: a[k] as Float64Array,
        after: b[k] as Float64Array,
      })),
      { seed: 1 },
    );
    expect(columns.some(({ drifted }) => drifted)).toBe(false);
    expect(joint?.drifted).toBe(true);
  });

  it('stay silent over many columns and comparisons that are alike', () => {
    const alarms = Array.from({ length: 20 }, (_, seed) =>
      compareColumns(
        Array.from({ length: 8 }, (_, k) => ({
          name: `c${k}`,
          kind: 'number' as const,
          before: normal(seed * 100 + k, 300),
          after: normal(seed * 100 + k + 50, 200),
        })),
        { seed },
      ),
    ).filter(({ columns, joint }) => columns.some(({ drifted }) => drifted) || joint?.drifted);
    expect(alarms.length).toBeLessThanOrEqual(2);
  });
});
