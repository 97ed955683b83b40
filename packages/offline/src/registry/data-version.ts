import type { Warehouse } from '../table/index.ts';

/** The raw data of a study: the files it was read from by their bytes, and the time they span. It holds nobody's lines. */
export type DataVersion = {
  readonly kind: 'data';
  readonly version: 1;
  readonly files: readonly { readonly digest: string; readonly lines: number; readonly broken: number }[];
  readonly lines: number;
  readonly from: number | null;
  readonly to: number | null;
};

/** What a warehouse was read from. */
export const dataVersion = async (warehouse: Warehouse): Promise<DataVersion> => {
  const files = await warehouse.rows<{ digest: string; lines: number; broken: number }>(
    'SELECT digest, lines, broken FROM ingested_files ORDER BY digest',
  );
  const [span] = await warehouse.rows<{ from: number | null; to: number | null }>(
    `SELECT min(at_ms) AS "from", max(at_ms) AS "to" FROM (SELECT at_ms FROM steps UNION ALL SELECT at_ms FROM decisions
      UNION ALL SELECT at_ms FROM outcomes)`,
  );
  return {
    kind: 'data',
    version: 1,
    files,
    lines: files.reduce((sum, { lines }) => sum + lines, 0),
    from: span?.from ?? null,
    to: span?.to ?? null,
  };
};
