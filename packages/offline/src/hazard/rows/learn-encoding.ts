import { clamp, Fault } from '@causeway/contract';
import type { PlainCell } from '../../table/index.ts';
import { type Clock, curved, partOf, type RawRows } from './encode-rows.ts';
import { learnLevels } from './level-columns.ts';
import { isAmbiguous, isMissing, momentOf, numberOf } from './read-cell.ts';
import type { EncodedColumn, NumberPart, RowEncoding } from './row-encoding.ts';

/** The training rows in the order of time, as an encoding is learned from them. */
export type EncodingInput = {
  readonly rows: RawRows;
  readonly event: ArrayLike<number>;
  readonly session: ArrayLike<number>;
  readonly features: readonly string[];
  readonly clocks: readonly Clock[];
  readonly calendar: boolean;
};

/** Beyond so many scales from the centre a value says no more. */
const FARTHEST = 8;
/** A column is numbers when at least this share of its cells are; what else stands in it counts as missing. */
const NUMERIC_SHARE = 0.98;

const quantile = (sorted: Float64Array, q: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] as number;

const skewness = (v: Float64Array): number => {
  const mean = v.reduce((a, b) => a + b, 0) / v.length;
  let [square, cube] = [0, 0];
  for (const x of v) {
    square += (x - mean) ** 2 / v.length;
    cube += (x - mean) ** 3 / v.length;
  }
  return cube / Math.max(square ** 1.5, 1e-300);
};

/** A number's place and size, learned from its finite values; undefined where they are all one. */
const numberColumn = (
  values: Float64Array,
  name: string,
  source: string | null,
  part: NumberPart,
): EncodedColumn | undefined => {
  const present = values.filter((v) => v === v).sort();
  const [low, high] = [present[0] ?? 0, present[present.length - 1] ?? 0];
  if (present.length < 2 || low === high) return undefined;
  // A long right tail is drawn in: most of what a count or a duration says is in its size.
  const log = low >= 0 && skewness(present) > 2 && high > 3;
  const sorted = present.map((v) => curved(v, log));
  const centre = quantile(sorted, 0.5);
  const spread = (quantile(sorted, 0.9) - quantile(sorted, 0.1)) / 2;
  const scale = spread > 0 ? spread : (curved(high, log) - curved(low, log)) / 2;
  const place = (v: number): number => clamp((curved(v, log) - centre) / scale, -FARTHEST, FARTHEST);
  return { kind: 'number', name, source, part, log, centre, scale, low: place(low), high: place(high) };
};

type Reading = 'number' | 'moment' | 'level';

/** What a column holds. Throws `bad-input` for numbers whose commas may mean thousands or decimals: guessed wrong, they would teach nonsense. */
const readingOf = (cells: readonly PlainCell[], name: string): Reading => {
  const present = cells.filter((cell) => !isMissing(cell));
  const share = (fits: (cell: PlainCell) => boolean): number => present.filter(fits).length / present.length;
  const either = present.find(isAmbiguous);
  if (
    either !== undefined &&
    share((cell) => isAmbiguous(cell) || Number.isFinite(numberOf(cell))) >= NUMERIC_SHARE
  )
    throw new Fault(
      'bad-input',
      `column ${name}`,
      `got ${String(either)}, whose comma may mean thousands or decimals: write it with a point, or without a separator`,
    );
  if (share((cell) => Number.isFinite(numberOf(cell))) >= NUMERIC_SHARE) return 'number';
  return share((cell) => Number.isFinite(momentOf(cell))) >= NUMERIC_SHARE ? 'moment' : 'level';
};

/**
 * Learns how rows become numbers, from the training rows alone: numbers are centred and scaled, a missing cell is said by a column of its
 * own, dates become days before the row, hour and weekday, texts become a column a level and, where levels are many, the
 * event's rate at each. Gives the encoding, and the training rows' rates, which look back in time only.
 */
export const learnEncoding = (
  input: EncodingInput,
): { readonly encoding: RowEncoding; readonly past: ReadonlyMap<number, Float64Array> } => {
  const { rows, features, clocks, calendar } = input;
  const columns: EncodedColumn[] = [];
  const constant: string[] = [];
  const past = new Map<number, Float64Array>();
  const addNumber = (name: string, source: string | null, part: NumberPart): boolean => {
    const own = numberColumn(
      Float64Array.from({ length: rows.n }, (_, i) => partOf(rows.at(i), source, part)),
      name,
      source,
      part,
    );
    if (own !== undefined) columns.push(own);
    return own !== undefined;
  };
  for (const source of features) {
    const cells = Array.from({ length: rows.n }, (_, i) => rows.at(i).cell(source));
    const before = columns.length;
    const missing = cells.reduce<number>((sum, cell) => sum + (isMissing(cell) ? 1 : 0), 0);
    const reading = missing === cells.length ? 'level' : readingOf(cells, source);
    if (reading === 'number') addNumber(source, source, 'value');
    else if (reading === 'moment') {
      addNumber(
        calendar ? `days since ${source}` : `${source} in days`,
        source,
        calendar ? 'daysBefore' : 'days',
      );
      addNumber(`hour of ${source}`, source, 'hour');
      addNumber(`weekday of ${source}`, source, 'weekday');
    } else {
      const { levels, rate } = learnLevels(source, cells, input.event, input.session);
      columns.push(...levels);
      if (rate !== undefined) {
        past.set(columns.length, rate.past);
        columns.push(rate.column);
      }
    }
    if (missing > 0 && missing < cells.length)
      columns.push({ kind: 'missing', name: `${source} missing`, source });
    if (columns.length === before) constant.push(source);
  }
  for (const clock of clocks) addNumber(clock, null, clock);
  return { encoding: { kind: 'row-encoding', version: 1, columns, constant }, past };
};
