import { logit } from '@causeway/contract';
import type { PlainCell } from '../../table/index.ts';
import { levelOf } from './encode-rows.ts';
import { isMissing } from './read-cell.ts';
import type { EncodedColumn } from './row-encoding.ts';

/** Most levels that get a column of their own, and the fewest rows for one. */
const MOST_LEVELS = 40;
const FEWEST_ROWS = 10;
/** A level of fewer rows has no rate of its own: an identifier would fill a table that says nothing. */
const FEWEST_RATED = 5;
/** Rows of the common rate that stand beside a level's own. */
const PRIOR_ROWS = 20;

/** Rates so far of every level: (events + m p)/(rows + m) in log-odds beside those of p, the rate of all rows. */
const levelRates = (base: number) => {
  const seen = new Map<string, [events: number, rows: number]>();
  const rate = (level: string): number => {
    const [events, rows] = seen.get(level) ?? [0, 0];
    return logit((events + PRIOR_ROWS * base) / (rows + PRIOR_ROWS)) - logit(base);
  };
  const add = (level: string, event: number): void => {
    const own = seen.get(level) ?? [0, 0];
    seen.set(level, [own[0] + event, own[1] + 1]);
  };
  return { rate, add, seen };
};

export type LevelColumns = {
  readonly levels: EncodedColumn[];
  /** Where some level has no column of its own: its rate; `past` is each training row's, from the sessions before its own. */
  readonly rate?: { readonly column: EncodedColumn; readonly past: Float64Array };
};

/** The columns of a text. Rows come session by session in the order of time; nothing comes of a text of one value. */
export const learnLevels = (
  source: string,
  cells: readonly PlainCell[],
  event: ArrayLike<number>,
  session: ArrayLike<number>,
): LevelColumns => {
  const texts = cells.map((cell) => (isMissing(cell) ? null : levelOf(cell)));
  const count = new Map<string, number>();
  for (const text of texts) if (text !== null) count.set(text, (count.get(text) ?? 0) + 1);
  if (count.size < 2) return { levels: [] };
  const ordered = [...count.entries()].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const kept = ordered
    .filter(([, rows]) => rows >= FEWEST_ROWS)
    .slice(0, MOST_LEVELS)
    .map(([level]) => level);
  const whole = kept.length === count.size;
  // Of two levels one column says all.
  const own = whole && kept.length === 2 && !texts.includes(null) ? kept.slice(0, 1) : kept;
  const levels = own
    .sort()
    .map((level): EncodedColumn => ({ kind: 'level', name: `${source} = ${level}`, source, level }));
  if (whole) return { levels };
  const n = cells.length;
  const base = Array.from(event).reduce((a, b) => a + b, 0) / n;
  const { rate, add, seen } = levelRates(base);
  const past = new Float64Array(n);
  for (let from = 0; from < n; ) {
    let to = from;
    while (to < n && session[to] === session[from]) to++;
    for (let i = from; i < to; i++) past[i] = texts[i] == null ? 0 : rate(texts[i] as string);
    for (let i = from; i < to; i++) if (texts[i] != null) add(texts[i] as string, event[i] as number);
    from = to;
  }
  const known = [...seen.entries()].filter(([, [, rows]]) => rows >= FEWEST_RATED).map(([level]) => level);
  if (known.length === 0) return { levels };
  const rates = Object.fromEntries(known.sort().map((level) => [level, Number(rate(level).toFixed(6))]));
  const column: EncodedColumn = { kind: 'rate', name: `rate of ${source}`, source, rates, otherwise: 0 };
  return { levels, rate: { column, past } };
};
