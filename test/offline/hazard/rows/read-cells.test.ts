import { describe, expect, it } from 'vitest';
import {
  isMissing,
  momentOf,
  numberOf,
  truthOf,
} from '../../../../packages/offline/src/hazard/rows/read-cell.ts';
import { momentOn, timeAxis } from '../../../../packages/offline/src/hazard/rows/time-axis.ts';
import type { PlainCell } from '../../../../packages/offline/src/table/index.ts';

const NOON = Date.UTC(2024, 4, 10, 12, 30);

describe('a cell', () => {
  it.each<[PlainCell, number]>([
    [3, 3],
    ['-1.5e3', -1500],
    [' 7 ', 7],
    [true, 1],
    ['1,5', 1.5],
    ['-0,125', -0.125],
    ['12,3456', 12.3456],
    ['1,234', NaN],
    ['1234,567', 1234.567],
    ['1,234,567', NaN],
    ['1,2,3', NaN],
    ['7 days', NaN],
    ['0x10', NaN],
    [Infinity, NaN],
    [null, NaN],
  ])('%j is the number %d', (cell, number) => expect(numberOf(cell)).toBe(number));

  it.each<[PlainCell, number]>([
    ['2024-05-10 12:30', NOON],
    ['2024-05-10T12:30:00Z', NOON],
    ['2024-05-10T14:30:00+02:00', NOON],
    ['2024-05-10 07:00:00.000-0530', NOON],
    ['2024-05-10 12:30:00+00', NOON],
    ['2024-05-10 10:30:00-02', NOON],
    ['2024/5/10', Date.UTC(2024, 4, 10)],
    [new Date(NOON), NOON],
    ['2024-02-30', NaN],
    ['10.05.2024', NaN],
    ['soon', NaN],
  ])('%j is the moment %d', (cell, moment) => expect(momentOf(cell)).toBe(moment));

  it.each<[PlainCell, number]>([
    ['Yes', 1],
    ['f', 0],
    ['0.0', 0],
    [2, NaN],
    ['maybe', NaN],
  ])('%j is the truth %d', (cell, truth) => expect(truthOf(cell)).toBe(truth));

  it('is missing when empty or a word for nothing, and "none" is a word like others', () => {
    expect([null, '', ' N/A ', 'NaN', NaN, '?'].map(isMissing)).toEqual(new Array(6).fill(true));
    expect(['none', 0, false, 'x'].map(isMissing)).toEqual(new Array(4).fill(false));
  });
});

describe('a time axis', () => {
  const seconds = [1715343000, 1715343060, null];

  it('tells dates, times since 1970 and numbers of periods apart', () => {
    expect(timeAxis(['2024-05-10', null], 't')).toMatchObject({ kind: 'calendar', unitMs: 1 });
    expect(timeAxis(seconds, 't')).toMatchObject({ kind: 'calendar', unitMs: 1000 });
    expect(timeAxis([1715343000000, 1715343060000], 't').unitMs).toBe(1);
    expect(timeAxis(['1', '2', ''], 't')).toMatchObject({ kind: 'number', unitMs: null });
  });

  it('reads a moment of its own kind, whichever way it is written', () => {
    const axis = timeAxis(seconds, 't');
    expect(momentOn(axis, '2024-05-10T12:10:00Z')).toBe(1715343000);
    expect(momentOn(axis, '1715343000')).toBe(1715343000);
    expect(momentOn(axis, '1715343000000')).toBe(1715343000);
    expect(momentOn(timeAxis([1, 2], 't'), '2')).toBe(2);
  });

  it('refuses a cell or a moment of another kind, and says where', () => {
    expect(() => timeAxis(['2024-05-10', 'later'], 't')).toThrow(
      /column t, row 2: got later, allowed is a date/,
    );
    expect(() => timeAxis([1, '2024-05-10'], 't')).toThrow(/row 2: got 2024-05-10, allowed is a number/);
    expect(() => momentOn(timeAxis([1, 2], 't'), '2024-05-10')).toThrow(
      /allowed is a number as in the time column/,
    );
    expect(() => momentOn(timeAxis(['2024-05-10'], 't'), '12')).toThrow(/allowed is a date/);
  });
});
