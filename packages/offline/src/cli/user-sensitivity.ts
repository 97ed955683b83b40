import { exp, Fault, sigmoid } from '@causeway/contract';
import {
  leastSquares,
  logOddsSensitivity,
  marginalSensitivity,
  neighbourhoodEffect,
  type SensitivityRows,
  weightingEffects,
} from '../causal/index.ts';
import { fitLogistic, rowDot, take, takeRows } from '../maths/index.ts';
import { isBinary } from '../nuisance/index.ts';
import { riskEValue, sensitivityPage } from './sensitivity-page.ts';

export type SensitivityStudy = {
  readonly y: Float64Array;
  readonly t: Float64Array;
  readonly x: Float64Array;
  readonly d: number;
  readonly propensity: Float64Array | null;
  readonly segment: readonly string[] | null;
  readonly gamma: readonly number[];
};

/** One column with mean 0 and deviation 1, so that milliseconds since 1970 stand beside shares; null where it does not vary. */
const standardised = (column: Float64Array): Float64Array | null => {
  const n = column.length;
  const mean = column.reduce((s, v) => s + v, 0) / n;
  const deviation = Math.sqrt(column.reduce((s, v) => s + (v - mean) ** 2, 0) / n);
  // A mean of n numbers is itself only right to their last digits.
  return deviation > 1e-12 * Math.abs(mean) ? column.map((v) => (v - mean) / deviation) : null;
};

/** Which columns vary and are no sums of those before them, so that a plain regression with an intercept has one answer. */
const apart = (columns: readonly Float64Array[]): number[] => {
  const n = columns[0]?.length ?? 0;
  const basis: Float64Array[] = [new Float64Array(n).fill(1 / Math.sqrt(n))];
  return columns.flatMap((raw, k) => {
    const column = standardised(raw);
    if (column === null) return [];
    const rest = Float64Array.from(column);
    for (const q of basis) {
      let dot = 0;
      for (let i = 0; i < n; i++) dot += (q[i] as number) * (rest[i] as number);
      for (let i = 0; i < n; i++) rest[i] = (rest[i] as number) - dot * (q[i] as number);
    }
    const size = Math.sqrt(rest.reduce((s, v) => s + v * v, 0));
    if (!(size > 1e-8 * Math.sqrt(column.reduce((s, v) => s + v * v, 0)))) return [];
    basis.push(rest.map((v) => v / size));
    return [k];
  });
};

type Design = { readonly z: Float64Array; readonly p: number };

/** Columns side by side, with ones in front. */
const beside = (columns: readonly Float64Array[], n: number): Design => {
  const p = columns.length + 1;
  const z = new Float64Array(n * p).fill(1);
  columns.forEach((column, k) => column.forEach((v, i) => (z[i * p + k + 1] = v)));
  return { z, p };
};

/** Least squares on one arm's rows, told of all; columns that do not vary there, or hang together, have no part in it. */
const armMeans = (columns: readonly Float64Array[], y: Float64Array, own: Int32Array) => {
  const kept = apart(columns.map((column) => take(column, own)));
  const { z, p } = beside(
    kept.map((k) => columns[k] as Float64Array),
    y.length,
  );
  const { coefficients } = leastSquares({ x: takeRows(z, p, own), n: own.length, p, y: take(y, own) });
  return { means: y.map((_, i) => rowDot(z, i, p, coefficients)), left: columns.length - kept.length };
};

/**
 * Effects by weighting and by AIPW with plain regressions (logistic for the treatment, least squares for each arm), and their bounds
 * under hidden confounding of each Γ, for all rows and by segment (A17); over other populations (A18).
 */
export const userSensitivity = ({ y, t, x, d, propensity, segment, gamma }: SensitivityStudy) => {
  const n = y.length;
  const treated = t.reduce((a, b) => a + b, 0);
  if (!t.every((v) => v === 0 || v === 1) || treated === 0 || treated === n)
    throw new Fault('bad-input', 'treatment', 'allowed are 0 and 1, and both must be there');
  const raw = Array.from({ length: d }, (_, k) =>
    Float64Array.from({ length: n }, (__, i) => x[i * d + k] as number),
  );
  const columns = apart(raw).map((k) => standardised(raw[k] as Float64Array) as Float64Array);
  const { z, p } = beside(columns, n);
  const e =
    propensity ??
    (() => {
      const { coefficients } = fitLogistic({ x: z, n, p, y: t });
      return Float64Array.from({ length: n }, (_, i) => sigmoid(rowDot(z, i, p, coefficients)));
    })();
  const [untreated, given] = [0, 1].map((arm) =>
    armMeans(
      columns,
      y,
      Int32Array.from(t.keys()).filter((i) => t[i] === arm),
    ),
  ) as [ReturnType<typeof armMeans>, ReturnType<typeof armMeans>];
  const [m0, m1] = [untreated.means, given.means];
  const notes = [['the untreated', untreated.left] as const, ['the treated', given.left] as const].flatMap(
    ([who, left]) =>
      left === 0
        ? []
        : [
            `${left} of ${columns.length} columns do not vary apart among ${who}: the outcome model of that arm leaves them out.`,
          ],
  );
  const rows: SensitivityRows = { n, y, t, e, m1, m0 };
  const bounds = (of: SensitivityRows) => gamma.map((g) => ({ gamma: g, ...marginalSensitivity(of, g) }));
  const pick = (own: readonly number[]): SensitivityRows => {
    const part = (v: ArrayLike<number>) => own.map((i) => v[i] as number);
    return { n: own.length, y: part(y), t: part(t), e: part(e), m1: part(m1), m0: part(m0) };
  };
  const segments =
    segment === null
      ? null
      : [...new Set(segment)].sort().map((name) => {
          const own = segment.flatMap((s, i) => (s === name ? [i] : []));
          return { segment: name, rows: own.length, bounds: bounds(pick(own)) };
        });
  const sign = Math.sign(marginalSensitivity(rows, 1).low);
  // The largest δ of (A17) at which the sign of the effect still holds.
  let [low, high] = [0, 10];
  for (let k = 0; k < 60; k++) {
    const middle = (low + high) / 2;
    const b = logOddsSensitivity(rows, middle);
    if (sign * b.low > 0 && sign * b.high > 0) low = middle;
    else high = middle;
  }
  // One number a row whose mean is the AIPW estimate (A8), and the means of each arm that go with it.
  const score = (i: number, arm: number): number => {
    const p = arm === 1 ? (e[i] as number) : 1 - (e[i] as number);
    const m = (arm === 1 ? m1[i] : m0[i]) as number;
    return m + (t[i] === arm ? ((y[i] as number) - m) / p : 0);
  };
  const of = (arm: number): Float64Array => Float64Array.from({ length: n }, (_, i) => score(i, arm));
  const [none, one] = [of(0), of(1)];
  const mean = (v: Float64Array): number => v.reduce((a, b) => a + b, 0) / n;
  const risks = isBinary(y) ? { treated: mean(one), control: mean(none) } : null;
  const neighbourhood = neighbourhoodEffect(one.map((v, i) => v - (none[i] as number)));
  const page = {
    rows: n,
    estimate: mean(one) - mean(none),
    bounds: bounds(rows),
    segments,
    tippingGamma: exp(low),
    neighbourhood,
    risks,
  };
  return {
    ...page,
    eValue: riskEValue(risks),
    effects: weightingEffects(rows),
    notes,
    page: sensitivityPage(page),
    summary: `The sign of the average effect holds up to hidden confounding that changes the odds of treatment by a factor of ${exp(low).toFixed(2)}; bounds leave sampling error out.`,
  };
};
