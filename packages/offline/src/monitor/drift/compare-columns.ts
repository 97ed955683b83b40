import { chiSquareTail } from './chi-square.ts';
import { holm } from './holm.ts';
import { kolmogorovSmirnov, meanDiscrepancy, stabilityIndex } from './two-sample.ts';

/** A column of two samples: numbers (NaN is missing) or texts (null is missing). */
export type ComparedColumn =
  | {
      readonly name: string;
      readonly kind: 'number';
      readonly before: ArrayLike<number>;
      readonly after: ArrayLike<number>;
    }
  | {
      readonly name: string;
      readonly kind: 'text';
      readonly before: readonly (string | null)[];
      readonly after: readonly (string | null)[];
    };

export type ColumnDrift = {
  readonly name: string;
  readonly kind: 'number' | 'text';
  readonly before: number;
  readonly after: number;
  readonly missingBefore: number;
  readonly missingAfter: number;
  readonly stabilityIndex: number;
  /** KS distance of numbers; total variation of texts */
  readonly distance: number;
  /** Holm's, over all columns and tests of the comparison */
  readonly p: number;
  readonly drifted: boolean;
  readonly says: string;
};

export type DriftReport = {
  readonly columns: readonly ColumnDrift[];
  /** all numbers together (MMD): what moves only jointly shows here alone; null with under two numeric columns */
  readonly joint: { readonly distance: number; readonly p: number; readonly drifted: boolean } | null;
};

const BINS = 10;
const MOST_CLASSES = 30;

/** Counts in classes that hold a tenth of the reference each; a value that many share is a class of its own. */
const numberClasses = (before: Float64Array, after: Float64Array): [number[], number[]] => {
  const sorted = Float64Array.from(before).sort();
  const cuts = [
    ...new Set(
      Array.from(
        { length: BINS - 1 },
        (_, k) => sorted[Math.floor(((k + 1) * sorted.length) / BINS)] as number,
      ),
    ),
  ];
  const count = (values: Float64Array): number[] => {
    const counts = new Array<number>(cuts.length + 1).fill(0);
    for (const v of values) {
      const k = cuts.findIndex((cut) => v < cut);
      const at = k < 0 ? cuts.length : k;
      counts[at] = (counts[at] as number) + 1;
    }
    return counts;
  };
  return [count(before), count(after)];
};

const textClasses = (before: readonly string[], after: readonly string[]): [number[], number[], string[]] => {
  const counts = new Map<string, [number, number]>();
  const add = (value: string, side: 0 | 1) => {
    const held = counts.get(value) ?? [0, 0];
    held[side]++;
    counts.set(value, held);
  };
  for (const value of before) add(value, 0);
  for (const value of after) add(value, 1);
  const ranked = [...counts].sort(([, a], [, b]) => b[0] + b[1] - a[0] - a[1]);
  const rest = ranked.slice(MOST_CLASSES);
  const kept = ranked.slice(0, MOST_CLASSES);
  const sum = (side: 0 | 1) => rest.reduce((total, [, c]) => total + c[side], 0);
  if (rest.length > 0) kept.push(['(all others)', [sum(0), sum(1)]]);
  return [kept.map(([, c]) => c[0]), kept.map(([, c]) => c[1]), kept.map(([name]) => name)];
};

/** p of Pearson's χ² on a 2 x k table; classes with under 5 expected are taken together. */
const chiSquare = (a: readonly number[], b: readonly number[]): number => {
  const [m, n] = [a, b].map((c) => c.reduce((x, y) => x + y, 0)) as [number, number];
  const total = m + n;
  const cells: [number, number][] = [];
  let small: [number, number] = [0, 0];
  a.forEach((x, k) => {
    const y = b[k] as number;
    if (((x + y) * Math.min(m, n)) / total < 5) small = [small[0] + x, small[1] + y];
    else cells.push([x, y]);
  });
  if (small[0] + small[1] > 0) cells.push(small);
  if (cells.length < 2 || m === 0 || n === 0) return 1;
  const sum = cells.reduce((q, [x, y]) => {
    const [e, f] = [((x + y) * m) / total, ((x + y) * n) / total];
    return q + (x - e) ** 2 / e + (y - f) ** 2 / f;
  }, 0);
  return chiSquareTail(sum, cells.length - 1);
};

const percent = (x: number): string => `${(100 * x).toFixed(1)} %`;

/**
 * Which columns have drifted between two samples: by KS (numbers) or χ² (texts), the share of missing values beside, all p-values together
 * under Holm at `level`; and large enough to matter, a stability index of at least `least`. Rows are taken as independent: give one a person.
 */
