import { Fault } from '@causeway/contract';
import type { Ask } from '../features/index.ts';
import type { Warehouse } from '../table/index.ts';

/**
 * The questions that features are to answer: every exposure of a version (its digest, or the newest of a name), or every
 * person at one moment. Throws `bad-input` when neither is there.
 */
export const readAsks = async (
  warehouse: Warehouse,
  by: { readonly exposures?: string; readonly asOf?: number },
): Promise<Ask[]> => {
  const asks = async (sql: string, values: (string | bigint)[]): Promise<Ask[]> => {
    const rows = await warehouse.rows<{ person: string; at: number }>(sql, values).catch((): Ask[] => []);
    return rows.map(({ person, at }, row) => ({ row, person, at }));
  };
  const found =
    by.exposures !== undefined
      ? await asks(
          `SELECT person, at_ms AS "at" FROM exposure_rows WHERE version = (SELECT digest FROM exposure_versions
             WHERE digest = $1 OR name = $1 ORDER BY number DESC LIMIT 1) ORDER BY row_id`,
          [by.exposures],
        )
      : by.asOf !== undefined
        ? await asks('SELECT DISTINCT person, $1 AS "at" FROM history ORDER BY person', [BigInt(by.asOf)])
        : [];
  if (found.length === 0) {
    const wanted =
      by.exposures === undefined
        ? 'history of persons (causeway resolve writes it)'
        : `exposures called ${by.exposures}`;
    throw new Fault('bad-input', warehouse.path, `it holds no ${wanted} to compute features for`);
  }
  return found;
};
