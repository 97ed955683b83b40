import type { UserTable } from '../table/index.ts';
import type { ColumnSpec } from './encode-features.ts';
import { featureNumber, isEndless, isGone } from './feature-cells.ts';

/** Rows without a column of a text's own from which on it is told. */
const TELL_SHARE = 0.1;

const percent = (share: number): string => `${Math.round(100 * share)} %`;

const ofNumbers = (name: string, values: readonly unknown[]): string[] => {
  let [endless, gone, low, high] = [0, 0, Infinity, -Infinity];
  for (const v of values) {
    if (isEndless(v)) endless++;
    if (isGone(v)) gone++;
    else {
      const x = featureNumber(v);
      low = Math.min(low, x);
      high = Math.max(high, x);
    }
  }
  const notes: string[] = [];
  if (endless > 0) notes.push(`Feature ${name}: ${endless} infinite cells count as missing.`);
  if (gone === values.length)
    notes.push(`Feature ${name} holds no value at all: nothing is learned from it.`);
  else if (low === high && gone === 0)
    notes.push(`Feature ${name} is ${low} in all rows: nothing is learned from it.`);
  return notes;
};

const ofTexts = (name: string, values: readonly unknown[], levels: readonly string[]): string[] => {
  const own = new Set(levels);
  const texts = values.map(String);
  const without = texts.filter((text) => !own.has(text)).length / values.length;
  if (levels.length === 1 && without === 0)
    return [`Feature ${name} is ${levels[0]} in all rows: nothing is learned from it.`];
  if (without <= TELL_SHARE) return [];
  const commas = texts.filter((text) => /^\s*-?\d*,\d+\s*$/.test(text)).length > values.length / 4;
  const why = commas
    ? 'numbers with a decimal comma are texts here, write them with a point'
    : 'an id, or a text with many values';
  return [
    levels.length === 0
      ? `Feature ${name} gives no column: hardly a value comes twice (${why}); nothing is learned from it.`
      : `Feature ${name}: ${percent(without)} of the rows have none of the ${levels.length} values that get a column (${why}).`,
  ];
};

/** What is to be told of features that hold less than one would think: none of the rows, or only some, say anything. */
export const featureNotes = (table: UserTable, specs: readonly ColumnSpec[]): string[] =>
  specs.flatMap((spec) => {
    const values = table.column(spec.name);
    return spec.kind === 'number' ? ofNumbers(spec.name, values) : ofTexts(spec.name, values, spec.levels);
  });
