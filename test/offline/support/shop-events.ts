import type { ShopEvent } from '@causeway/contract';
import {
  createEventTables,
  EVENT_TABLE_COLUMNS,
  type Identifier,
  openWarehouse,
  type Warehouse,
} from '@causeway/offline';

export type TestEvent = Partial<ShopEvent> & Partial<Record<Identifier, string>>;

/** Puts events straight into the table `events`; what is not given is unknown. */
export const putEvents = async (
  warehouse: Warehouse,
  events: readonly TestEvent[],
  source = 'test',
): Promise<void> => {
  await createEventTables(warehouse);
  const [held] = await warehouse.rows<{ n: number }>('SELECT count(*) AS n FROM events');
  for (const [k, event] of events.entries()) {
    const row: Record<string, unknown> = {
      ...event,
      id: event.id ?? `${source}:${(held?.n ?? 0) + k}`,
      source,
      kind: event.kind ?? 'visit',
      at_ms: BigInt(event.at ?? 1000 + k),
      content: 0n,
      batch: 0n,
    };
    const names = EVENT_TABLE_COLUMNS.filter((name) => row[name] !== undefined && row[name] !== null);
    await warehouse.run(
      `INSERT INTO events (${names.join(', ')}) VALUES (${names.map((_, j) => `$${j + 1}`).join(', ')})`,
      names.map((name) => row[name] as string | number | bigint),
    );
  }
};

export const warehouseOf = async (events: readonly TestEvent[]): Promise<Warehouse> => {
  const warehouse = await openWarehouse(':memory:');
  await putEvents(warehouse, events);
  return warehouse;
};
