import { Fault, sigmoid } from '@causeway/contract';
import { fitLogistic, type Interval, normalQuantile, rowDot } from '../maths/index.ts';
import { leastSquares } from './least-squares.ts';

export type StructuralInput = {
  readonly n: number;
  readonly person: ArrayLike<string>;
  readonly time: ArrayLike<number>;
  /** 0 or 1 in each period. */
  readonly treatment: ArrayLike<number>;
  /** Read in each person's last period. */
  readonly outcome: ArrayLike<number>;
  /** n x d: what drove the treatment of the period, known before it. */
  readonly x: Float64Array;
  readonly d: number;
  /** Share of weights that is cut at each end; 0.001. */
  readonly truncate?: number;
};

export type StructuralReport = {
  readonly people: number;
  readonly periods: number;
  /** Effect of one more treated period on the last outcome. */
  readonly perPeriod: Interval;
  /** All periods treated against none, at the mean number of periods. */
  readonly always: Interval;
  /** The same regression without weights. */
  readonly unweighted: Interval;
  readonly weights: {
    readonly mean: number;
    readonly largest: number;
    readonly cut: number;
    readonly effectiveSampleSize: number;
  };
  /** The weighted estimate without truncation, to see what it did. */
  readonly untruncated: number;
  readonly summary: string;
};

type Step = { readonly row: number; readonly before: number; readonly sum: number; readonly period: number };

/** P(A_t = 1) of every row by a logistic regression on the design, precision 1e-3 so that rare cells do not part the classes. */
const shares = (design: Float64Array, n: number, p: number, y: ArrayLike<number>): Float64Array => {
  const penalty = new Float64Array(p).fill(1e-3);
  penalty[0] = 0;
  const { coefficients } = fitLogistic({ x: design, n, p, y, penalty });
  return Float64Array.from({ length: n }, (_, i) => sigmoid(rowDot(design, i, p, coefficients)));
};

/**
 * A marginal structural model of repeated treatment (paper A, section 8): each person weighs SW = Π_t P(A_t | A_{t-1}, ΣA, t) /
 * P(A_t | A_{t-1}, ΣA, t, L_t), truncated; then least squares of the last outcome on the number of treated periods (and of periods),
 * robust errors. Holds when L_t and past treatment hold all that drove A_t. Throws `bad-input` for a treatment other than 0
 * and 1 or two rows of one person at one time.
 */
export const marginalStructural = (input: StructuralInput): StructuralReport => {
  const { n, person, time, treatment, outcome, x, d } = input;
  const byPerson = new Map<string, number[]>();
  for (let i = 0; i < n; i++) {
    if (treatment[i] !== 0 && treatment[i] !== 1)
      throw new Fault('bad-input', `treatment, row ${i + 1}`, `got ${treatment[i]}, allowed is 0 or 1`);
    byPerson.set(person[i] as string, [...(byPerson.get(person[i] as string) ?? []), i]);
  }
  const steps: Step[] = new Array<Step>(n);
  let periods = 0;
  for (const [name, rows] of byPerson) {
    rows.sort((a, b) => (time[a] as number) - (time[b] as number));
    let [before, sum] = [0, 0];
    rows.forEach((row, k) => {
      if (k > 0 && time[row] === time[rows[k - 1] as number])
        throw new Fault('bad-input', `person ${name}`, `two rows at the time ${time[row]}`);
      steps[row] = { row, before, sum, period: k };
      before = treatment[row] as number;
      sum += before;
    });
    periods = Math.max(periods, rows.length);
  }
  const past = 3 + Math.max(0, periods - 1);
  const fill = (p: number): Float64Array => {
    const design = new Float64Array(n * p);
    for (const { row, before, sum, period } of steps) {
      design.set([1, before, sum], row * p);
      if (period > 0) design[row * p + 2 + period] = 1;
      if (p > past) design.set(x.subarray(row * d, (row + 1) * d), row * p + past);
    }
    return design;
  };
  const top = shares(fill(past), n, past, treatment);
  const bottom = shares(fill(past + d), n, past + d, treatment);
  const people = [...byPerson.values()];
  const raw = people.map((rows) =>
    rows.reduce((w, i) => {
      const a = treatment[i] as number;
      const of = (p: Float64Array): number => (a === 1 ? (p[i] as number) : 1 - (p[i] as number));
      return (w * of(top)) / of(bottom);
    }, 1),
  );
  const sorted = [...raw].sort((a, b) => a - b);
  const share = input.truncate ?? 0.001;
  const at = (q: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] as number;
  const [least, most] = [at(share), at(1 - share)];
  const weight = raw.map((w) => Math.min(most, Math.max(least, w)));
  const varied = people.some((rows) => rows.length !== people[0]?.length);
  const p = varied ? 3 : 2;
  const design = new Float64Array(people.length * p);
  people.forEach((rows, k) => {
    design[k * p] = 1;
    design[k * p + 1] = rows.reduce((sum, i) => sum + (treatment[i] as number), 0);
    if (varied) design[k * p + 2] = rows.length;
  });
  const y = people.map((rows) => outcome[rows.at(-1) as number] as number);
  const regress = (w?: readonly number[]): Interval => {
    const own = leastSquares({
      x: design,
      n: people.length,
      p,
      y,
      ...(w === undefined ? {} : { weight: w }),
    });
    const [value, standardError] = [own.coefficients[1] as number, own.standardErrors[1] as number];
    const half = normalQuantile(0.975) * standardError;
    return { value, low: value - half, high: value + half, standardError, clusters: people.length };
  };
  const perPeriod = regress(weight);
  const length = n / people.length;
  const sum = weight.reduce((a, b) => a + b, 0);
  return {
    people: people.length,
    periods,
    perPeriod,
    always: {
      ...perPeriod,
      value: length * perPeriod.value,
      low: length * perPeriod.low,
      high: length * perPeriod.high,
      standardError: length * perPeriod.standardError,
    },
    unweighted: regress(),
    weights: {
      mean: raw.reduce((a, b) => a + b, 0) / raw.length,
      largest: sorted.at(-1) as number,
      cut: raw.filter((w) => w < least || w > most).length,
      effectiveSampleSize: sum ** 2 / weight.reduce((a, b) => a + b * b, 0),
    },
    untruncated: regress(raw).value,
    summary: `One more treated period changes the last outcome by ${perPeriod.value.toPrecision(4)} (95 % ${perPeriod.low.toPrecision(4)} to ${perPeriod.high.toPrecision(4)}), if the columns and past treatment hold all that drove treatment.`,
  };
};
