import { type ColumnEncoding, isMissingCell, type ProfileEncoding } from '@causeway/contract';
import { type ColumnFinding, describeColumn } from './describe-column.ts';

export type EncodingOptions = {
  /** Dates are counted back from here, ms. */
  readonly reference: number;
  /** Levels, or words, that get an input of their own, a column; 1000. */
  readonly mostLevels?: number;
  /** Inputs of all columns together: the most numerous columns give up their rarest levels; 4000. */
  readonly mostInputs?: number;
};

export type FittedEncoding = {
  readonly encoding: ProfileEncoding;
  readonly dropped: readonly { readonly name: string; readonly why: string }[];
};

const widthOf = (found: ColumnFinding): number => {
  switch (found.kind) {
    case 'none':
      return 0;
    case 'number':
      return 1;
    case 'moment':
      return found.hours ? 32 : 8;
    case 'level':
      return found.levels.length + (found.rest ? 1 : 0);
    case 'words':
      return found.words.length;
  }
};

const cutTo = (found: ColumnFinding, most: number): ColumnFinding => {
  if (found.kind === 'level' && found.levels.length > most)
    return { kind: 'level', levels: found.levels.slice(0, most), rest: true };
  if (found.kind === 'words' && found.words.length > most)
    return { kind: 'words', words: found.words.slice(0, most) };
  return found;
};

/**
 * Learns c -> inputs from a sample of people (those trained on): what each column holds, its scale or its levels, and whether it can be
 * missing. Columns that say nothing are left out, with the reason.
 */
export const fitEncoding = (
  sample: readonly { readonly name: string; readonly cells: readonly unknown[] }[],
  { reference, mostLevels = 1000, mostInputs = 4000 }: EncodingOptions,
): FittedEncoding => {
  const found = sample.map(({ name, cells }) => ({
    name,
    finding: describeColumn(cells, reference, mostLevels),
    gaps: cells.some(isMissingCell),
  }));
  let most = mostLevels;
  const total = () => found.reduce((sum, { finding }) => sum + widthOf(cutTo(finding, most)) + 1, 0);
  while (most > 1 && total() > mostInputs) most = Math.floor(0.8 * most);
  const columns: ColumnEncoding[] = [];
  const dropped: { name: string; why: string }[] = [];
  let at = 0;
  for (const { name, finding, gaps } of found) {
    const kept = cutTo(finding, most);
    if (kept.kind === 'none') {
      dropped.push({ name, why: kept.why });
      continue;
    }
    const missing = gaps ? at + widthOf(kept) : -1;
    columns.push({ name, missing, at, ...kept });
    at += widthOf(kept) + (gaps ? 1 : 0);
  }
  return {
    encoding: { kind: 'profile-encoding', version: 1, inputs: at, columns, reference },
    dropped,
  };
};

/** What each input stands for: `age`, `age missing`, `city = Rome`, `about: red`. */
export const inputNames = ({ columns, inputs }: ProfileEncoding): string[] => {
  const names = new Array<string>(inputs).fill('');
  for (const column of columns) {
    const { name, at, missing } = column;
    if (column.kind === 'level') {
      column.levels.forEach((level, k) => {
        names[at + k] = `${name} = ${level}`;
      });
      if (column.rest) names[at + column.levels.length] = `${name} = (other)`;
    } else if (column.kind === 'words') {
      column.words.forEach((word, k) => {
        names[at + k] = `${name}: ${word}`;
      });
    } else {
      names[at] = name;
      if (column.kind === 'moment') {
        for (let k = 0; k < 7; k++) names[at + 1 + k] = `${name} weekday ${k}`;
        if (column.hours) for (let k = 0; k < 24; k++) names[at + 8 + k] = `${name} hour ${k}`;
      }
    }
    if (missing >= 0) names[missing] = `${name} missing`;
  }
  return names;
};

/** The number of the column that each input belongs to. */
export const columnOfInput = ({ columns, inputs }: ProfileEncoding): Int32Array => {
  const out = new Int32Array(inputs);
  columns.forEach(({ at }, k) => out.fill(k, at, columns[k + 1]?.at ?? inputs));
  return out;
};
