import { UpliftForest, type UpliftForestOptions } from '../forest/index.ts';
import { requireFitted } from './auto-learner.ts';
import { crossFitNuisances, type NuisanceOptions, type Nuisances } from './cross-fit-nuisances.ts';
import { checkEffectRows, type EffectLearner, type EffectRows, type EffectTable } from './effect-rows.ts';

/** Weights 1/p are cut to this. */
const CAP = 100;

/**
 * An honest uplift tree, or a forest of them, for all arms at once. Rows count by 1/p of the arm that they got; the outcome
 * enters as it is for criteria that compare shares, and else less Σ_a p_a m_a(x), which changes no effect and takes out noise.
 * It has no interval of its own: its leaves are too coarse for a row's effect.
 */
export class UpliftLearner implements EffectLearner {
  readonly name = 'tree';
  readonly options: UpliftForestOptions & NuisanceOptions;
  #forest: UpliftForest | undefined;
  #d = 0;

  constructor(options: UpliftForestOptions & NuisanceOptions = {}) {
    this.options = options;
  }

  /** Throws `bad-input` for a malformed table, or a criterion that cannot compare its outcomes. */
  fit(rows: EffectRows, ready?: Nuisances): this {
    checkEffectRows(rows);
    const { arms, d } = rows;
    const { means, propensities, folds } = ready ?? crossFitNuisances(rows, this.options);
    const used = Array.from({ length: rows.n }, (_, i) => i).filter((i) => (folds.fold[i] as number) >= 0);
    const { criterion = 'euclidean' } = this.options;
    const base = (i: number): number => {
      if (criterion === 'kl' || criterion === 'chi2') return 0;
      let sum = 0;
      for (let a = 0; a < arms; a++)
        sum += (propensities[i * arms + a] as number) * (means[i * arms + a] as number);
      return sum;
    };
    const x = new Float64Array(used.length * d);
    used.forEach((i, k) => x.set(rows.x.subarray(i * d, (i + 1) * d), k * d));
    const arm = Int32Array.from(used, (i) => rows.action[i] as number);
    const { group } = rows;
    this.#d = d;
    this.#forest = new UpliftForest({ ...this.options, criterion }).fit({
      x,
      n: used.length,
      d,
      arm,
      arms,
      y: Float64Array.from(used, (i) => (rows.y[i] as number) - base(i)),
      weight: Float64Array.from(
        used,
        (i, k) =>
          (rows.weight?.[i] ?? 1) *
          Math.min(CAP, 1 / (propensities[i * arms + (arm[k] as number)] as number)),
      ),
      seed: rows.seed,
      ...(group === undefined ? {} : { group: used.map((i) => group[i] as string) }),
    });
    return this;
  }

  predict(x: Float64Array, m: number): EffectTable {
    requireFitted(this.#forest !== undefined, x, m, this.#d);
    return { effect: (this.#forest as UpliftForest).predict(x, m), standardError: null };
  }
}
