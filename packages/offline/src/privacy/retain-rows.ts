import { Fault } from '@causeway/contract';
import { LOG_TABLE_NAMES } from '../log/index.ts';
import type { Warehouse } from '../table/index.ts';

export type RetentionReceipt = {
  readonly kind: 'retention';
  readonly version: 1;
  readonly at: number;
  readonly before: number;
  readonly rows: Readonly<Record<string, number>>;
};

const DAY_MS = 86_400_000;

/**
 * Removes what is older than `days` from every table of the log and from what was derived of it, in one transaction; Parquet files of those days go at the
 * next export. Throws `bad-input` for days that are no number of at least 1.
 */
export const retainRows = async (
  warehouse: Warehouse,
  days: number,
  now: number,
): Promise<RetentionReceipt> => {
  if (!(days >= 1)) throw new Fault('bad-input', 'days', `got ${days}, allowed is a number of at least 1`);
  const before = now - days * DAY_MS;
  const there = await warehouse.rows<{ table_name: string }>(
    "SELECT DISTINCT table_name FROM duckdb_columns() WHERE column_name = 'at_ms' AND NOT internal",
  );
  const names = there
    .map(({ table_name: name }) => name)
    .filter((name) => !name.startsWith('new_'))
    .sort();
  const rows: Record<string, number> = {};
  await warehouse.transaction(async () => {
    for (const name of names) {
      if ((LOG_TABLE_NAMES as readonly string[]).includes(name))
        await warehouse.run(
          `INSERT INTO changed_days SELECT DISTINCT '${name}', at_ms // ${DAY_MS} FROM ${name} WHERE at_ms < ${before} ON CONFLICT DO NOTHING`,
        );
      const [count] = await warehouse.rows<{ n: number }>(
        `SELECT count(*) AS n FROM ${name} WHERE at_ms < ${before}`,
      );
      await warehouse.run(`DELETE FROM ${name} WHERE at_ms < ${before}`);
      if ((count?.n ?? 0) > 0) rows[name] = count?.n ?? 0;
    }
  });
  return { kind: 'retention', version: 1, at: now, before, rows };
};
