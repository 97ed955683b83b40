import { describe, expect, it } from 'vitest';
import {
  splitGain,
  UPLIFT_CRITERIA,
  UpliftForest,
  upliftLeafOf,
} from '../../../packages/offline/src/forest/index.ts';
import { makeRandom } from '../../../packages/offline/src/maths/index.ts';

/** Three arms: arm 1 works where column 0 is above 0, arm 2 nowhere. */
const trial = (n: number, seed: number) => {
  const [random, d, arms] = [makeRandom(seed), 3, 3];
  const x = Float64Array.from({ length: n * d }, () => Math.round(4 * random.normal()) / 4);
  const arm = Int32Array.from({ length: n }, () => random.integer(arms));
  const y = Float64Array.from(arm, (a, i) =>
    random.uniform() < (a === 1 && (x[i * d] as number) > 0 ? 0.7 : 0.2) ? 1 : 0,
  );
  return { x, n, d, y, arm, arms, weight: new Float64Array(n).fill(3), seed };
};

type Trial = ReturnType<typeof trial>;

const meansOf = ({ y, arm }: Trial, rows: readonly number[]): number[] =>
  [0, 1, 2].map((a) => {
    const own = rows.filter((i) => arm[i] === a);
    return own.reduce((sum, i) => sum + (y[i] as number), 0) / own.length;
  });

describe.each(UPLIFT_CRITERIA)('an uplift tree by %s', (criterion) => {
  it('makes the split that trying every one finds best', () => {
    const data = trial(240, 5);
    const options = { criterion, maxDepth: 1, leastRows: 30, leastArmRows: 8, honest: false };
    const [tree] = new UpliftForest(options).fit(data).trees;
    const all = Array.from({ length: data.n }, (_, i) => i);
    let best = { gain: -Infinity, left: [] as number[] };
    for (let f = 0; f < data.d; f++)
      for (const cut of new Set(all.map((i) => data.x[i * data.d + f] as number))) {
        const left = all.filter((i) => (data.x[i * data.d + f] as number) < cut);
        const right = all.filter((i) => !left.includes(i));
        const few = (rows: number[]) =>
          rows.length < 30 || [0, 1, 2].some((a) => rows.filter((i) => data.arm[i] === a).length < 8);
        if (few(left) || few(right)) continue;
        const [node, low, high] = [all, left, right].map((rows) => meansOf(data, rows)) as [
          number[],
          number[],
          number[],
        ];
        const gain = splitGain(criterion, node, low, high, left.length / all.length);
        if (gain > best.gain + 1e-12) best = { gain, left };
      }
    const side = (i: number) => upliftLeafOf(tree as NonNullable<typeof tree>, data.x, i * data.d);
    const own = all.filter((i) => side(i) === side(best.left[0] as number));
    expect(own).toEqual(best.left);
  });

  it('finds who is moved, and that the second arm moves no one', () => {
    const data = trial(6000, 8);
    const [one, two] = new UpliftForest({ criterion, trees: 30 })
      .fit(data)
      .predict(Float64Array.of(1, 0, 0, -1, 0, 0), 2);
    expect(Math.abs((one?.[0] as number) - 0.5)).toBeLessThan(0.12);
    expect(Math.abs(one?.[1] as number)).toBeLessThan(0.12);
    expect(Math.max(...(two ?? []).map(Math.abs))).toBeLessThan(0.12);
  });
});

describe('uplift trees', () => {
  it('fill leaves from rows that chose no split: their effects are not drawn apart by chance', () => {
    const random = makeRandom(2);
    const noise = { ...trial(2000, 3), y: Float64Array.from({ length: 2000 }, () => random.normal()) };
    const size = (honest: boolean): number => {
      const options = { trees: 20, honest, leastRows: 40, leastArmRows: 10 };
      const [one] = new UpliftForest(options).fit(noise).predict(noise.x, noise.n);
      return Array.from(one ?? []).reduce((sum, v) => sum + v * v, 0);
    };
    expect(size(true)).toBeLessThan(0.6 * size(false));
  });

  it.each([
    ['an unknown criterion', { criterion: 'gini' as never }, {}, /criterion: got gini/],
    [
      'KL of an outcome that is no share',
      { criterion: 'kl' as const },
      { y: new Float64Array(60).fill(2) },
      /outside 0 to 1/,
    ],
    ['lost weights', {}, { weight: new Float64Array(3) }, /3 for 60 rows/],
    ['too few rows', {}, { n: 10 }, /got 10/],
  ])('refuse %s', (_, options, change, reason) => {
    expect(() => new UpliftForest(options).fit({ ...trial(60, 1), ...change })).toThrow(reason);
  });
});
