import { Fault, isMissingCell, levelOf, numberOf } from '@causeway/contract';

/** Binary targets made of label columns (B15): n x heads, NaN where the label is missing. */
export type Heads = {
  readonly names: readonly string[];
  /** row-major, 0, 1 or NaN */
  readonly y: Float32Array;
  /** how each label column was read, in words */
  readonly notes: readonly string[];
};

/** Classes of a label that get a head of their own; rarer ones are the rest. */
const MOST_CLASSES = 12;

type Head = { name: string; of: (cell: unknown) => number };

const whenPresent =
  (of: (cell: unknown) => boolean) =>
  (cell: unknown): number =>
    isMissingCell(cell) ? Number.NaN : of(cell) ? 1 : 0;

/** One label column's heads: itself when it is 0 and 1, one a class for texts, and steps "over a quantile" for other numbers. */
const headsOf = (name: string, cells: readonly unknown[]): { heads: Head[]; note: string } => {
  const present = cells.filter((cell) => !isMissingCell(cell));
  const numbers = present.map(numberOf);
  const different = new Set(present.map(levelOf));
  if (different.size < 2)
    throw new Fault('bad-input', `label ${name}`, `it has ${different.size} value, at least 2 are needed`);
  if (numbers.every(Number.isFinite)) {
    const values = [...new Set(numbers)].sort((a, b) => a - b);
    const [low, high] = [values[0] as number, values[values.length - 1] as number];
    if (values.length === 2)
      return {
        heads: [{ name, of: whenPresent((cell) => numberOf(cell) === high) }],
        note: `${name}: ${high} against ${low}`,
      };
    const sorted = numbers.sort((a, b) => a - b);
    const bounds = [0.5, 0.8, 0.95].map((q) => sorted[Math.floor(q * (sorted.length - 1))] as number);
    // Where most are at the lowest value (counts, spends) the first step is "any at all".
    const steps = [...new Set([low, ...bounds])].filter((b, k) => b < high && (k > 0 || bounds[0] === low));
    return {
      heads: steps.map((b) => ({ name: `${name} > ${b}`, of: whenPresent((cell) => numberOf(cell) > b) })),
      note: `${name}: a number, read as ${steps.map((b) => `over ${b}`).join(', ')}`,
    };
  }
  const counts = new Map<string, number>();
  for (const cell of present)
    counts.set(levelOf(cell) as string, (counts.get(levelOf(cell) as string) ?? 0) + 1);
  const classes = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([level]) => level);
  // Of two classes the rarer one is what happened.
  const kept = classes.length === 2 ? classes.slice(1) : classes.slice(0, MOST_CLASSES);
  return {
    heads: kept.map((level) => ({
      name: classes.length === 2 && /^(true|yes|y|1|t)$/i.test(level) ? name : `${name} = ${level}`,
      of: whenPresent((cell) => levelOf(cell) === level),
    })),
    note: `${name}: ${kept.join(', ')} against the rest`,
  };
};

/** Reads label columns into binary heads. Throws `bad-input` for a label of one value. */
export const readLabels = (
  columns: readonly { readonly name: string; readonly cells: readonly unknown[] }[],
): Heads => {
  const n = columns[0]?.cells.length ?? 0;
  const read = columns.map(({ name, cells }) => ({ ...headsOf(name, cells), cells }));
  const names = read.flatMap(({ heads }) => heads.map(({ name }) => name));
  const y = new Float32Array(n * names.length);
  let at = 0;
  for (const { heads, cells } of read)
    for (const { of } of heads) {
      for (let i = 0; i < n; i++) y[i * names.length + at] = of(cells[i]);
      at++;
    }
  return { names, y, notes: read.map(({ note }) => note) };
};
