import { describe, expect, it } from 'vitest';
import {
  eventPeriods,
  periodRows,
  splitRows,
  timeAxis,
} from '../../../../packages/offline/src/hazard/index.ts';
import type { PlainCell } from '../../../../packages/offline/src/table/index.ts';

type Line = [session: PlainCell, time: PlainCell, event: PlainCell, feature: PlainCell];

const rowsOf = (lines: readonly Line[]) => {
  const column = (k: number) => lines.map((line) => line[k] as PlainCell);
  return periodRows({
    n: lines.length,
    session: column(0),
    time: timeAxis(column(1), 't'),
    event: column(2),
    eventName: 'y',
    others: [column(3)],
  });
};

describe('periodRows', () => {
  const rows = rowsOf([
    ['b', 20, 0, 1],
    ['a', 13, 1, 4],
    ['a', 10, 0, 1],
    ['a', 11, 0, 2],
    ['a', 11, 0, 2], // the same again
    ['a', 14, 0, 5], // after the event
    ['', 12, 0, 0],
    ['c', null, 0, 0],
    ['c', 30, '', 0],
    ['b', 20, 1, 1], // the same moment, with the event
    ['c', 31, 0, 0],
  ]);

  it('orders sessions by their start and rows by time, the event last at its moment', () => {
    expect([...rows.row]).toEqual([2, 3, 1, 0, 9, 10]);
    expect([...rows.session]).toEqual([0, 0, 0, 1, 1, 2]);
    expect([...rows.event]).toEqual([0, 0, 1, 0, 1, 0]);
  });

  it('counts what it drops, by reason', () => {
    expect(rows.dropped).toEqual({
      missingSession: 1,
      missingTime: 1,
      missingEvent: 1,
      duplicates: 1,
      afterEvent: 1,
    });
  });

  it('runs the clocks of each session', () => {
    expect([...rows.step]).toEqual([1, 2, 3, 1, 2, 1]);
    expect([...rows.elapsed]).toEqual([0, 1, 3, 0, 0, 0]);
    expect([...rows.gap]).toEqual([0, 1, 2, 0, 0, 0]);
  });

  it('does not depend on the order of the file', () => {
    const lines: Line[] = [
      ['a', 1, 0, 1],
      ['a', 2, 1, 2],
      ['b', 1.5, 0, 3],
    ];
    const one = rowsOf(lines);
    const two = rowsOf([...lines].reverse());
    expect(Array.from(two.row, (i) => 2 - i)).toEqual([...one.row]);
    expect(two.elapsed).toEqual(one.elapsed);
  });

  it('refuses an event that is no truth value, and a file of which nothing is left', () => {
    expect(() => rowsOf([['a', 1, 2, 0]])).toThrow(/column y, row 1: got 2, allowed is 0 or 1/);
    expect(() => rowsOf([['a', null, 1, 0]])).toThrow(/of 1 rows none has a session, a time and an event/);
  });
});

describe('splitRows', () => {
  it('tests whole later sessions, and sets aside what straddles', () => {
    const rows = rowsOf([
      ['a', 1, 0, 0],
      ['a', 6, 1, 0],
      ['b', 5, 0, 0],
      ['b', 7, 0, 0],
    ]);
    const split = splitRows(rows, 5);
    expect(split).toEqual({
      by: 'session',
      train: Int32Array.from([0]),
      test: Int32Array.from([2, 3]),
      straddling: 1,
    });
  });

  it('divides rows where every session begins at the same number', () => {
    const rows = rowsOf([
      ['a', 1, 0, 0],
      ['a', 2, 1, 0],
      ['b', 1, 0, 0],
      ['b', 2, 0, 0],
    ]);
    expect(splitRows(rows, 2)).toMatchObject({ by: 'row', train: Int32Array.from([0, 2]), straddling: 0 });
  });
});

describe('eventPeriods', () => {
  const log: [string, number, string][] = [
    ['a', 1, 'home'],
    ['a', 2, 'cart'],
    ['a', 3, 'pay'],
    ['a', 4, 'bought'],
    ['a', 5, 'home'],
    ['b', 2, 'cart'],
    ['b', 1, 'home'],
    ['b', 3, 'home'],
    ['c', 1, 'home'],
  ];
  const events = {
    n: log.length,
    session: log.map(([s]) => s),
    time: timeAxis(
      log.map(([, t]) => t),
      't',
    ),
    timeCells: log.map(([, t]) => t),
    name: log.map(([, , e]) => e),
    keep: {},
  };
  const { names, rows, sessions } = eventPeriods(events, { from: ['cart'], until: ['bought'] });
  const column = (name: string) => rows.map((row) => row[names.indexOf(name)]);

  it('begins at the first event, ends before the good end, and marks who left', () => {
    expect([sessions, column('session'), column('time')]).toEqual([2, ['a', 'a', 'b', 'b'], [2, 3, 2, 3]]);
    expect(column('left')).toEqual([0, 0, 0, 1]);
  });

  it('says only what was known at the row', () => {
    expect(column('before')).toEqual(['home', 'cart', 'home', 'cart']);
    expect(column('n_home')).toEqual([1, 1, 1, 2]);
    expect(column('n_pay')).toEqual([0, 1, 0, 0]);
    expect(column('different')).toEqual([2, 3, 2, 2]);
    expect(names).not.toContain('n_bought');
  });

  it('refuses an event that no session has', () => {
    expect(() => eventPeriods(events, { from: ['basket'], until: [] })).toThrow(
      /no session has basket; events are bought, cart, home, pay/,
    );
  });
});