export const compareColumns = (
  columns: readonly ComparedColumn[],
  options: { readonly seed: number; readonly level?: number; readonly least?: number },
): DriftReport => {
  const { level = 0.01, least = 0.1, seed } = options;
  const found = columns.map((column) => {
    const missing = (values: ArrayLike<unknown>) =>
      Array.from(values).filter((v) => v === null || Number.isNaN(v)).length;
    const [gone, lost] = [missing(column.before), missing(column.after)];
    const [m, n] = [column.before.length, column.after.length];
    const missingP = chiSquare([gone, m - gone], [lost, n - lost]);
    const base = { column, gone, lost, m, n, missingP };
    if (m - gone < 20 || n - lost < 20)
      return { ...base, p: Number.NaN, distance: 0, index: 0, says: 'too few values' };
    if (column.kind === 'number') {
      const clean = (values: ArrayLike<number>) =>
        Float64Array.from(Array.from(values).filter((v) => !Number.isNaN(v)));
      const [a, b] = [clean(column.before), clean(column.after)];
      const { distance, p } = kolmogorovSmirnov(a, b);
      const middle = (v: Float64Array) => v.slice().sort()[v.length >> 1] as number;
      return {
        ...base,
        p,
        distance,
        index: stabilityIndex(...numberClasses(a, b)),
        says: `median ${middle(a)} before, ${middle(b)} after`,
      };
    }
    const held = (values: readonly (string | null)[]) => values.filter((v) => v !== null);
    const [a, b, names] = textClasses(held(column.before), held(column.after));
    const shares = a.map((x, k) => x / (m - gone) - (b[k] as number) / (n - lost));
    const most = shares.reduce(
      (best, v, k) => (Math.abs(v) > Math.abs(shares[best] as number) ? k : best),
      0,
    );
    return {
      ...base,
      p: chiSquare(a, b),
      distance: shares.reduce((sum, v) => sum + Math.abs(v), 0) / 2,
      index: stabilityIndex(a, b),
      says: `“${names[most]}” ${percent((a[most] as number) / (m - gone))} before, ${percent((b[most] as number) / (n - lost))} after`,
    };
  });
  const raised = holm(found.flatMap(({ p, missingP }) => [p, missingP]));
  const drifts = found.map(({ column, gone, lost, m, n, distance, index, says }, k): ColumnDrift => {
    const [p, missingP] = [raised[2 * k] as number, raised[2 * k + 1] as number];
    const holes = missingP < level && Math.abs(gone / m - lost / n) > 0.05;
    const moved = p < level && index >= least;
    return {
      name: column.name,
      kind: column.kind,
      before: m,
      after: n,
      missingBefore: gone / m,
      missingAfter: lost / n,
      stabilityIndex: index,
      distance,
      p: Number.isNaN(p) ? missingP : Math.min(p, missingP),
      drifted: moved || holes,
      says: holes ? `missing ${percent(gone / m)} before, ${percent(lost / n)} after` : says,
    };
  });
  return { columns: drifts, joint: jointDrift(columns, seed, level) };
};

const jointDrift = (
  columns: readonly ComparedColumn[],
  seed: number,
  level: number,
): DriftReport['joint'] => {
  const numbers = columns.flatMap((column) => (column.kind === 'number' ? [column] : []));
  if (numbers.length < 2) return null;
  const scales = numbers.map(({ before }) => {
    const clean = Array.from(before).filter((v) => !Number.isNaN(v));
    const mean = clean.reduce((a, b) => a + b, 0) / Math.max(1, clean.length);
    const spread = Math.sqrt(clean.reduce((s, v) => s + (v - mean) ** 2, 0) / Math.max(1, clean.length));
    return { mean, spread: spread > 0 ? spread : 1 };
  });
  const rows = (side: 'before' | 'after'): Float64Array[] =>
    Array.from({ length: numbers[0]?.[side].length ?? 0 }, (_, i) =>
      Float64Array.from(numbers, (column, k) => {
        const { mean, spread } = scales[k] as { mean: number; spread: number };
        const v = column[side][i] as number;
        // A missing value stands at the mean: that it is missing is judged by its own column.
        return Number.isNaN(v) ? 0 : Math.max(-5, Math.min(5, (v - mean) / spread));
      }),
    );
  const [before, after] = [rows('before'), rows('after')];
  if (Math.min(before.length, after.length) < 20) return null;
  const { distance, p } = meanDiscrepancy(before, after, { seed, permutations: Math.ceil(2 / level) });
  return { distance, p, drifted: p < level };
};
