import { exp, Fault, sigmoid } from '@causeway/contract';
import { boost } from './boost.ts';
import { type BoostInput, checkData } from './boost-data.ts';
import type { Ensemble } from './ensemble.ts';
import { ensembleFromJson, ensembleToJson } from './ensemble-json.ts';
import { type BoostOptions, type HyperParameters, hyperParameters } from './hyper-parameters.ts';
import { lossOf } from './losses.ts';
import { scoreEnsemble } from './score-rows.ts';

/**
 * Gradient-boosted trees on histograms, in one thread. The constructor takes hyper-parameters, `fit` gives the model itself.
 * The same input and seed give the same trees on every machine.
 */
export class BoostedTrees {
  readonly params: HyperParameters;
  #ensemble: Ensemble | undefined;
  #deviances: readonly number[] = [];

  /** Throws `bad-input` for an option outside its range. */
  constructor(options: BoostOptions = {}) {
    this.params = hyperParameters(options);
  }

  /** Throws `bad-input` for lengths that do not agree, outcomes that the loss does not allow, weights below 0, infinities in x. */
  fit(input: BoostInput): this {
    const loss = lossOf(this.params.loss, this.params.quantile);
    checkData('training data', input, input.d, loss);
    if (input.validation !== undefined) checkData('validation data', input.validation, input.d, loss);
    if (!Number.isInteger(input.seed))
      throw new Fault('bad-input', 'boosted trees, seed', `got ${input.seed}, allowed is a whole number`);
    const { ensemble, deviances } = boost(input, this.params, loss);
    this.#ensemble = ensemble;
    this.#deviances = deviances;
    return this;
  }

  /** Mean loss on the validation rows after 0, 1, 2, .. trees. */
  get deviances(): readonly number[] {
    return this.#deviances;
  }

  /** F (n): the score before the link. x: n x d, row-major. */
  score(x: Float32Array | Float64Array, n: number): Float64Array {
    return scoreEnsemble(this.toEnsemble(), x, n);
  }

  /** F, σ(F) or e^F (n), by the loss's link. */
  predict(x: Float32Array | Float64Array, n: number): Float64Array {
    const score = this.score(x, n);
    const { link } = this.toEnsemble();
    if (link === 'identity') return score;
    return score.map(link === 'logistic' ? sigmoid : exp);
  }

  /** Throws `bad-input` before `fit`. */
  toEnsemble(): Ensemble {
    if (this.#ensemble === undefined) throw new Fault('bad-input', 'boosted trees', 'fit comes before use');
    return this.#ensemble;
  }

  save(): string {
    return ensembleToJson(this.toEnsemble());
  }

  /** The model of a saved text; its hyper-parameters are not kept, only what predicts. */
  static load(text: string): BoostedTrees {
    const model = new BoostedTrees();
    model.#ensemble = ensembleFromJson(text);
    return model;
  }
}
