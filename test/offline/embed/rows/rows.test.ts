import { describe, expect, it } from 'vitest';
import {
  columnOfInput,
  denseRow,
  fitEncoding,
  groupPersons,
  inputNames,
  poolHistory,
  poolPersons,
  readLabels,
  sparseOf,
} from '../../../../packages/offline/src/embed/index.ts';

const reference = Date.UTC(2026, 0, 1);
const encode = (cells: readonly unknown[], options = {}) =>
  fitEncoding([{ name: 'c', cells }], { reference, ...options });
const many = <T>(n: number, of: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => of(i));

describe('what a column holds', () => {
  it.each([
    ['numbers', many(100, (i) => i), 'number'],
    ['numbers as texts with gaps', many(100, (i) => (i % 5 ? `${i}` : '')), 'number'],
    ['truth values', many(100, (i) => i % 2 === 0), 'number'],
    ['dates', many(100, (i) => `2025-0${1 + (i % 9)}-11`), 'moment'],
    ['levels', many(100, (i) => ['a', 'b', 'c'][i % 3]), 'level'],
    ['longer texts', many(100, (i) => `red shoe ${i} size ${i % 7}`), 'words'],
  ])('%s', (_name, cells, kind) => {
    expect(encode(cells).encoding.columns.map((column) => column.kind)).toEqual([kind]);
  });

  it.each([
    ['nothing', many(50, () => null), /it is empty/],
    ['one number', many(50, () => 3), /does not vary/],
    ['one text', many(50, () => 'x'), /does not vary/],
    ['ids', many(50, (i) => `u${i}`), /looks like an id/],
  ])('is left out when it holds %s', (_name, cells, why) => {
    const { encoding, dropped } = encode(cells);
    expect(encoding.columns).toEqual([]);
    expect(dropped[0]?.why).toMatch(why);
  });

  it('gives rare levels one input together, and wide columns fewer inputs when there are too many', () => {
    const cells = many(3000, (i) => (i < 2000 ? `v${i % 500}` : `once${i}`));
    const { encoding } = encode(cells);
    expect(encoding.inputs).toBe(501);
    expect(inputNames(encoding)[500]).toBe('c = (other)');
    expect(encode(cells, { mostInputs: 100 }).encoding.inputs).toBeLessThanOrEqual(100);
  });

  it('keeps the zeros of sparse numbers, and reads long tails on a log scale', () => {
    const [sparse] = encode(many(200, (i) => (i % 10 === 0 ? i : 0))).encoding.columns;
    expect(sparse).toMatchObject({ kind: 'number', centre: 0 });
    const [tail] = encode(many(200, (i) => Math.round(1.05 ** i))).encoding.columns;
    expect(tail).toMatchObject({ kind: 'number', logged: true });
  });

  it('knows the column of every input', () => {
    const { encoding } = fitEncoding(
      [
        { name: 'a', cells: many(90, (i) => (i % 9 ? i : null)) },
        { name: 'b', cells: many(90, (i) => ['x', 'y', 'z'][i % 3]) },
      ],
      { reference },
    );
    expect(Array.from(columnOfInput(encoding))).toEqual([0, 0, 1, 1, 1]);
    expect(inputNames(encoding)).toEqual(['a', 'a missing', 'b = x', 'b = y', 'b = z']);
  });
});

describe('labels', () => {
  it.each([
    ['0 and 1', [0, 1, 1, null], ['l'], [0, 1, 1, Number.NaN]],
    ['yes and no', ['no', 'yes', 'no', 'no'], ['l'], [0, 1, 0, 0]],
    ['1 and 2', [1, 2, 1, 1], ['l'], [0, 1, 0, 0]],
  ])('%s are one outcome', (_name, cells, names, y) => {
    const heads = readLabels([{ name: 'l', cells }]);
    expect([heads.names, Array.from(heads.y)]).toEqual([names, y]);
  });

  it('counts are steps that begin at "any", and classes one outcome each', () => {
    const counts = readLabels([{ name: 'n', cells: many(100, (i) => Math.max(0, i - 70)) }]);
    expect(counts.names[0]).toBe('n > 0');
    expect(counts.y.filter((_, k) => k % counts.names.length === 0).reduce((a, b) => a + b, 0)).toBe(29);
    const classes = readLabels([{ name: 'k', cells: ['a', 'b', 'c', 'a'] }]);
    expect(classes.names).toEqual(['k = a', 'k = b', 'k = c']);
    expect(() => readLabels([{ name: 'k', cells: ['a', 'a'] }])).toThrow(/at least 2 are needed/);
  });
});

describe('pooling', () => {
  const day = 86_400_000;
  const rows = sparseOf([1, 0, 3, 2, 5, 4], 3, 2);
  const at = Float64Array.from([0, 2 * day, day]);
  const persons = groupPersons(['a', 'a', 'b'], at);

  it('is the mean of a person’s rows', () => {
    const pooled = poolPersons(rows, persons);
    expect([0, 1].map((i) => Array.from(denseRow(pooled, i)))).toEqual([
      [2, 1],
      [5, 4],
    ]);
  });

  it('of a history is what came strictly before, and never the row itself (A1)', () => {
    const { before, all } = poolHistory(rows, persons, at, 3 * day);
    const own = (i: number) => Array.from(denseRow(before, i), (v) => Math.round(v * 1000) / 1000);
    expect(own(0)).toEqual([0, 0, 0, 1, 0]);
    expect(own(1)).toEqual([1, 0, 0.693, 0, 0.366]);
    expect(own(2)).toEqual([0, 0, 0, 1, 0]);
    expect(Array.from(denseRow(all, 0)).slice(0, 2)).toEqual([2, 1]);
    const changed = poolHistory(sparseOf([1, 0, 99, 99, 5, 4], 3, 2), persons, at, 3 * day).before;
    expect(Array.from(denseRow(changed, 1))).toEqual(Array.from(denseRow(before, 1)));
    // Rows of one moment do not know of each other.
    const same = groupPersons(['a', 'a', 'b'], Float64Array.from([0, 0, 0]));
    expect(denseRow(poolHistory(rows, same, new Float64Array(3), day).before, 1)[3]).toBe(1);
  });
});
