import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { duckText } from '../table/duck-text.ts';
import type { Warehouse } from '../table/index.ts';
import { sqlName } from '../table/index.ts';

const DAY_MS = 86_400_000;
const dayName = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** Which table a name in `changed_days` means, and what orders its rows; facts follow the days of their own moments. */
const ORDER = 'at_ms, id';

/**
 * Brings the Parquet files up to the tables: FOLDER/TABLE/day=2026-11-22/part.parquet, one file a UTC day, rows in order of
 * (at_ms, id). Only days that have changed are written, each under another name first and then put in place, so that a
 * reader never sees half a file and a run that was killed is simply run again. Returns the number of days written.
 */
export const exportDays = async (warehouse: Warehouse, folder: string): Promise<number> => {
  const days = await warehouse.rows<{ name: string; day: number }>(
    'SELECT name, day FROM changed_days ORDER BY name, day',
  );
  for (const { name, day } of days) {
    const place = join(folder, sqlName(name), `day=${dayName(day)}`);
    const rows = `SELECT * FROM ${name} WHERE at_ms >= ${day * DAY_MS} AND at_ms < ${(day + 1) * DAY_MS}`;
    const [count] = await warehouse.rows<{ n: number }>(`SELECT count(*) AS n FROM (${rows})`);
    if ((count?.n ?? 0) === 0) rmSync(place, { recursive: true, force: true });
    else {
      mkdirSync(place, { recursive: true });
      const unfinished = join(place, 'part.unfinished');
      await warehouse.run(
        `COPY (${rows} ORDER BY ${ORDER}) TO ${duckText(unfinished)} (FORMAT parquet, COMPRESSION zstd)`,
      );
      renameSync(unfinished, join(place, 'part.parquet'));
    }
    await warehouse.run(`DELETE FROM changed_days WHERE name = '${name}' AND day = ${day}`);
  }
  return days.length;
};
