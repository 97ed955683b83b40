import { Fault } from '@causeway/contract';
import { type Interval, normalQuantile } from '../maths/index.ts';
import { leastSquares } from './least-squares.ts';

export type InstrumentInput = {
  readonly n: number;
  readonly y: ArrayLike<number>;
  readonly t: ArrayLike<number>;
  /** The instrument: moves the treatment, and the outcome through it alone. */
  readonly z: ArrayLike<number>;
  /** n x d; what y, t and z are compared within. */
  readonly x: Float64Array;
  readonly d: number;
  readonly group?: ArrayLike<string | number>;
};

export type InstrumentReport = {
  /** Two-stage least squares: with a 0/1 instrument the effect on those whom it moves (LATE). */
  readonly effect: Interval;
  /** Anderson-Rubin set: holds its level however weak the instrument is; unbounded ends are infinite, `null` is no value at all. */
  readonly andersonRubin: {
    readonly low: number;
    readonly high: number;
    readonly shape: 'interval' | 'outside' | 'all' | 'empty';
  };
  readonly firstStage: { readonly coefficient: number; readonly standardError: number; readonly f: number };
  /** (Ȳ|z=1 - Ȳ|z=0)/(T̄|z=1 - T̄|z=0) for a 0/1 instrument, without the columns. */
  readonly wald: number | null;
  /** What plain least squares of y on t and the columns says. */
  readonly leastSquares: Interval;
  readonly weak: boolean;
  readonly summary: string;
};

/** First-stage F under which intervals of two-stage least squares are not to be trusted. */
const WEAK_F = 10;

const residualise = (v: ArrayLike<number>, design: Float64Array, n: number, p: number): Float64Array => {
  const { coefficients: b } = leastSquares({ x: design, n, p, y: v });
  return Float64Array.from({ length: n }, (_, i) => {
    let fitted = 0;
    for (let k = 0; k < p; k++) fitted += (design[i * p + k] as number) * (b[k] as number);
    return (v[i] as number) - fitted;
  });
};

/** y, t and z are cleared of the columns by least squares (Frisch-Waugh); then τ = Σ z̃ỹ / Σ z̃t̃ with a robust or clustered error. */
export const instrumentEffect = (input: InstrumentInput): InstrumentReport => {
  const { n, d, x, y, t, z, group } = input;
  const p = d + 1;
  const design = new Float64Array(n * p);
  for (let i = 0; i < n; i++) {
    design[i * p] = 1;
    design.set(x.subarray(i * d, (i + 1) * d), i * p + 1);
  }
  const [yr, tr, zr] = [y, t, z].map((v) => residualise(v, design, n, p)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const sum = (f: (i: number) => number): number => {
    let total = 0;
    for (let i = 0; i < n; i++) total += f(i);
    return total;
  };
  const zz = sum((i) => (zr[i] as number) ** 2);
  if (!(zz > 1e-12 * n)) throw new Fault('bad-input', 'instrument', 'it does not vary, given the columns');
  const zt = sum((i) => (zr[i] as number) * (tr[i] as number));
  const zy = sum((i) => (zr[i] as number) * (yr[i] as number));
  const groups = new Set(group === undefined ? [] : Array.from(group)).size;
  const scale = group === undefined ? n / (n - p - 1) : (groups / (groups - 1)) * ((n - 1) / (n - p - 1));
  /** Σ_g (Σ z̃ a)(Σ z̃ b), the variance of two moments. */
  const meat = (a: Float64Array, b: Float64Array): number => {
    if (group === undefined)
      return scale * sum((i) => (zr[i] as number) ** 2 * (a[i] as number) * (b[i] as number));
    const sums = new Map<string | number, [number, number]>();
    for (let i = 0; i < n; i++) {
      const own = sums.get(group[i] as string | number) ?? [0, 0];
      own[0] += (zr[i] as number) * (a[i] as number);
      own[1] += (zr[i] as number) * (b[i] as number);
      sums.set(group[i] as string | number, own);
    }
    return scale * [...sums.values()].reduce((s, [u, v]) => s + u * v, 0);
  };
  const interval = (value: number, standardError: number): Interval => {
    const half = normalQuantile(0.975) * standardError;
    return {
      value,
      low: value - half,
      high: value + half,
      standardError,
      clusters: group === undefined ? n : groups,
    };
  };
  const tau = zy / zt;
  const error = yr.map((v, i) => v - tau * (tr[i] as number));
  const effect = interval(tau, Math.sqrt(meat(error, error)) / Math.abs(zt));
  const slope = zt / zz;
  const stage = tr.map((v, i) => v - slope * (zr[i] as number));
  const stageError = Math.sqrt(meat(stage, stage)) / zz;
  const f = (slope / stageError) ** 2;
  // (zy - τ zt)² <= c (V_yy - 2τ V_yt + τ² V_tt): a quadratic in τ, of errors with the instrument's own part taken out.
  const own = yr.map((v, i) => v - (zy / zz) * (zr[i] as number));
  const c = normalQuantile(0.975) ** 2;
  const [vyy, vyt, vtt] = [meat(own, own), meat(own, stage), meat(stage, stage)];
  const andersonRubin = quadraticSet(zt * zt - c * vtt, -2 * (zy * zt - c * vyt), zy * zy - c * vyy);
  const tt = sum((i) => (tr[i] as number) ** 2);
  const plain = leastSquares({ x: tr, n, p: 1, y: yr, ...(group === undefined ? {} : { cluster: group }) });
  if (!(tt > 1e-12 * n)) throw new Fault('bad-input', 'treatment', 'it does not vary, given the columns');
  const weak = f < WEAK_F;
  return {
    effect,
    andersonRubin,
    firstStage: { coefficient: slope, standardError: stageError, f },
    wald: waldOf(n, y, t, z),
    leastSquares: interval(plain.coefficients[0] as number, plain.standardErrors[0] as number),
    weak,
    summary: weak
      ? `The instrument is weak (first-stage F ${f.toFixed(1)}, under ${WEAK_F}): trust only the Anderson-Rubin set.`
      : `The effect on those whom the instrument moves is ${tau.toPrecision(4)} (95 % ${effect.low.toPrecision(4)} to ${effect.high.toPrecision(4)}); first-stage F ${f.toFixed(1)}. It assumes that the instrument is as good as random given the columns and acts through the treatment alone.`,
  };
};

const waldOf = (
  n: number,
  y: ArrayLike<number>,
  t: ArrayLike<number>,
  z: ArrayLike<number>,
): number | null => {
  const sums = [0, 1].map(() => ({ n: 0, y: 0, t: 0 }));
  for (let i = 0; i < n; i++) {
    const own = sums[z[i] as number];
    if (own === undefined) return null;
    own.n++;
    own.y += y[i] as number;
    own.t += t[i] as number;
  }
  const [none, one] = sums as [{ n: number; y: number; t: number }, { n: number; y: number; t: number }];
  return (one.y / one.n - none.y / none.n) / (one.t / one.n - none.t / none.n);
};

/** Where a τ² + b τ + c <= 0. */
const quadraticSet = (a: number, b: number, c: number): InstrumentReport['andersonRubin'] => {
  const root = b * b - 4 * a * c;
  if (root < 0)
    return a > 0 ? { low: NaN, high: NaN, shape: 'empty' } : { low: -Infinity, high: Infinity, shape: 'all' };
  const ends = [(-b - Math.sqrt(root)) / (2 * a), (-b + Math.sqrt(root)) / (2 * a)].sort((u, v) => u - v);
  return { low: ends[0] as number, high: ends[1] as number, shape: a > 0 ? 'interval' : 'outside' };
};
