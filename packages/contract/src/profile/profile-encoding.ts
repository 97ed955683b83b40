import { log } from '../maths/log.ts';
import { clamp } from '../maths/vector.ts';
import { DAY_IN_MS } from './calendar-window.ts';
import { levelOf, momentOf, numberOf, wordsOf } from './profile-cell.ts';

/** How one column of a raw profile becomes inputs. `at` is its first input; `missing` is the input that says "missing", -1: none. */
export type ColumnEncoding = { readonly name: string; readonly missing: number } & (
  | {
      /** (f(v) - centre)/scale with f(v) = v or sign(v) ln(1 + |v|); one input, left out where it is 0 */
      readonly kind: 'number';
      readonly at: number;
      readonly logged: boolean;
      readonly centre: number;
      readonly scale: number;
    }
  | {
      /** days before the reference moment, in the same way; then seven inputs for the weekday, and 24 for the hour when `hours` */
      readonly kind: 'moment';
      readonly at: number;
      readonly centre: number;
      readonly scale: number;
      readonly hours: boolean;
    }
  | {
      /** one input a level; all others, when `rest`, share one more */
      readonly kind: 'level';
      readonly at: number;
      readonly levels: readonly string[];
      readonly rest: boolean;
    }
  | {
      /** one input a word: 1/sqrt(words found) for each word of the text that is in the list */
      readonly kind: 'words';
      readonly at: number;
      readonly words: readonly string[];
    }
);

/** The whole map c -> inputs of an encoder (B14), learned once and then the same in the study, the stream and the edge. */
export type ProfileEncoding = {
  readonly kind: 'profile-encoding';
  readonly version: 1;
  readonly inputs: number;
  readonly columns: readonly ColumnEncoding[];
  /** Dates are read as days before this moment where no other is given, ms. */
  readonly reference: number;
};

/** A standardised value is cut at this many deviations, so that one odd person cannot leave the range of all others. */
export const ENCODING_CUT = 5;

/** sign(v) ln(1 + |v|). */
export const signedLog = (v: number): number => (v < 0 ? -log(1 - v) : log(1 + v));

export type PutInput = (index: number, value: number) => void;
type Put = (cell: unknown, reference: number, put: PutInput) => boolean;

const standardised = (v: number, centre: number, scale: number): number =>
  clamp((v - centre) / scale, -ENCODING_CUT, ENCODING_CUT);

const reader = (column: ColumnEncoding): Put => {
  const { at } = column;
  switch (column.kind) {
    case 'number': {
      const { logged, centre, scale } = column;
      return (cell, _reference, put) => {
        const v = numberOf(cell);
        if (v !== v) return false;
        put(at, standardised(logged ? signedLog(v) : v, centre, scale));
        return true;
      };
    }
    case 'moment': {
      const { centre, scale, hours } = column;
      return (cell, reference, put) => {
        const ms = momentOf(cell);
        if (ms !== ms) return false;
        put(at, standardised(signedLog((reference - ms) / DAY_IN_MS), centre, scale));
        const day = Math.floor(ms / DAY_IN_MS);
        put(at + 1 + ((((day + 4) % 7) + 7) % 7), 1);
        if (hours) put(at + 8 + Math.floor((ms - day * DAY_IN_MS) / 3_600_000), 1);
        return true;
      };
    }
    case 'level': {
      const { levels, rest } = column;
      const place = new Map(levels.map((level, k) => [level, k]));
      return (cell, _reference, put) => {
        const level = levelOf(cell);
        if (level === null) return false;
        const k = place.get(level) ?? (rest ? levels.length : -1);
        if (k >= 0) put(at + k, 1);
        return true;
      };
    }
    case 'words': {
      const place = new Map(column.words.map((word, k) => [word, k]));
      return (cell, _reference, put) => {
        const found = new Set<number>();
        const words = wordsOf(cell);
        for (const word of words) {
          const k = place.get(word);
          if (k !== undefined) found.add(k);
        }
        for (const k of found) put(at + k, 1 / Math.sqrt(found.size));
        return words.length > 0;
      };
    }
  }
};

/**
 * The function that turns one raw profile into its inputs: `put` gets each input that is not 0, by number. A missing or unreadable
 * cell gives only its flag, so a profile of which nothing is known is all flags. `cells` are in the order of `encoding.columns`.
 */
export const profileEncoder = (
  encoding: ProfileEncoding,
): ((cells: ArrayLike<unknown>, put: PutInput, reference?: number) => void) => {
  const readers = encoding.columns.map((column) => ({ put: reader(column), missing: column.missing }));
  return (cells, put, reference = encoding.reference) => {
    const some: PutInput = (index, value) => {
      if (value !== 0) put(index, value);
    };
    readers.forEach((column, k) => {
      if (!column.put(cells[k], reference, some) && column.missing >= 0) put(column.missing, 1);
    });
  };
};

/** The same as one dense row of `encoding.inputs` numbers: what encoder.blob and encoder.onnx take. */
export const denseProfile = (
  encoding: ProfileEncoding,
  cells: ArrayLike<unknown>,
  reference?: number,
): Float32Array => {
  const row = new Float32Array(encoding.inputs);
  profileEncoder(encoding)(
    cells,
    (index, value) => {
      row[index] = value;
    },
    reference,
  );
  return row;
};
