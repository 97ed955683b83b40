import { LEAST_SPREAD } from '@causeway/contract';
import { describe, expect, it } from 'vitest';
import { fitDownstream, makeEncoder, probeVectors } from '../../../../packages/offline/src/appraise/index.ts';
import {
  ENCODER_RECIPES,
  type EncoderRecipe,
  hiddenRows,
  outputsOf,
  runEncoder,
  sparseOf,
  spreadCoverage,
} from '../../../../packages/offline/src/embed/index.ts';
import { auc } from '../../../../packages/offline/src/hazard/index.ts';
import { simulatePeople } from '../people.ts';

const N = 1200;
const { data, y, s, rows } = simulatePeople(N, 5);
const split = {
  train: rows(0, 600),
  validation: rows(600, 800),
  test: rows(800, N),
  by: 'person' as const,
  from: null,
  purged: 0,
};
const ids = Array.from({ length: N }, (_, i) => `p${i}`);
const input = {
  data,
  outcomes: { names: ['bought'], y },
  beside: null,
  sensitive: { names: ['s'], y: s },
  ids,
  person: Int32Array.from(ids.keys()),
  split,
  seed: 3,
};
const make = (recipe: EncoderRecipe, project = false) => makeEncoder(input, { recipe, size: 4, project });
const made = make(ENCODER_RECIPES.supervised);
const probe = (z: Float64Array) =>
  probeVectors({
    z,
    n: N,
    size: 4,
    attributes: input.sensitive,
    split,
    person: (i) => ids[i] as string,
    bound: 0.6,
    seed: 1,
  })[0];

describe('a finished encoder', () => {
  it('gives z of mean 0 and deviation 1 over the people it was trained on', () => {
    for (let k = 0; k < 4; k++) {
      const column = Array.from(split.train, (i) => made.z[i * 4 + k] as number);
      const mean = column.reduce((a, b) => a + b, 0) / column.length;
      const variance = column.reduce((a, b) => a + (b - mean) ** 2, 0) / column.length;
      expect(mean).toBeCloseTo(0, 4);
      expect([0, 1]).toContain(Math.round(variance * 1e4) / 1e4);
    }
  });

  it.each(['supervised', 'contrastive', 'variational'] as const)(
    '%s: nine tenths of what was hidden lies within the 90 % interval, on people never seen (B19)',
    (name) => {
      const own = name === 'supervised' ? made : make({ ...ENCODER_RECIPES[name] });
      const { coverage } = spreadCoverage(own.layers, data.x, split.test, {
        columnOf: data.columnOf,
        columns: 10,
        seed: 8,
      });
      // 400 people, 4 coordinates that move together: three standard errors of a share of 400.
      expect(Math.abs(coverage - 0.9)).toBeLessThan(3 * Math.sqrt((0.9 * 0.1) / 400));
    },
  );

  it('is the less certain the emptier the profile', () => {
    const spreadOf = (shown: number): number => {
      const { spread } = outputsOf(
        made.layers,
        hiddenRows(made.layers, data.x, split.test, { sees: () => (input) => input % 10 < shown }),
      );
      return spread.reduce((a, b) => a + b, 0) / spread.length;
    };
    const spreads = [10, 7, 4, 0].map(spreadOf);
    for (let k = 1; k < spreads.length; k++)
      expect(spreads[k] as number).toBeGreaterThan(spreads[k - 1] as number);
    expect(spreads[0] as number).toBeGreaterThanOrEqual(LEAST_SPREAD);
  });

  it('hides from a linear probe what projection takes out', () => {
    const linear = (z: Float64Array) => {
      const x = sparseOf(z, N, 4);
      const p = fitDownstream(x, split, (i) => s[i] as number, 'linear', 1).predict(split.test);
      const target = Array.from(split.test, (i) => s[i] as number);
      return auc(p, target, Array.from(split.test, String));
    };
    expect(linear(made.z).low).toBeGreaterThan(0.75);
    expect(probe(made.z)?.overBound).toBe(true);
    expect(linear(make(ENCODER_RECIPES.supervised, true).z).low).toBeLessThan(0.5);
  });

  it('tells less to every probe when trained against an adversary too', () => {
    const against = make({ ...ENCODER_RECIPES.supervised, adversary: 1 }, true);
    expect(probe(against.z)?.auc.value).toBeLessThan((probe(made.z)?.auc.value as number) - 0.2);
  });

  it('is the same for the same seed', () => {
    expect(runEncoder(make(ENCODER_RECIPES.supervised).layers, data.x).z).toEqual(made.z);
  });

  it('is refused for too few rows, and for a recipe that asks for nothing', () => {
    const few = { ...input, split: { ...split, train: rows(0, 20) } };
    expect(() => makeEncoder(few, { recipe: ENCODER_RECIPES.supervised, size: 4, project: false })).toThrow(
      /got 20 rows to train on/,
    );
    const idle = { ...ENCODER_RECIPES.variational, reconstruct: 0 };
    expect(() => make(idle)).toThrow(/asks nothing of z/);
    expect(() => make({ ...ENCODER_RECIPES.supervised, graph: true })).toThrow(/needs edges/);
  });
});
