import type { LoggedRows } from '../ope/index.ts';
import { duckName, duckText } from '../table/duck-text.ts';
import { appendRows, type Warehouse } from '../table/index.ts';

/**
 * A logged table as Parquet: `row` (BIGINT, from 0), `action` (VARCHAR), `action_index` (BIGINT, in the order of sorted names), `reward`, `propensity` (of
 * the action got), then one DOUBLE a context column, named as it was encoded; `x_` stands before a name that is taken.
 */
export const writeLoggedParquet = async (
  warehouse: Warehouse,
  rows: LoggedRows,
  path: string,
): Promise<void> => {
  const taken = new Set(['row', 'action', 'action_index', 'reward', 'propensity']);
  const names = rows.names.map((name) => {
    let own = name;
    while (taken.has(own.toLowerCase())) own = `x_${own}`;
    taken.add(own.toLowerCase());
    return own;
  });
  const columns = names.map((name) => `${duckName(name)} DOUBLE`);
  await warehouse.run(
    `CREATE TABLE logged_rows ("row" BIGINT, action VARCHAR, action_index BIGINT, reward DOUBLE, propensity DOUBLE, ${columns.join(', ')})`,
  );
  const made = Array.from({ length: rows.n }, (_, i) => {
    const a = rows.action[i] as number;
    const context = Array.from(rows.x.subarray(i * rows.p, (i + 1) * rows.p));
    const outcome = [rows.reward[i] as number, rows.propensity[i] as number];
    return [BigInt(i), rows.arms[a] as string, BigInt(a), ...outcome, ...context];
  });
  await appendRows(warehouse, 'logged_rows', made);
  await warehouse.run(`COPY logged_rows TO ${duckText(path)} (FORMAT PARQUET)`);
};
