import { describe, expect, it } from 'vitest';
import {
  eValue,
  leastSquares,
  marginalSensitivity,
  rosenbaumBound,
  weightingEffects,
} from '../../../packages/offline/src/causal/index.ts';
import { fitLogistic, rowDot } from '../../../packages/offline/src/maths/index.ts';
import { referenceFile } from '../support/reference-data.ts';

describe('closed forms', () => {
  it.each([
    [3.9, 7.263034],
    [1.8, 3.0],
    [0.8, 1.809017],
  ])('E-value of %d', (ratio, value) => expect(eValue(ratio)).toBeCloseTo(value, 6));

  it.each([
    [1, 0.0284439668],
    [1.2, 0.1598713544],
    [1.5, 0.5432944859],
  ])('Rosenbaum bound at gamma %d', (gamma, p) => expect(rosenbaumBound(60, 100, gamma)).toBeCloseTo(p, 9));

  it.each([
    ['a ratio of 0', () => eValue(0)],
    ['more positives than pairs', () => rosenbaumBound(4, 3, 1)],
    ['gamma under 1', () => rosenbaumBound(1, 3, 0.5)],
  ])('refuses %s', (_, call) => expect(call).toThrow(/bad-input/));
});

const csv = referenceFile('lalonde/observational.csv');

describe.skipIf(csv === null)('the Lalonde study', () => {
  const [head = '', ...lines] = (csv ?? '').trim().split('\n');
  const names = head.replaceAll('"', '').split(',');
  const cells = lines.map((line) => line.replaceAll('"', '').split(','));
  const of = (name: string) => cells.map((row) => row[names.indexOf(name)] as string);
  const [t, y] = [of('treat').map(Number), of('re78').map(Number)];
  const n = t.length;
  const race = of('race');
  const columns = [
    of('age').map(Number),
    of('educ').map(Number),
    race.map((r) => (r === 'black' ? 1 : 0)),
    race.map((r) => (r === 'hispan' ? 1 : 0)),
    ...['married', 'nodegree', 're74', 're75'].map((name) => of(name).map(Number)),
  ];
  const design = (extra: readonly number[][] = []) => {
    const all = [t.map(() => 1), ...extra, ...columns];
    const x = new Float64Array(n * all.length);
    all.forEach((column, k) => column.forEach((v, i) => (x[i * all.length + k] = v)));
    return { x, p: all.length };
  };
  const study = () => {
    const { x, p } = design();
    const fit = fitLogistic({ x, n, p, y: t });
    const means = [0, 1].map((arm) => {
      const own = t.flatMap((a, i) => (a === arm ? [i] : []));
      const part = new Float64Array(own.length * p);
      own.forEach((i, k) => part.set(x.subarray(i * p, (i + 1) * p), k * p));
      const { coefficients } = leastSquares({ x: part, n: own.length, p, y: own.map((i) => y[i] as number) });
      return Float64Array.from({ length: n }, (_, i) => rowDot(x, i, p, coefficients));
    });
    const e = Float64Array.from(
      { length: n },
      (_, i) => 1 / (1 + Math.exp(-rowDot(x, i, p, fit.coefficients))),
    );
    return { fit, rows: { n, y, t, e, m0: means[0] as Float64Array, m1: means[1] as Float64Array } };
  };

  it('has the propensity model of the reference', () => {
    const { fit } = study();
    expect(fit.logLikelihood).toBeCloseTo(-243.92196566, 7);
    const known = [
      -4.72864934, 0.01577707, 0.16130688, 3.06536774, 0.98363362, -0.83211328, 0.70729688, -7.178e-5,
      5.345e-5,
    ];
    known.forEach((v, k) => expect(fit.coefficients[k]).toBeCloseTo(v, 6));
  });

  it('has its effects', () => {
    const effects = weightingEffects(study().rows);
    expect(effects.naive).toBeCloseTo(-635.0262, 3);
    expect(effects.att).toBeCloseTo(1214.071223, 4);
    expect(effects.aipw).toBeCloseTo(469.639974, 4);
    expect(effects.aipwClipped).toBeCloseTo(799.618561, 4);
    expect(effects.overlap).toBeCloseTo(1242.200636, 4);
  });

  it('has its least squares', () => {
    const { x, p } = design([t]);
    const fit = leastSquares({ x, n, p, y });
    expect(fit.coefficients[1]).toBeCloseTo(1548.243802, 5);
    expect(fit.standardErrors[1]).toBeCloseTo(740.576, 2);
  });

  it.each([
    [1, 469.64, 469.64],
    [1.1, 30.183, 903.594],
    [1.25, -574.868, 1483.885],
    [1.5, -1487.052, 2325.454],
    [2, -3112.933, 3749.578],
  ])('has its bounds at gamma %d', (gamma, low, high) => {
    const bounds = marginalSensitivity(study().rows, gamma);
    expect(bounds.low).toBeCloseTo(low, 2);
    expect(bounds.high).toBeCloseTo(high, 2);
  });
});
