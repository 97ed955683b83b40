import {
  type FeatureDefinition,
  featuresAt,
  foldEvent,
  type ShopEvent,
  startFeatures,
} from '@causeway/contract';
import {
  type Ask,
  type Cell,
  computeFeatures,
  type Engine,
  HISTORY_COLUMNS_SQL,
  historyRow,
  zoneOffsets,
} from '@causeway/offline';
import { expect } from 'vitest';
import type { Case } from './feature-cases.ts';
import { FEATURES, randomCase } from './feature-cases.ts';
import { oracle } from './feature-oracle.ts';

const bytes = (text: string) => Buffer.from(text, 'utf8');

export function* historyRows(events: Case['events']): Generator<Cell[]> {
  for (const [person, own] of events) {
    const sorted = [...own].sort((a, b) => a.at - b.at || Buffer.compare(bytes(a.id), bytes(b.id)));
    for (const [k, event] of sorted.entries()) yield historyRow(person, k, event);
  }
}

export const writeHistory = async (
  engine: Engine,
  events: Case['events'],
  table = 'history',
): Promise<void> => {
  await engine.create(table, HISTORY_COLUMNS_SQL);
  await engine.insert(table, HISTORY_COLUMNS_SQL, historyRows(events));
};

/** The same features by folding each person's events in the order of the moments at which they are asked for. */
export const folded = (
  definitions: readonly FeatureDefinition[],
  { events, asks }: Case,
  offset = zoneOffsets(),
): Map<number, number[]> => {
  const out = new Map<number, number[]>();
  const byPerson = group(asks);
  for (const [person, own] of byPerson) {
    const state = startFeatures(definitions);
    const waiting: ShopEvent[] = [...(events.get(person) ?? [])];
    for (const ask of [...own].sort((a, b) => a.at - b.at)) {
      // Some events come early, some late, none twice.
      const due = waiting.splice(0).filter((event) => {
        if (event.at < ask.at || event.id.length % 2 === 0) return true;
        waiting.push(event);
        return false;
      });
      for (const event of due.reverse()) foldEvent(state, event);
      out.set(ask.row, featuresAt(definitions, state, ask.at, offset));
    }
  }
  return out;
};

const group = (asks: readonly Ask[]): Map<string, Ask[]> => {
  const out = new Map<string, Ask[]>();
  for (const ask of asks) out.set(ask.person, [...(out.get(ask.person) ?? []), ask]);
  return out;
};

/** Holds an engine to the oracle and to the fold, row for row and bit for bit, on one random history. */
export const expectConformance = async (
  engine: Engine,
  given: Case,
  definitions = FEATURES,
): Promise<void> => {
  await writeHistory(engine, given.events);
  const got = await computeFeatures(engine, definitions, given.asks, zoneOffsets());
  const streamed = folded(definitions, given);
  expect(got.n).toBe(given.asks.length);
  given.asks.forEach(({ row, person, at }, i) => {
    const wanted = definitions.map((d) => oracle(d, given.events.get(person) ?? [], at));
    const label = `${person} at ${at}`;
    const sql = Array.from(got.values.subarray(i * definitions.length, (i + 1) * definitions.length));
    expect(named(definitions, sql), label).toEqual(named(definitions, wanted));
    expect(named(definitions, streamed.get(row) ?? []), label).toEqual(named(definitions, wanted));
  });
};

const named = (definitions: readonly FeatureDefinition[], values: readonly number[]) =>
  Object.fromEntries(definitions.map(({ name }, k) => [name, values[k]]));

export { randomCase };
