import type { PageModel } from '@causeway/contract';
import { skew } from '../../features/index.ts';
import { dataVersion } from '../../registry/index.ts';
import type { Warehouse } from '../../table/index.ts';
import type { LogFacts } from '../candidate-case.ts';

/** Reads of a warehouse what its log is like. `models` are the page models that wrote it, by digest. */
export const measureLog = async (
  warehouse: Warehouse,
  models: ReadonlyMap<string, PageModel>,
): Promise<LogFacts> => {
  const { files, lines, from, to } = await dataVersion(warehouse);
  const [counts] = await warehouse.rows<{ decisions: number; refused: number }>(
    'SELECT (SELECT count(*) FROM exposures) + (SELECT count(*) FROM refused_exposures) AS decisions, (SELECT count(*) FROM refused_exposures) AS refused',
  );
  return {
    lines,
    broken: files.reduce((sum, file) => sum + file.broken, 0),
    decisions: counts?.decisions ?? 0,
    refused: counts?.refused ?? 0,
    from: from ?? 0,
    to: to ?? 0,
    skew: await skew(warehouse, models),
  };
};
