import { describe, expect, it } from 'vitest';
import {
  denseProfile,
  isMissingCell,
  levelOf,
  momentOf,
  numberOf,
  type ProfileEncoding,
  wordsOf,
} from '../../../packages/contract/src/index.ts';

describe('cells', () => {
  it.each([
    [3, 3],
    [true, 1],
    [5n, 5],
    [' 4.5 ', 4.5],
    ['', Number.NaN],
    [null, Number.NaN],
    ['x', Number.NaN],
    [Infinity, Number.NaN],
  ])('%s as a number is %s', (cell, wanted) => {
    expect(numberOf(cell)).toBe(wanted);
  });

  it.each([
    ['1970-01-01', 0],
    ['2024-02-29', Date.UTC(2024, 1, 29)],
    ['2000-03-01 12:30', Date.UTC(2000, 2, 1, 12, 30)],
    ['1969-12-31T23:59:59.5Z', -500],
    ['2024-05-06T07:08:09.123456+02:00', Date.UTC(2024, 4, 6, 5, 8, 9, 123)],
    ['2024-13-01', Number.NaN],
    ['yesterday', Number.NaN],
    [1e12, 1e12],
  ])('%s as a moment is %s', (cell, wanted) => {
    expect(momentOf(cell)).toBe(wanted);
  });

  it('agrees with the platform on every day of four centuries', () => {
    for (let day = -40_000; day < 110_000; day += 97) {
      const text = new Date(day * 86_400_000).toISOString().slice(0, 10);
      expect(momentOf(text)).toBe(day * 86_400_000);
    }
  });

  it('knows the usual words for missing', () => {
    for (const cell of [null, undefined, Number.NaN, '', ' NA ', 'n/a', 'NULL', '?', '\\N'])
      expect(isMissingCell(cell)).toBe(true);
    for (const cell of [0, false, 'no', 'none', 'nana']) expect(isMissingCell(cell)).toBe(false);
    expect([levelOf(' a '), levelOf(7), levelOf('NA')]).toEqual(['a', '7', null]);
    expect(wordsOf('Écran 4K, neuf!')).toEqual(['écran', '4k', 'neuf']);
  });
});

const encoding: ProfileEncoding = {
  kind: 'profile-encoding',
  version: 1,
  inputs: 20,
  reference: Date.UTC(2026, 0, 11),
  columns: [
    { name: 'spend', kind: 'number', at: 0, missing: 1, logged: false, centre: 10, scale: 2 },
    { name: 'city', kind: 'level', at: 2, missing: 5, levels: ['Rome', 'Oslo'], rest: true },
    { name: 'about', kind: 'words', at: 6, missing: 9, words: ['red', 'blue', 'green'] },
    { name: 'since', kind: 'moment', at: 10, missing: 18, centre: 0, scale: 1, hours: false },
  ],
};
const row = (...cells: unknown[]): number[] => Array.from(denseProfile(encoding, cells));

describe('a profile’s inputs', () => {
  it('are standardised numbers, levels, words and dates', () => {
    const own = row(14, 'Oslo', 'Blue and red', '2026-01-10');
    expect(own[0]).toBe(2);
    expect(own.slice(2, 6)).toEqual([0, 1, 0, 0]);
    expect(own[6]).toBeCloseTo(Math.SQRT1_2);
    expect(own[7]).toBeCloseTo(Math.SQRT1_2);
    expect(own[10]).toBeCloseTo(Math.log(2));
    // 10 January 2026 is a Saturday, weekday 6.
    expect(own.slice(11, 18)).toEqual([0, 0, 0, 0, 0, 0, 1]);
  });

  it('cut what is far out, and give a level never seen to the rest', () => {
    const own = row(1e9, 'Lima', '', null);
    expect(own[0]).toBe(5);
    expect(own.slice(2, 5)).toEqual([0, 0, 1]);
  });

  it('of an empty profile are its flags alone', () => {
    const own = row(null, 'NA', undefined, 'soon');
    expect(own.flatMap((v, k) => (v === 0 ? [] : [k]))).toEqual([1, 5, 9, 18]);
  });
});
