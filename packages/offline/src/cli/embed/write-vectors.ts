import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { Vectors } from '../../embed/index.ts';
import type { Warehouse } from '../../table/index.ts';
import { csvCell, duckText } from '../../table/index.ts';

export const vectorColumns = (size: number): string[] => [
  ...Array.from({ length: size }, (_, k) => `z_${k}`),
  ...Array.from({ length: size }, (_, k) => `spread_${k}`),
];

/** One line a person: the id, z and its spreads. */
export const writeVectorCsv = async (
  path: string,
  idName: string,
  ids: readonly string[],
  { size, z, spread }: Vectors,
): Promise<void> => {
  const out = createWriteStream(path);
  out.write(`${[csvCell(idName), ...vectorColumns(size)].join(',')}\n`);
  let lines: string[] = [];
  for (let i = 0; i < ids.length; i++) {
    const cells = [csvCell(ids[i] as string)];
    for (let k = 0; k < size; k++) cells.push((z[i * size + k] as number).toFixed(5));
    for (let k = 0; k < size; k++) cells.push((spread[i * size + k] as number).toFixed(4));
    lines.push(cells.join(','));
    if (lines.length === 5000) {
      if (!out.write(`${lines.join('\n')}\n`)) await once(out, 'drain');
      lines = [];
    }
  }
  if (lines.length > 0) out.write(`${lines.join('\n')}\n`);
  out.end();
  await once(out, 'finish');
};

/** The same as Parquet, read back from the CSV, ids as texts. */
export const writeVectorParquet = async (
  warehouse: Warehouse,
  csv: string,
  parquet: string,
  idName: string,
): Promise<void> => {
  await warehouse.run(
    `COPY (SELECT * FROM read_csv(${duckText(csv)}, header = true, delim = ',', quote = '"', escape = '"', types = {${duckText(idName)}: 'VARCHAR'}))
     TO ${duckText(parquet)} (FORMAT parquet)`,
  );
};
