import { type ProfileEncoding, profileEncoder } from '@causeway/contract';
import type { CustomerHistory } from '../../exposure/exposures.ts';
import { fitEncoding } from './fit-encoding.ts';
import { type SparseRows, sparseBuilder } from './sparse-rows.ts';

/** What the columns of a shop's own history hold, learned from the given customers. */
export const fitHistoryEncoding = (
  { names, c, asOf }: CustomerHistory,
  rows: ArrayLike<number>,
): ProfileEncoding => {
  const sample = names.map((name, k) => ({
    name,
    cells: Array.from({ length: rows.length }, (_, r) => c[(rows[r] as number) * names.length + k] as number),
  }));
  return fitEncoding(sample, { reference: asOf }).encoding;
};

/** Every customer's inputs under an encoding; columns are found by name, one that is not there is missing. */
export const encodeHistoryRows = (
  encoding: ProfileEncoding,
  { n, names, c }: CustomerHistory,
): SparseRows => {
  const encode = profileEncoder(encoding);
  const place = encoding.columns.map(({ name }) => names.indexOf(name));
  const out = sparseBuilder(encoding.inputs, n * encoding.columns.length + 1);
  const cells = new Array<number | null>(place.length);
  for (let i = 0; i < n; i++) {
    place.forEach((k, j) => {
      cells[j] = k < 0 ? null : (c[i * names.length + k] as number);
    });
    encode(cells, out.put);
    out.endRow();
  }
  return out.finish();
};
