import type { FeatureDefinition, ZoneOffset } from '@causeway/contract';
import type { Engine } from '../table/index.ts';
import { type Ask, writeAsks } from './asks-table.ts';
import { calendarsOf, compileFeatures } from './compile-features.ts';

/** The features of every ask. `values` is n x names.length, row-major; NaN is missing. */
export type FeatureMatrix = {
  readonly n: number;
  readonly names: readonly string[];
  readonly rows: Float64Array;
  readonly values: Float64Array;
};

/** Reads a SELECT with row_id and c0..ck into a matrix in the order of row_id. */
export const readFeatures = async (
  engine: Engine,
  select: string,
  definitions: readonly Pick<FeatureDefinition, 'name'>[],
): Promise<FeatureMatrix> => {
  const columns = await engine.columns(`SELECT * FROM (${select}) AS answered ORDER BY row_id`);
  const rows = Float64Array.from(columns[0] ?? [], Number);
  const values = new Float64Array(rows.length * definitions.length);
  definitions.forEach((_, k) => {
    const column = columns[k + 1] ?? [];
    for (let i = 0; i < rows.length; i++) {
      const value = column[i] ?? null;
      values[i * definitions.length + k] = value === null ? Number.NaN : Number(value);
    }
  });
  return { n: rows.length, names: definitions.map(({ name }) => name), rows, values };
};

/** (A1) for every ask against the table `history`, by the engine. The table `asks` is written on the way and stays. */
export const computeFeatures = async (
  engine: Engine,
  definitions: readonly FeatureDefinition[],
  asks: Iterable<Ask>,
  offset: ZoneOffset,
  tables = { history: 'history', asks: 'asks' },
): Promise<FeatureMatrix> => {
  await writeAsks(engine, tables.asks, asks, calendarsOf(definitions), offset);
  return readFeatures(engine, compileFeatures(definitions, tables).select, definitions);
};
