import { computedFeatures, type FeatureSet, featureSetDigest, type ZoneOffset } from '@causeway/contract';
import { type Cell, type Columns, duckdbEngine, type Engine, type Warehouse } from '../table/index.ts';
import { type Ask, writeAsks } from './asks-table.ts';
import { calendarsOf, compileFeatures } from './compile-features.ts';

/** The answers of another engine as the table `answered` of the warehouse. */
const bring = async (engine: Engine, select: string, own: Engine, width: number): Promise<void> => {
  const values = Object.fromEntries(Array.from({ length: width }, (_, k) => [`c${k}`, 'DOUBLE?' as const]));
  const columns: Columns = { row_id: 'BIGINT', ...values };
  const found = await engine.columns(`SELECT ${Object.keys(columns).join(', ')} FROM (${select}) AS q`);
  await engine.drop('feature_asks');
  await own.create('answered', columns);
  const rows = (found[0] ?? []).map((_, i) => found.map((column): Cell => column[i] ?? null));
  await own.insert('answered', columns, rows);
};

/**
 * Computes c_i for every ask and keeps it sparsely: in `feature_values` (set, person, at_ms, feature, value) a row stands only
 * where the value is neither missing nor the definition's default. Replaces what the set had before; returns the counts. `by` computes (it
 * must hold `history`), the warehouse keeps.
 */
export const writeFeatures = async (
  warehouse: Warehouse,
  set: FeatureSet,
  asks: Iterable<Ask>,
  offset: ZoneOffset,
  by?: Engine,
): Promise<{
  readonly digest: string;
  readonly asks: number;
  readonly values: number;
  readonly kept: number;
}> => {
  const definitions = computedFeatures(set);
  const name = featureSetDigest(set);
  const own = duckdbEngine(warehouse);
  const engine = by ?? own;
  const given = [...asks];
  for (const one of engine.name === own.name ? [own] : [own, engine])
    await writeAsks(one, 'feature_asks', given, calendarsOf(definitions), offset);
  const { select } = compileFeatures(definitions, { history: 'history', asks: 'feature_asks' });
  return warehouse.transaction(async () => {
    await warehouse.run(`CREATE TABLE IF NOT EXISTS feature_values (feature_set VARCHAR, person VARCHAR, at_ms BIGINT,
      feature VARCHAR, value DOUBLE)`);
    await warehouse.run('DELETE FROM feature_values WHERE feature_set = ?', [name]);
    if (engine.name === own.name) await own.keep('answered', select);
    else await bring(engine, select, own, definitions.length);
    for (const [k, d] of definitions.entries()) {
      const plain =
        d.default ??
        (d.aggregate === 'count' || d.aggregate === 'present' || d.aggregate === 'distinct' ? 0 : null);
      const kept = plain === null ? `f.c${k} IS NOT NULL` : `f.c${k} IS DISTINCT FROM ${plain}`;
      await warehouse.run(
        `INSERT INTO feature_values SELECT ?, x.person, x.at_ms, ?, CAST(f.c${k} AS DOUBLE)
         FROM answered f INNER JOIN feature_asks x ON x.row_id = f.row_id WHERE f.c${k} IS NOT NULL AND ${kept}
         ORDER BY x.person, x.at_ms`,
        [name, d.name],
      );
    }
    const [counts] = await warehouse.rows<{ asks: number; kept: number }>(
      `SELECT (SELECT count(*) FROM feature_asks) AS asks,
         (SELECT count(*) FROM feature_values WHERE feature_set = '${name}') AS kept`,
    );
    await warehouse.run('DROP TABLE answered');
    const n = counts?.asks ?? 0;
    return { digest: name, asks: n, values: n * definitions.length, kept: counts?.kept ?? 0 };
  });
};
