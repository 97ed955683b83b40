import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** A file of the data beside the repository; null, and said on stderr, where it is not. */
const read = (name: string, from: string): string | null => {
  const path = resolve(import.meta.dirname, '../../../shared/data', name);
  if (!existsSync(path)) {
    console.error(`${name} is not here: its publisher is ${from}`);
    return null;
  }
  const bytes = readFileSync(path);
  return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
};

export type Ihdp = { n: number; x: Float64Array; y: Float64Array; action: Int32Array; tau: Float64Array };

export const readIhdp = (file: number): Ihdp | null => {
  const text = read(`ihdp/${file}.csv`, 'the causalml documentation');
  if (text === null) return null;
  const rows = text
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(',').map(Number));
  return {
    n: rows.length,
    x: Float64Array.from(rows.flatMap((row) => row.slice(5))),
    y: Float64Array.from(rows, (row) => row[1] as number),
    action: Int32Array.from(rows, (row) => row[0] as number),
    tau: Float64Array.from(rows, (row) => (row[4] as number) - (row[3] as number)),
  };
};

const NUMBERS = ['recency', 'history', 'mens', 'womens', 'newbie'];
const TEXTS = ['history_segment', 'zip_code', 'channel'];

export type Hillstrom = { d: number; row(i: number): number[]; segment: string[]; visit: number[] };

export const readHillstrom = (): Hillstrom | null => {
  const text = read('hillstrom/hillstrom.csv.gz', 'the MineThatData e-mail challenge');
  if (text === null) return null;
  // A thousands' comma stands inside quotes in one column.
  const cells = text
    .trim()
    .split(/\r?\n/)
    .map((line) => line.replace(/"([^"]*)"/g, (_, inside: string) => inside.replace(',', '')).split(','));
  const [head = [], ...rows] = cells;
  const of = (name: string): string[] => rows.map((row) => row[head.indexOf(name)] as string);
  const columns = NUMBERS.map((name) => of(name).map(Number));
  for (const name of TEXTS) {
    const own = of(name);
    for (const level of [...new Set(own)].sort()) columns.push(own.map((v) => (v === level ? 1 : 0)));
  }
  return {
    d: columns.length,
    row: (i) => columns.map((c) => c[i] as number),
    segment: of('segment'),
    visit: of('visit').map(Number),
  };
};

/** Whether row i is tested in split s. */
export const isTest = (i: number, s: number): boolean => {
  let h = (Math.imul(i, 2654435761) + Math.imul(s, 2246822519)) >>> 0;
  for (let k = 0; k < 2; k++) h = Math.imul(h ^ (h >>> 16), 73244475) >>> 0;
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32 < 0.3;
};
