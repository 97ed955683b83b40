import {
  Fault,
  isMissingCell,
  levelOf,
  momentOf,
  numberOf,
  type ProfileEncoding,
  profileEncoder,
} from '@causeway/contract';
import { fitEncoding, inputNames } from '../../embed/rows/fit-encoding.ts';
import { type SparseRows, sparseBuilder } from '../../embed/rows/sparse-rows.ts';
import type { StreamedTable } from '../../table/index.ts';
import type { EmbedOptions } from './embed-options.ts';

/** Rows that the scales and levels of columns are learned from. */
const SAMPLE = 30_000;

/** The moments of a column: ISO texts, or numbers that are ms, seconds or any other increasing count. Throws `bad-input` for a gap. */
export const readTimes = async (table: StreamedTable, column: string): Promise<Float64Array> => {
  const cells = await table.cells(column);
  const dated = cells.every((cell) => typeof cell !== 'string' || Number.isFinite(momentOf(cell)));
  return Float64Array.from(cells, (cell, row) => {
    const at = dated ? momentOf(cell) : numberOf(cell);
    if (Number.isFinite(at)) return at;
    throw new Fault(
      'bad-input',
      `${table.path}: column ${column}, row ${row + 1}`,
      `got ${String(cell)}, allowed is an ISO date or a number`,
    );
  });
};

/** The person of every row. Throws `bad-input` for a row without one. */
export const readIds = async (table: StreamedTable, column: string): Promise<string[]> =>
  (await table.cells(column)).map((cell, row) => {
    if (isMissingCell(cell))
      throw new Fault('bad-input', `${table.path}: column ${column}, row ${row + 1}`, 'the id is missing');
    return levelOf(cell) as string;
  });

/**
 * The columns that make the profile: those named, or all that are nothing else. Where a row's profile is what came before it (`history`),
 * what came of earlier rows is a part of it too.
 */
export const featureColumns = (table: StreamedTable, options: EmbedOptions, history: boolean): string[] => {
  const { id, label = [], time, context = [], sensitive = [], treatment, post = [] } = options;
  const others = new Set([
    id,
    ...label,
    ...context,
    ...sensitive,
    ...post,
    ...[time, treatment].filter((c) => c !== undefined),
  ]);
  const named = options.features;
  const banned = named?.find(
    (name) => name === id || name === treatment || (!history && label.includes(name)),
  );
  if (banned !== undefined)
    throw new Fault(
      'bad-input',
      `--features ${banned}`,
      'it is the id, a label or the treatment: it cannot describe a person',
    );
  const features = (named ?? table.names).filter(
    (name) => !others.has(name) || named?.includes(name) === true,
  );
  if (history && treatment === undefined)
    features.push(...label.filter((name) => !features.includes(name) && table.names.includes(name)));
  if (features.length === 0)
    throw new Fault('bad-input', '--features', `no column is left; there are ${table.names.join(', ')}`);
  return features;
};

export type EncodedTable = {
  readonly rows: SparseRows;
  readonly encoding: ProfileEncoding;
  readonly names: readonly string[];
  readonly dropped: readonly { readonly name: string; readonly why: string }[];
};

/**
 * Every row's inputs, with scales and levels learned on a sample of the rows that `learns` says (those trained on). Dates count back from
 * `at` of their row, or from the file's latest moment.
 */
export const encodeTable = async (
  table: StreamedTable,
  columns: readonly string[],
  learns: (row: number) => boolean,
  at: Float64Array | null,
): Promise<EncodedTable> => {
  const sample = columns.map((name) => ({ name, cells: [] as unknown[] }));
  let learners = 0;
  for (let i = 0; i < table.n; i++) if (learns(i)) learners++;
  const stride = Math.max(1, learners / SAMPLE);
  let [seen, next, latest] = [0, 0, Number.NEGATIVE_INFINITY];
  await table.scan(columns, (cells, rows, from) => {
    for (let r = 0; r < rows; r++) {
      if (!learns(from + r) || seen++ < next) continue;
      next += stride;
      sample.forEach((own, k) => {
        const cell = cells[k]?.[r];
        own.cells.push(cell);
        if (typeof cell === 'string') {
          const moment = momentOf(cell);
          if (moment > latest) latest = moment;
        }
      });
    }
  });
  const last = at === null ? latest : at.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const { encoding, dropped } = fitEncoding(sample, { reference: Number.isFinite(last) ? last : 0 });
  const kept = encoding.columns.map(({ name }) => name);
  const encode = profileEncoder(encoding);
  const out = sparseBuilder(encoding.inputs, table.n * Math.min(kept.length, 32) + 16);
  if (kept.length === 0) throw new Fault('bad-input', '--features', 'no column says anything');
  const row = new Array<unknown>(kept.length);
  await table.scan(kept, (cells, rows, from) => {
    for (let r = 0; r < rows; r++) {
      for (let k = 0; k < kept.length; k++) row[k] = cells[k]?.[r];
      encode(row, out.put, at === null ? undefined : at[from + r]);
      out.endRow();
    }
  });
  return { rows: out.finish(), encoding, names: inputNames(encoding), dropped };
};
