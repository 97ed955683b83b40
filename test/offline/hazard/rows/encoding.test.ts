import { describe, expect, it } from 'vitest';
import { encodeRow, encodeRows } from '../../../../packages/offline/src/hazard/index.ts';
import { learnEncoding } from '../../../../packages/offline/src/hazard/rows/learn-encoding.ts';
import type { PlainCell } from '../../../../packages/offline/src/table/index.ts';

type Cells = Record<string, PlainCell[]>;

const CLOCKS = { step: 1, elapsed: 0, gap: 0 };
const TIME = Date.UTC(2024, 4, 10);

const rowsOf = (cells: Cells) => {
  const n = Object.values(cells)[0]?.length ?? 0;
  return {
    n,
    at: (i: number) => ({ cell: (s: string) => cells[s]?.[i] ?? null, timeMs: TIME, clocks: CLOCKS }),
  };
};

const learned = (cells: Cells, event?: number[], session?: number[]) => {
  const rows = rowsOf(cells);
  return learnEncoding({
    rows,
    event: event ?? Array.from({ length: rows.n }, (_, i) => i % 2),
    session: session ?? Array.from({ length: rows.n }, (_, i) => i),
    features: Object.keys(cells),
    clocks: ['step', 'elapsed', 'gap'],
    calendar: true,
  });
};

const cycle = <T>(n: number, ...of: T[]): T[] => Array.from({ length: n }, (_, i) => of[i % of.length] as T);

describe('learnEncoding', () => {
  it('reads numbers as text, truth values and gaps as numbers, and names what says nothing', () => {
    const { encoding } = learned({
      text: cycle(40, '1', '2', 'n/a', '4'),
      truth: cycle(40, true, false),
      same: cycle(40, 'x'),
      gone: cycle(40, null),
      unique: Array.from({ length: 40 }, (_, i) => `id ${i}`),
    });
    expect(encoding.columns.map(({ name }) => name)).toEqual(['text', 'text missing', 'truth']);
    expect(encoding.constant).toEqual(['same', 'gone', 'unique']);
  });

  it('reads decimal commas as points, and refuses commas that may mean thousands', () => {
    const points = learned({ x: cycle(40, '0.5', '-1.25', '10.0', '3') });
    const commas = learned({ x: cycle(40, '0,5', '-1,25', '10,0', '3') });
    expect(commas.encoding).toEqual(points.encoding);
    expect(() => learned({ x: cycle(40, '0,5', '1,234', '10', '3,25') })).toThrow(
      /column x.*got 1,234, whose comma may mean thousands or decimals/,
    );
    const levels = learned({ x: cycle(40, '1,234', 'many') });
    expect(levels.encoding.columns.map(({ kind }) => kind)).toEqual(['level']);
  });

  it('makes a column a level, one for two levels, and days, hour and weekday of a date', () => {
    const { encoding } = learned({
      city: cycle(60, 'Rome', 'Oslo', ''),
      side: cycle(60, 'left', 'right'),
      seen: cycle(60, '2024-05-09 06:00', '2024-05-06 18:00'),
    });
    expect(encoding.columns.map(({ name }) => name)).toEqual([
      'city = Oslo',
      'city = Rome',
      'city missing',
      'side = left',
      'days since seen',
      'hour of seen',
      'weekday of seen',
    ]);
  });

  it('draws in a long tail, and holds values beyond what was seen', () => {
    const { encoding } = learned({ amount: Array.from({ length: 200 }, (_, i) => Math.exp(i / 25)) });
    expect(encoding.columns[0]).toMatchObject({ log: true });
    const x = (v: number) => encodeRow(encoding, { ...rowsOf({ amount: [v] }).at(0) })[0] as number;
    expect(x(1e9)).toBe(x(Math.exp(199 / 25)));
    expect(x(-5)).toBe(x(0));
    expect(encodeRow(encoding, rowsOf({ amount: [null] }).at(0))[0]).toBe(0);
    expect(encodeRow(encoding, rowsOf({ amount: ['many'] }).at(0))[0]).toBe(0);
  });

  it('gives many levels the rate of earlier sessions: a session never tells of itself or of what follows', () => {
    const n = 600;
    const cells = { shop: Array.from({ length: n }, (_, i) => `s${i % 60}`) };
    const event = Array.from({ length: n }, (_, i) => (i % 60 < 30 ? 1 : 0));
    const session = Array.from({ length: n }, (_, i) => Math.floor(i / 2));
    const { encoding, past } = learned(cells, event, session);
    const at = encoding.columns.findIndex(({ kind }) => kind === 'rate');
    const rates = past.get(at) as Float64Array;
    expect([...rates.subarray(0, 60)]).toEqual(new Array(60).fill(0));
    expect(rates[60] as number).toBeGreaterThan(0.05);
    const turned = learned(
      cells,
      event.map((y, i) => (i >= 300 ? 1 - y : y)),
      session,
    ).past.get(at);
    expect(turned?.subarray(0, 300)).toEqual(rates.subarray(0, 300));
    const of = (shop: string) => encodeRow(encoding, rowsOf({ shop: [shop] }).at(0))[at] as number;
    expect([of('s1') > 0, of('s40') < 0, of('new')]).toEqual([true, true, 0]);
  });

  it('encodes rows at once as it does one by one, all finite', () => {
    const cells = {
      a: cycle<PlainCell>(50, 1, 2.5, null, 1e7),
      b: cycle<PlainCell>(50, 'x', 'y', 'z', null, 'x'),
      c: Array.from({ length: 50 }, (_, i) => `k${i % 25}`),
    };
    const { encoding } = learned(cells);
    const rows = rowsOf(cells);
    const d = encoding.columns.length;
    const all = encodeRows(encoding, rows);
    for (let i = 0; i < rows.n; i++)
      expect(encodeRow(encoding, rows.at(i))).toEqual(all.slice(i * d, (i + 1) * d));
    expect(all.every(Number.isFinite)).toBe(true);
    expect(encodeRows(JSON.parse(JSON.stringify(encoding)), rows)).toEqual(all);
  });
});
