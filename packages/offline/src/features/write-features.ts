import { computedFeatures, type FeatureSet, featureSetDigest, type ZoneOffset } from '@causeway/contract';
import { duckdbEngine, type Warehouse } from '../table/index.ts';
import { type Ask, writeAsks } from './asks-table.ts';
import { calendarsOf, compileFeatures } from './compile-features.ts';

/**
 * Computes c_i for every ask and keeps it sparsely: in `feature_values` (set, person, at_ms, feature, value) a row stands only
 * where the value is neither missing nor the definition's default. Replaces what the set had before; returns the counts.
 */
export const writeFeatures = async (
  warehouse: Warehouse,
  set: FeatureSet,
  asks: Iterable<Ask>,
  offset: ZoneOffset,
): Promise<{
  readonly digest: string;
  readonly asks: number;
  readonly values: number;
  readonly kept: number;
}> => {
  const definitions = computedFeatures(set);
  const name = featureSetDigest(set);
  const engine = duckdbEngine(warehouse);
  await writeAsks(engine, 'feature_asks', asks, calendarsOf(definitions), offset);
  const { select } = compileFeatures(definitions, { history: 'history', asks: 'feature_asks' });
  return warehouse.transaction(async () => {
    await warehouse.run(`CREATE TABLE IF NOT EXISTS feature_values (feature_set VARCHAR, person VARCHAR, at_ms BIGINT,
      feature VARCHAR, value DOUBLE)`);
    await warehouse.run('DELETE FROM feature_values WHERE feature_set = ?', [name]);
    await warehouse.run(`CREATE OR REPLACE TEMP TABLE answered AS ${select}`);
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
