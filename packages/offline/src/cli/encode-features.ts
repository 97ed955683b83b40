import { Fault } from '@causeway/contract';
import type { UserTable } from '../table/index.ts';
import { featureNumber, isGone } from './feature-cells.ts';
import { featureNotes } from './feature-notes.ts';

/** Turns named columns of a table into numbers, as learned from one table, so that another is read in the same way. */
export type FeatureEncoder = {
  /** What each number is: `age`, `age missing`, `city = Rome`. */
  readonly names: readonly string[];
  /** n x names.length, row-major. Throws `bad-input` for a missing column, or a text where the first table had numbers. */
  apply(table: UserTable): Float64Array;
};

/** Levels of a text column that get a column of their own, and the least share of rows for one; what is rarer, or new, is all zeros. */
const MOST_LEVELS = 30;
const LEAST_SHARE = 0.001;

/**
 * Whether a column is one of numbers. Most cells being numbers, a text among them would make all of them texts that hardly come twice,
 * and the column would say nothing: refused by the row.
 */
const numeric = (table: UserTable, name: string, values: readonly unknown[]): boolean => {
  let [numbers, texts, first] = [0, 0, -1];
  values.forEach((v, i) => {
    if (isGone(v)) return;
    if (Number.isFinite(featureNumber(v))) numbers++;
    else {
      texts++;
      if (first < 0) first = i;
    }
  });
  if (texts > 0 && numbers > texts)
    throw new Fault(
      'bad-input',
      `${table.path}: column ${name}, row ${table.fileRow(first)}`,
      `got ${String(values[first])}, allowed is a number as in most rows; leave the cell empty where there is none, or put a letter before each where they are names`,
    );
  return texts === 0;
};

/** How one column is read: as a number, a missing one being `middle`, or as one column a level. */
export type ColumnSpec =
  | { readonly name: string; readonly kind: 'number'; readonly middle: number; readonly gaps: boolean }
  | { readonly name: string; readonly kind: 'text'; readonly levels: readonly string[] };

const numberSpec = (name: string, values: readonly unknown[]): ColumnSpec => {
  const present = values
    .filter((v) => !isGone(v))
    .map(featureNumber)
    .sort((a, b) => a - b);
  const middle = present[present.length >> 1] ?? 0;
  return { name, kind: 'number', middle, gaps: present.length < values.length };
};

const textSpec = (name: string, values: readonly unknown[]): ColumnSpec => {
  const count = new Map<string, number>();
  for (const v of values) count.set(String(v), (count.get(String(v)) ?? 0) + 1);
  const levels = [...count.entries()]
    .filter(([, rows]) => rows > LEAST_SHARE * values.length)
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, MOST_LEVELS)
    .map(([level]) => level)
    .sort();
  return { name, kind: 'text', levels };
};

/** What a table says of its columns: plain data, so that it can be kept beside a model. */
export const columnSpecs = (table: UserTable, wanted: readonly string[]): ColumnSpec[] =>
  wanted.map((name) => {
    const values = table.column(name);
    return numeric(table, name, values) ? numberSpec(name, values) : textSpec(name, values);
  });

const namesOf = (spec: ColumnSpec): string[] =>
  spec.kind === 'text'
    ? spec.levels.map((level) => `${spec.name} = ${level}`)
    : spec.gaps
      ? [spec.name, `${spec.name} missing`]
      : [spec.name];

const put = (
  spec: ColumnSpec,
  values: readonly unknown[],
  out: Float64Array,
  at: number,
  width: number,
  table: UserTable,
) => {
  if (spec.kind === 'text') {
    const place = new Map(spec.levels.map((level, k) => [level, k]));
    values.forEach((v, i) => {
      const k = place.get(String(v));
      if (k !== undefined) out[i * width + at + k] = 1;
    });
    return;
  }
  const { name, middle, gaps } = spec;
  values.forEach((v, i) => {
    const gone = isGone(v);
    const x = gone ? middle : featureNumber(v);
    if (!Number.isFinite(x))
      throw new Fault(
        'bad-input',
        `${table.path}: column ${name}, row ${table.fileRow(i)}`,
        `got ${String(v)}, allowed is a number`,
      );
    out[i * width + at] = x;
    if (gaps) out[i * width + at + 1] = gone ? 1 : 0;
  });
};

/** The encoder of kept specs. */
export const featureEncoder = (specs: readonly ColumnSpec[]): FeatureEncoder => {
  const own = specs.map(namesOf);
  const names = own.flat();
  return {
    names,
    apply: (of) => {
      const out = new Float64Array(of.n * names.length);
      let at = 0;
      specs.forEach((spec, k) => {
        put(spec, of.column(spec.name), out, at, names.length, of);
        at += (own[k] as string[]).length;
      });
      return out;
    },
  };
};

/**
 * Numbers stay, a missing one becomes the median beside a column that says so; texts become one column a level. `notes` tell of
 * features that give no column, or that hardly say anything. Throws `bad-input` for a text in a column of numbers.
 */
export const encodeFeatures = (
  table: UserTable,
  wanted: readonly string[],
): FeatureEncoder & { readonly notes: readonly string[] } => {
  const specs = columnSpecs(table, wanted);
  return { ...featureEncoder(specs), notes: featureNotes(table, specs) };
};
