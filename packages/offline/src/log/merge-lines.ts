import type { Warehouse } from '../table/index.ts';
import { LOG_TABLE_NAMES } from './log-tables.ts';

/** The edge's own copy of a line comes before one that a page carried; then the one received first. */
const BEST = "ORDER BY CASE source WHEN 'receipt' THEN 1 ELSE 0 END, received_at, session";

/**
 * Moves the staged lines into the tables, once by id, and empties the stage. An id already held is passed over,
 * unless it was held by receipt and now comes from the edge: then the edge's copy takes its place. Returns how many
 * lines are new.
 */
export const mergeLines = async (warehouse: Warehouse): Promise<number> => {
  let added = 0;
  for (const name of LOG_TABLE_NAMES) {
    if (name === 'facts') continue;
    const fresh = `new_${name}`;
    await warehouse.run(
      `CREATE OR REPLACE TEMP TABLE best AS
       SELECT * FROM ${fresh} QUALIFY row_number() OVER (PARTITION BY id ${BEST}) = 1`,
    );
    await warehouse.run(
      `DELETE FROM best b WHERE EXISTS (SELECT 1 FROM erased e WHERE e.token = sha256(b.subject) AND b.received_at <= e.until_ms)`,
    );
    await warehouse.run(
      `INSERT INTO changed_days SELECT DISTINCT '${name}', at_ms // 86400000 FROM best ON CONFLICT DO NOTHING`,
    );
    if (name === 'steps') await mergeFacts(warehouse);
    const byReceipt = `SELECT id FROM ${name} WHERE source = 'receipt'`;
    const replaced = `SELECT id FROM best WHERE source <> 'receipt' AND id IN (${byReceipt})`;
    const [before] = await warehouse.rows<{ n: number }>(`SELECT count(*) AS n FROM ${name}`);
    await warehouse.run(`DELETE FROM ${name} WHERE id IN (${replaced})`);
    await warehouse.run(`INSERT INTO ${name} SELECT * FROM best WHERE id NOT IN (SELECT id FROM ${name})`);
    const [after] = await warehouse.rows<{ n: number }>(`SELECT count(*) AS n FROM ${name}`);
    added += (after?.n ?? 0) - (before?.n ?? 0);
    await warehouse.run(`DELETE FROM ${fresh}`);
  }
  await warehouse.run('DROP TABLE IF EXISTS best');
  return added;
};

/** Facts follow the step that carries them; a step that comes twice is staged once. */
const mergeFacts = async (warehouse: Warehouse): Promise<void> => {
  await warehouse.run(
    `INSERT INTO facts SELECT * FROM new_facts
     WHERE id IN (SELECT id FROM best WHERE id NOT IN (SELECT id FROM steps))`,
  );
  await warehouse.run(
    `INSERT INTO changed_days SELECT DISTINCT 'facts', at_ms // 86400000 FROM new_facts ON CONFLICT DO NOTHING`,
  );
  await warehouse.run('DELETE FROM new_facts');
};
