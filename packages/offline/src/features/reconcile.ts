import {
  EVENT_NUMBERS,
  EVENT_TEXTS,
  type FeatureDefinition,
  featuresAt,
  foldEvent,
  type ShopEvent,
  startFeatures,
  type ZoneOffset,
} from '@causeway/contract';
import type { Engine } from '../table/index.ts';
import type { Ask } from './asks-table.ts';
import { computeFeatures, type FeatureMatrix } from './compute-features.ts';

export type Difference = {
  readonly row: number;
  readonly person: string;
  readonly at: number;
  readonly feature: string;
  readonly batch: number;
  readonly stream: number;
};

export type ReconcileReport = {
  readonly rows: number;
  readonly values: number;
  /** values that are not the same to the last bit; missing equals missing */
  readonly different: number;
  /** values further apart than the tolerance, or missing on one side only */
  readonly beyond: number;
  readonly maxAbsDifference: number;
  /** the first of those beyond */
  readonly examples: readonly Difference[];
};

const EXAMPLES = 20;

/** The events of the persons in a table of asks, in order, from the table that the batch reads; ids are their places, so ties fall alike. */
export const readEvents = async (
  engine: Engine,
  asked: { readonly persons: Iterable<string>; readonly asks: string },
  history = 'history',
): Promise<Map<string, ShopEvent[]>> => {
  const names = [...EVENT_NUMBERS, ...EVENT_TEXTS];
  const out = new Map<string, ShopEvent[]>([...asked.persons].map((person) => [person, []]));
  const columns = await engine.columns(
    `SELECT person, seq, at_ms, kind, ${names.join(', ')} FROM ${history} WHERE person IN (SELECT person FROM ${asked.asks}) ORDER BY person, seq`,
  );
  const [person = [], seq = [], at = [], kind = [], ...rest] = columns;
  person.forEach((who, i) => {
    const event: Record<string, unknown> = {
      id: String(seq[i]).padStart(12, '0'),
      at: Number(at[i]),
      kind: String(kind[i]),
    };
    names.forEach((name, k) => {
      event[name] = rest[k]?.[i] ?? null;
    });
    out.get(String(who))?.push(event as ShopEvent);
  });
  return out;
};

/** Every ask answered by folding events one by one, as the stream and the page do. */
export const streamFeatures = (
  definitions: readonly FeatureDefinition[],
  events: ReadonlyMap<string, readonly ShopEvent[]>,
  asks: readonly Ask[],
  offset: ZoneOffset,
): Map<number, number[]> => {
  const out = new Map<number, number[]>();
  const byPerson = new Map<string, Ask[]>();
  for (const ask of asks) byPerson.set(ask.person, [...(byPerson.get(ask.person) ?? []), ask]);
  for (const [person, own] of byPerson) {
    const fold = startFeatures(definitions);
    const list = events.get(person) ?? [];
    let next = 0;
    for (const { row, at } of own.sort((a, b) => a.at - b.at)) {
      for (; next < list.length && (list[next] as ShopEvent).at < at; next++)
        foldEvent(fold, list[next] as ShopEvent);
      out.set(row, featuresAt(definitions, fold, at, offset));
    }
  }
  return out;
};

/** Compares two answers to the same asks, value by value. */
export const compareFeatures = (
  asks: readonly Ask[],
  batch: FeatureMatrix,
  stream: ReadonlyMap<number, readonly number[]>,
  tolerance: number,
): ReconcileReport => {
  const at = new Map(asks.map((ask) => [ask.row, ask]));
  let [different, beyond, worst] = [0, 0, 0];
  const examples: Difference[] = [];
  for (let i = 0; i < batch.n; i++) {
    const row = batch.rows[i] as number;
    const ask = at.get(row) as Ask;
    batch.names.forEach((feature, k) => {
      const a = batch.values[i * batch.names.length + k] as number;
      const b = stream.get(row)?.[k] ?? Number.NaN;
      if (Object.is(a, b) || a === b) return;
      different++;
      const gap = Math.abs(a - b);
      if (gap > worst) worst = gap;
      if (gap <= tolerance * Math.max(1, Math.abs(a))) return;
      beyond++;
      if (examples.length < EXAMPLES)
        examples.push({ row, person: ask.person, at: ask.at, feature, batch: a, stream: b });
    });
  }
  return { rows: batch.n, values: batch.values.length, different, beyond, maxAbsDifference: worst, examples };
};

/**
 * Answers the same asks in batch (SQL over the past) and as the stream does (event by event) and reports every difference.
 * Sums of whole cents agree to the last bit; `tolerance` is relative and allows for the order of a sum of fractions.
 */
export const reconcile = async (
  engine: Engine,
  definitions: readonly FeatureDefinition[],
  asks: readonly Ask[],
  offset: ZoneOffset,
  tolerance = 1e-12,
): Promise<ReconcileReport> => {
  const batch = await computeFeatures(engine, definitions, asks, offset, {
    history: 'history',
    asks: 'reconcile_asks',
  });
  const events = await readEvents(engine, {
    persons: asks.map(({ person }) => person),
    asks: 'reconcile_asks',
  });
  await engine.drop('reconcile_asks');
  return compareFeatures(asks, batch, streamFeatures(definitions, events, asks, offset), tolerance);
};
