import { DAY_IN_MS } from './calendar-window.ts';
import type { Condition, FeatureDefinition } from './feature-definition.ts';
import { compareText, type ShopEvent } from './shop-event.ts';

/** What one feature remembers of the events that it has taken in; plain JSON. */
export type FeatureCell = {
  /** |R|, events of R whose column is known, those of them that match, and events of `over` */
  n: number;
  known: number;
  matching: number;
  over: number;
  sum: number;
  min: number | null;
  max: number | null;
  firstAt: number | null;
  lastAt: number | null;
  /** the latest known value, with its time and the id of its event */
  last: { readonly value: number; readonly at: number; readonly id: string } | null;
  /** the different values seen, each with "=" in front: a value may be named like a member of Object */
  distinct: Record<string, true>;
};

export const emptyCell = (): FeatureCell => ({
  n: 0,
  known: 0,
  matching: 0,
  over: 0,
  sum: 0,
  min: null,
  max: null,
  firstAt: null,
  lastAt: null,
  last: null,
  distinct: {},
});

const holds = (event: ShopEvent, { column, is, equals, from, below }: Condition): boolean => {
  const value = event[column];
  if (value === undefined || value === null) return false;
  if (is !== undefined) return value === is;
  if (equals !== undefined) return value === equals;
  return from !== undefined ? (value as number) >= from : (value as number) < (below as number);
};

const isOf = (event: ShopEvent, set: Pick<FeatureDefinition, 'events' | 'where'>): boolean =>
  set.events.includes(event.kind) && set.where.every((condition) => holds(event, condition));

/** Whether an event matters to a feature at all. */
export const isTaken = (definition: FeatureDefinition, event: ShopEvent): boolean =>
  isOf(event, definition) || (definition.over !== undefined && isOf(event, definition.over));

/** Takes an event into a cell, in any order of time; the sum's rounding alone depends on the order. */
export const takeEvent = (definition: FeatureDefinition, cell: FeatureCell, event: ShopEvent): void => {
  if (definition.over !== undefined && isOf(event, definition.over)) cell.over++;
  if (!isOf(event, definition)) return;
  cell.n++;
  if (cell.firstAt === null || event.at < cell.firstAt) cell.firstAt = event.at;
  if (cell.lastAt === null || event.at > cell.lastAt) cell.lastAt = event.at;
  const value = definition.of === undefined ? undefined : event[definition.of];
  if (value === undefined || value === null) return;
  cell.known++;
  if (definition.aggregate === 'distinct') cell.distinct[`=${value}`] = true;
  if (typeof value === 'string') {
    if (value === definition.value) cell.matching++;
    return;
  }
  if (value > 0) cell.matching++;
  cell.sum += value;
  if (cell.min === null || value < cell.min) cell.min = value;
  if (cell.max === null || value > cell.max) cell.max = value;
  const { last } = cell;
  const later =
    last === null || event.at > last.at || (event.at === last.at && compareText(event.id, last.id) > 0);
  if (later) cell.last = { value, at: event.at, id: event.id };
};

const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
const days = (from: number | null, to: number): number | null =>
  from === null ? null : (to - from) / DAY_IN_MS;

const raw = (definition: FeatureDefinition, cell: FeatureCell, t: number): number | null => {
  switch (definition.aggregate) {
    case 'count':
      return cell.n;
    case 'present':
      return cell.n > 0 ? 1 : 0;
    case 'sum':
      return cell.known === 0 ? null : cell.sum;
    case 'mean':
      return ratio(cell.sum, cell.known);
    case 'min':
      return cell.min;
    case 'max':
      return cell.max;
    case 'recency':
      return days(cell.lastAt, t);
    case 'tenure':
      return days(cell.firstAt, t);
    case 'last':
      return cell.last?.value ?? null;
    case 'distinct':
      return Object.keys(cell.distinct).length;
    case 'affinity':
      return ratio(cell.matching, cell.known);
    case 'rate':
      return ratio(cell.n, cell.over);
    case 'price-sensitivity': {
      const { share, weight } = definition.prior as { share: number; weight: number };
      return ratio(cell.matching + weight * share, cell.known + weight);
    }
  }
};

/** The feature's value at t, from a cell that holds R; NaN when it is missing. */
export const cellValue = (definition: FeatureDefinition, cell: FeatureCell, t: number): number =>
  raw(definition, cell, t) ?? definition.default ?? Number.NaN;
