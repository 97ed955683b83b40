import {
  cholesky,
  choleskyInverse,
  choleskySolve,
  clusterCovariance,
  gram,
  rowDot,
  take,
} from '../maths/index.ts';
import { fitStandard } from '../nuisance/index.ts';
import { requireFitted } from './auto-learner.ts';
import { contrastOf } from './contrast.ts';
import { crossFitNuisances, type NuisanceOptions, type Nuisances } from './cross-fit-nuisances.ts';
import { checkEffectRows, type EffectLearner, type EffectRows, type EffectTable } from './effect-rows.ts';
import { type EffectLine, lineEffects } from './line-effects.ts';

/**
 * τ_a(x) = β_aᵀ (1, x): least squares of the doubly robust scores on the columns (A8, A9). Its interval is the clustered sandwich's, and
 * holds for the best linear approximation of τ, which is τ itself where effects are linear. Dependent columns share by a
 * penalty of 1e-6 of their scale.
 */
export class LinearLearner implements EffectLearner {
  readonly name = 'linear';
  readonly options: NuisanceOptions;
  #lines: readonly EffectLine[] = [];
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
      const cluster = Array.from(own, (i) => rows.group?.[i] ?? i);
      const bread = choleskyInverse(factor, p);
      return { standard, b, covariance: clusterCovariance({ x, n, p, residuals: residual, bread, cluster }) };
    });
    return this;
  }

  predict(x: Float64Array, m: number): EffectTable {
    requireFitted(this.#lines.length > 0, x, m, this.#d);
    return lineEffects(this.#lines, x, m, this.#d);
  }
}
