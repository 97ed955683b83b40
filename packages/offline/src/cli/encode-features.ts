import { Fault } from '@causeway/contract';
import type { UserTable } from '../table/index.ts';

/** Turns named columns of a table into numbers, as learned from one table, so that another is read in the same way. */
export type FeatureEncoder = {
  /** What each number is: `age`, `age missing`, `city = Rome`. */
  readonly names: readonly string[];
  /** n x names.length, row-major. Throws `bad-input` for a missing column, or a text where the first table had numbers. */
  apply(table: UserTable): Float64Array;
};

/** Levels of a text column that get a column of their own; what is rarer, or new, is all zeros. */
const MOST_LEVELS = 30;

const isMissing = (v: unknown): boolean =>
  v === null || v === undefined || (typeof v === 'string' && v.trim() === '');

const asNumber = (v: unknown): number => (v === true ? 1 : v === false ? 0 : Number(v));

const numeric = (values: readonly unknown[]): boolean =>
  values.every((v) => isMissing(v) || Number.isFinite(asNumber(v)));

type Column = {
  readonly names: readonly string[];
  put(values: readonly unknown[], out: Float64Array, at: number, width: number, path: string): void;
};

const numberColumn = (name: string, values: readonly unknown[]): Column => {
  const present = values
    .filter((v) => !isMissing(v))
    .map(asNumber)
    .sort((a, b) => a - b);
  const middle = present[present.length >> 1] ?? 0;
  const gaps = present.length < values.length;
  return {
    names: gaps ? [name, `${name} missing`] : [name],
    put: (own, out, at, width, path) =>
      own.forEach((v, i) => {
        const gone = isMissing(v);
        const x = gone ? middle : asNumber(v);
        if (!Number.isFinite(x))
          throw new Fault(
            'bad-input',
            `${path}: column ${name}, row ${i + 1}`,
            `got ${String(v)}, allowed is a number`,
          );
        out[i * width + at] = x;
        if (gaps) out[i * width + at + 1] = gone ? 1 : 0;
      }),
  };
};

const textColumn = (name: string, values: readonly unknown[]): Column => {
  const count = new Map<string, number>();
  for (const v of values) count.set(String(v), (count.get(String(v)) ?? 0) + 1);
  const levels = [...count.entries()]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, MOST_LEVELS)
    .map(([level]) => level)
    .sort();
  const place = new Map(levels.map((level, k) => [level, k]));
  return {
    names: levels.map((level) => `${name} = ${level}`),
    put: (own, out, at, width) =>
      own.forEach((v, i) => {
        const k = place.get(String(v));
        if (k !== undefined) out[i * width + at + k] = 1;
      }),
  };
};

/** Numbers stay, a missing one becomes the median beside a column that says so; texts become one column a level. */
export const encodeFeatures = (table: UserTable, wanted: readonly string[]): FeatureEncoder => {
  const columns = wanted.map((name) => {
    const values = table.column(name);
    return { name, column: numeric(values) ? numberColumn(name, values) : textColumn(name, values) };
  });
  const names = columns.flatMap(({ column }) => column.names);
  return {
    names,
    apply: (of) => {
      const out = new Float64Array(of.n * names.length);
      let at = 0;
      for (const { name, column } of columns) {
        column.put(of.column(name), out, at, names.length, of.path);
        at += column.names.length;
      }
      return out;
    },
  };
};
