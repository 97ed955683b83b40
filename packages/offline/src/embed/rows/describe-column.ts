import {
  DAY_IN_MS,
  isMissingCell,
  levelOf,
  momentOf,
  numberOf,
  signedLog,
  wordsOf,
} from '@causeway/contract';

/** What a column is found to hold, from a sample of its cells; `none` with the reason why it is left out. */
export type ColumnFinding =
  | { readonly kind: 'none'; readonly why: string }
  | { readonly kind: 'number'; readonly logged: boolean; readonly centre: number; readonly scale: number }
  | { readonly kind: 'moment'; readonly centre: number; readonly scale: number; readonly hours: boolean }
  | { readonly kind: 'level'; readonly levels: readonly string[]; readonly rest: boolean }
  | { readonly kind: 'words'; readonly words: readonly string[] };

/** A column is read as numbers, or as moments, when this share of what is there can be. */
const MOST = 0.95;

const moments = (v: readonly number[]): { mean: number; deviation: number; skew: number } => {
  const n = Math.max(1, v.length);
  const mean = v.reduce((a, b) => a + b, 0) / n;
  const second = v.reduce((a, b) => a + (b - mean) ** 2, 0) / n;
  const third = v.reduce((a, b) => a + (b - mean) ** 3, 0) / n;
  return { mean, deviation: Math.sqrt(second), skew: second > 0 ? third / second ** 1.5 : 0 };
};

/** Columns that are 0 for most people keep their zeros: they are only scaled, by the root mean square of the rest. */
const place = (v: readonly number[]): { centre: number; scale: number } => {
  const rest = v.filter((x) => x !== 0);
  if (rest.length < 0.5 * v.length)
    return { centre: 0, scale: Math.sqrt(rest.reduce((a, b) => a + b * b, 0) / Math.max(1, rest.length)) };
  const { mean, deviation } = moments(v);
  return { centre: mean, scale: deviation };
};

const numberFinding = (values: readonly number[]): ColumnFinding => {
  const plain = moments(values);
  const logs = values.map(signedLog);
  const most = values.reduce((top, v) => Math.max(top, Math.abs(v)), 0);
  const logged =
    most > 2 && Math.abs(plain.skew) > 1 && Math.abs(moments(logs).skew) < 0.7 * Math.abs(plain.skew);
  const { centre, scale } = place(logged ? logs : values);
  if (!(scale > 1e-12 * Math.max(1e-290, Math.abs(centre)))) return { kind: 'none', why: 'it does not vary' };
  return { kind: 'number', logged, centre, scale };
};

const byCount = (counts: ReadonlyMap<string, number>): [string, number][] =>
  [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));

const count = (texts: Iterable<string>): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
};

const textFinding = (texts: readonly string[], n: number, mostLevels: number): ColumnFinding => {
  const counts = count(texts);
  const least = n < 1000 ? 2 : 3;
  const words = texts.map((text) => [...new Set(wordsOf(text))]);
  const several = words.filter((w) => w.length > 1).length / texts.length;
  if (counts.size > 0.3 * texts.length && counts.size > 20 && several > 0.5) {
    const kept = byCount(count(words.flat()))
      .filter(([, c]) => c >= least && c < 0.98 * texts.length)
      .slice(0, Math.min(mostLevels, 512))
      .map(([word]) => word);
    return kept.length === 0 ? { kind: 'none', why: 'no word comes twice' } : { kind: 'words', words: kept };
  }
  const kept = byCount(counts)
    .filter(([, c]) => c >= least)
    .slice(0, mostLevels)
    .map(([level]) => level);
  if (kept.length === 0) return { kind: 'none', why: 'hardly any value comes twice: it looks like an id' };
  const rest = kept.length < counts.size;
  if (counts.size === 1 && texts.length === n) return { kind: 'none', why: 'it does not vary' };
  return { kind: 'level', levels: kept, rest };
};

/**
 * What a column holds, by its cells alone: moments (ISO texts), numbers, words of longer texts, or levels. Levels and words seen
 * once or twice share one input, or have none. `reference` is the moment that dates are counted back from.
 */
export const describeColumn = (
  cells: readonly unknown[],
  reference: number,
  mostLevels: number,
): ColumnFinding => {
  const present = cells.filter((cell) => !isMissingCell(cell));
  if (present.length === 0) return { kind: 'none', why: 'it is empty' };
  const times = present.filter((cell) => typeof cell === 'string').map(momentOf);
  const known = times.filter(Number.isFinite);
  if (known.length >= MOST * present.length) {
    const days = known.map((ms) => signedLog((reference - ms) / DAY_IN_MS));
    const { mean, deviation } = moments(days);
    if (!(deviation > 0)) return { kind: 'none', why: 'it does not vary' };
    const hours = new Set(known.map((ms) => Math.floor(ms / 3_600_000) % 24)).size > 1;
    return { kind: 'moment', centre: mean, scale: deviation, hours };
  }
  const values = present.map(numberOf).filter(Number.isFinite);
  const wordsForNone = present.filter(
    (cell) => typeof cell === 'string' && /^(none|nil)$/i.test(cell.trim()),
  );
  if (values.length > 0 && values.length >= MOST * (present.length - wordsForNone.length))
    return numberFinding(values);
  return textFinding(
    present.map((cell) => levelOf(cell) as string),
    cells.length,
    mostLevels,
  );
};
