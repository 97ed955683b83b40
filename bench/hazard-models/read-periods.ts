import {
  CLOCKS,
  momentOn,
  openWarehouse,
  type PlainCell,
  type PreparedRows,
  periodRows,
  plainCell,
  prepareRows,
  readTable,
  splitRows,
  timeAxis,
} from '@causeway/offline';

/** A person-period file and how it is read. */
export type PeriodFile = {
  readonly path: string;
  readonly session: string;
  readonly time: string;
  readonly event: string;
  readonly features: readonly string[];
  readonly splitAt: string;
};

/** The columns of a file as plain cells. */
export const readColumns = async (
  path: string,
  wanted?: readonly string[],
): Promise<{
  readonly n: number;
  readonly names: readonly string[];
  readonly cells: Record<string, PlainCell[]>;
}> => {
  const warehouse = await openWarehouse(':memory:');
  try {
    const table = await readTable(warehouse, path, wanted);
    const cells = Object.fromEntries(table.names.map((name) => [name, table.column(name).map(plainCell)]));
    return { n: table.n, names: table.names, cells };
  } finally {
    warehouse.close();
  }
};

/** Encoded training and test rows of columns already read, and the session of each tested row. */
export const periodsOf = (
  { n, cells }: { readonly n: number; readonly cells: Readonly<Record<string, readonly PlainCell[]>> },
  { session, time, event, features, splitAt }: Omit<PeriodFile, 'path'>,
): { readonly prepared: PreparedRows; readonly session: Int32Array } => {
  const column = (name: string): readonly PlainCell[] => cells[name] ?? [];
  const axis = timeAxis(column(time), time);
  const rows = periodRows({
    n,
    session: column(session),
    time: axis,
    event: column(event),
    eventName: event,
    others: features.map(column),
  });
  const split = splitRows(rows, momentOn(axis, splitAt));
  const prepared = prepareRows({ rows, split, time: axis, cells, features, clocks: CLOCKS });
  return { prepared, session: Int32Array.from(split.test, (i) => rows.session[i] as number) };
};
