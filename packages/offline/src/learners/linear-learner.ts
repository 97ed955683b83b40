import {
  addOuter,
  cholesky,
  choleskyInverse,
  choleskySolve,
  gram,
  mirror,
  rowDot,
  take,
  takeRows,
} from '../maths/index.ts';
import { allRows, fitStandard, type Standard } from '../nuisance/index.ts';
import { requireFitted } from './auto-learner.ts';
import { contrastOf } from './contrast.ts';
import { crossFitNuisances, type NuisanceOptions, type Nuisances } from './cross-fit-nuisances.ts';
import { checkEffectRows, type EffectLearner, type EffectRows, type EffectTable } from './effect-rows.ts';

type Line = { readonly standard: Standard; readonly b: Float64Array; readonly covariance: Float64Array };

/** B M B G/(G - 1), M the outer products of each group's summed scores: the clustered sandwich. */
const sandwich = (
  x: Float64Array,
  n: number,
  p: number,
  residual: Float64Array,
  bread: Float64Array,
  group: ArrayLike<string | number>,
) => {
  const sums = new Map<string | number, Float64Array>();
  for (let i = 0; i < n; i++) {
    const g = group[i] as string | number;
    let s = sums.get(g);
    if (s === undefined) sums.set(g, (s = new Float64Array(p)));
    for (let k = 0; k < p; k++) s[k] = (s[k] as number) + (residual[i] as number) * (x[i * p + k] as number);
  }
  const meat = new Float64Array(p * p);
  for (const s of sums.values()) addOuter(meat, p, s, 0, 1);
  mirror(meat, p);
  const half = new Float64Array(p * p);
  const out = new Float64Array(p * p);
  const times = (to: Float64Array, a: Float64Array, b: Float64Array, scale: number) => {
    for (let i = 0; i < p; i++)
      for (let j = 0; j < p; j++) {
        let sum = 0;
        for (let k = 0; k < p; k++) sum += (a[i * p + k] as number) * (b[k * p + j] as number);
        to[i * p + j] = scale * sum;
      }
  };
  times(half, bread, meat, 1);
  times(out, half, bread, sums.size / (sums.size - 1));
  return out;
};

/**
 * τ_a(x) = β_aᵀ (1, x): least squares of the doubly robust scores on the columns (A8, A9). Its interval is the clustered sandwich's, and
 * holds for the best linear approximation of τ, which is τ itself where effects are linear. Dependent columns share by a
 * penalty of 1e-6 of their scale.
 */
export class LinearLearner implements EffectLearner {
  readonly name = 'linear';
  readonly options: NuisanceOptions;
  #lines: readonly Line[] = [];
  #d = 0;

  constructor(options: NuisanceOptions = {}) {
    this.options = options;
  }

  fit(rows: EffectRows, ready?: Nuisances): this {
    checkEffectRows(rows);
    const nuisances = ready ?? crossFitNuisances(rows, this.options);
    const { d } = rows;
    this.#d = d;
    this.#lines = Array.from({ length: rows.arms - 1 }, (_, k) => {
      const c = contrastOf(rows, nuisances, k + 1);
      const own = c.usable;
      const n = own.length;
      const standard = fitStandard(rows.x, d, own);
      const p = standard.p;
      const x = standard.apply(rows.x, d, own);
      const y = take(c.psi, own);
      const weight = rows.weight === undefined ? undefined : take(rows.weight, own);
      const g = gram(x, n, p, weight);
      for (let j = 0; j < p; j++) g[j * p + j] = (g[j * p + j] as number) * (1 + 1e-6);
      const factor = cholesky(g, p);
      const right = new Float64Array(p);
      const w = (i: number): number => (weight === undefined ? 1 : (weight[i] as number));
      for (let i = 0; i < n; i++)
        for (let j = 0; j < p; j++)
          right[j] = (right[j] as number) + w(i) * (y[i] as number) * (x[i * p + j] as number);
      const b = choleskySolve(factor, p, right);
      const residual = y.map((v, i) => w(i) * (v - rowDot(x, i, p, b)));
      const group =
        rows.group === undefined ? Array.from(own) : Array.from(own, (i) => rows.group?.[i] as string);
      return { standard, b, covariance: sandwich(x, n, p, residual, choleskyInverse(factor, p), group) };
    });
    return this;
  }

  predict(x: Float64Array, m: number): EffectTable {
    requireFitted(this.#lines.length > 0, x, m, this.#d);
    const made = this.#lines.map(({ standard, b, covariance }) => {
      const p = standard.p;
      const z = standard.apply(x, this.#d, allRows(m));
      const effect = Float64Array.from({ length: m }, (_, i) => rowDot(z, i, p, b));
      const standardError = Float64Array.from({ length: m }, (_, i) => {
        const own = takeRows(z, p, [i]);
        let sum = 0;
        for (let k = 0; k < p; k++) sum += (own[k] as number) * rowDot(covariance, k, p, own);
        return Math.sqrt(Math.max(0, sum));
      });
      return { effect, standardError };
    });
    return {
      effect: made.map(({ effect }) => effect),
      standardError: made.map(({ standardError }) => standardError),
    };
  }
}
