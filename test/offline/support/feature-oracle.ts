import type { FeatureDefinition, ShopEvent } from '@causeway/contract';

/**
 * (A1) by brute force, for tests: written from the words of the definitions and nothing else. It goes through all of a
 * person's events for every question, and finds calendar days by formatting hours one after the other.
 */
const formats = new Map<string, Intl.DateTimeFormat>();
const localDate = (zone: string, at: number): string => {
  const format =
    formats.get(zone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' });
  formats.set(zone, format);
  return format.format(at);
};

const starts = new Map<string, number>();
/** The first moment, to the minute, whose local date is the date of `at` less `back` days. */
const dayStart = (zone: string, at: number, back: number): number => {
  const key = `${zone} ${at} ${back}`;
  const found = starts.get(key);
  if (found !== undefined) return found;
  const noon = Date.parse(`${localDate(zone, at)}T12:00:00Z`) - back * 86_400_000;
  const wanted = new Date(noon).toISOString().slice(0, 10);
  let from = noon - 40 * 3_600_000;
  while (localDate(zone, from) !== wanted) from += 600_000;
  while (localDate(zone, from - 60_000) === wanted) from -= 60_000;
  starts.set(key, from);
  return from;
};

const byId = (a: ShopEvent, b: ShopEvent): number =>
  a.at - b.at || Buffer.compare(Buffer.from(a.id, 'utf8'), Buffer.from(b.id, 'utf8'));

export const oracle = (d: FeatureDefinition, all: readonly ShopEvent[], t: number): number => {
  const { window } = d;
  const start =
    window === null
      ? Number.NEGATIVE_INFINITY
      : window.ms !== undefined
        ? t - window.ms
        : dayStart(window.zone as string, t, (window.days as number) - 1);
  const set = ({ events, where }: Pick<FeatureDefinition, 'events' | 'where'>) =>
    all.filter(
      (e) =>
        e.at < t &&
        e.at >= start &&
        events.includes(e.kind) &&
        where.every(({ column, is, equals, from, below }) => {
          const v = e[column] ?? null;
          if (v === null) return false;
          return (
            (is === undefined || v === is) &&
            (equals === undefined || v === equals) &&
            (from === undefined || Number(v) >= from) &&
            (below === undefined || Number(v) < below)
          );
        }),
    );
  const rows = set(d).sort(byId);
  const values = rows.map((e) => (d.of === undefined ? null : (e[d.of] ?? null))).filter((v) => v !== null);
  const numbers = values.map(Number);
  const total = numbers.reduce((a, b) => a + b, 0);
  const empty = d.default ?? Number.NaN;
  const first = <T>(list: readonly T[], value: (x: T) => number) =>
    list.length === 0 ? empty : value(list[0] as T);
  switch (d.aggregate) {
    case 'count':
      return rows.length;
    case 'present':
      return rows.length > 0 ? 1 : 0;
    case 'sum':
      return numbers.length > 0 ? total : empty;
    case 'mean':
      return numbers.length > 0 ? total / numbers.length : empty;
    case 'min':
      return numbers.length > 0 ? Math.min(...numbers) : empty;
    case 'max':
      return numbers.length > 0 ? Math.max(...numbers) : empty;
    case 'recency':
      return first([...rows].reverse(), (e) => (t - e.at) / 86_400_000);
    case 'tenure':
      return first(rows, (e) => (t - e.at) / 86_400_000);
    case 'last':
      return numbers.at(-1) ?? empty;
    case 'distinct':
      return new Set(values).size;
    case 'affinity':
      return values.length > 0 ? values.filter((v) => v === d.value).length / values.length : empty;
    case 'rate': {
      const base = set(d.over as NonNullable<typeof d.over>).length;
      return base > 0 ? rows.length / base : empty;
    }
    case 'price-sensitivity': {
      const { share, weight } = d.prior as { share: number; weight: number };
      return (numbers.filter((v) => v > 0).length + weight * share) / (values.length + weight);
    }
  }
};
