import type { Clock } from './encode-rows.ts';

/** Which number a `number` column is made from: the cell's own, a part of its date, or a clock of the session. */
export type NumberPart = 'value' | 'days' | 'daysBefore' | 'hour' | 'weekday' | Clock;

/**
 * One number of a model's input row.
 * - number: v is the part of the cell, after ln(1 + v) where log is true; (v - centre)/scale, held to low..high, 0 where missing.
 * - missing: 1 where the cell is missing, else 0.
 * - level: 1 where the cell's text is the level, else 0.
 * - rate: how likely the event was at earlier rows of this level, in log-odds beside all rows; `otherwise` for an unknown one.
 */
export type EncodedColumn =
  | {
      readonly kind: 'number';
      readonly name: string;
      /** Column of the table; null for a clock. */
      readonly source: string | null;
      readonly part: NumberPart;
      readonly log: boolean;
      readonly centre: number;
      readonly scale: number;
      readonly low: number;
      readonly high: number;
    }
  | { readonly kind: 'missing'; readonly name: string; readonly source: string }
  | { readonly kind: 'level'; readonly name: string; readonly source: string; readonly level: string }
  | {
      readonly kind: 'rate';
      readonly name: string;
      readonly source: string;
      readonly rates: Readonly<Record<string, number>>;
      readonly otherwise: number;
    };

/** How a row of the table becomes a model's input row: what encoding.json holds. */
export type RowEncoding = {
  readonly kind: 'row-encoding';
  readonly version: 1;
  readonly columns: readonly EncodedColumn[];
  /** Columns that say nothing: one value, or none that comes back, in the training rows. */
  readonly constant: readonly string[];
};
