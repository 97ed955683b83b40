import { exp, Fault, sigmoid } from '@causeway/contract';
import { exportLayers, type NetLayer } from './export-layers.ts';
import { checkColumns, checkRows, type NetInput } from './net-data.ts';
import { netFromJson, netToJson } from './net-json.ts';
import { type NetOptions, type NetParameters, netParameters } from './net-options.ts';
import { runNet } from './run-net.ts';
import { type NetFit, trainNet } from './train-net.ts';

const softmaxRows = (z: Float64Array, classes: number): Float64Array => {
  for (let start = 0; start < z.length; start += classes) {
    const row = z.subarray(start, start + classes);
    const top = Math.max(...row);
    let sum = 0;
    for (let j = 0; j < classes; j++) sum += row[j] = exp((row[j] as number) - top);
    for (let j = 0; j < classes; j++) row[j] = (row[j] as number) / sum;
  }
  return z;
};

/**
 * A net of dense layers, trained by Adam on mini-batches in f32. Columns (and y of the squared loss) are scaled inside.
 * The constructor takes hyper-parameters, `fit` gives the net itself; the same input and seed give the same bits.
 */
export class DenseNet {
  readonly params: NetParameters;
  #fit: NetFit | undefined;

  /** Throws `bad-input` for an option outside its range. */
  constructor(options: NetOptions = {}) {
    this.params = netParameters(options);
  }

  /** Throws `bad-input` for lengths that do not agree, values that are not finite, outcomes the loss does not allow. */
  fit(input: NetInput): this {
    checkRows('training data', input, input.d, this.params);
    if (input.validation !== undefined) checkRows('validation data', input.validation, input.d, this.params);
    if (!Number.isInteger(input.seed))
      throw new Fault('bad-input', 'dense net, seed', `got ${input.seed}, allowed is a whole number`);
    const fit = trainNet(input, this.params);
    if (!fit.losses.every(Number.isFinite))
      throw new Fault('bad-input', 'dense net', 'training diverged: take a smaller learning rate');
    this.#fit = fit;
    return this;
  }

  #fitted(): NetFit {
    if (this.#fit === undefined) throw new Fault('bad-input', 'dense net', 'fit comes before use');
    return this.#fit;
  }

  /** Mean loss by epoch: on the validation rows where there were any, else on the batches as they came. */
  get losses(): readonly number[] {
    return this.#fit?.losses ?? [];
  }

  /** The last layer's outputs (n x classes, row-major) before σ or softmax. x: n x d. */
  score(x: Float32Array | Float64Array, n: number): Float64Array {
    const fit = this.#fitted();
    checkColumns('rows to score', x, n, fit.scaling.mean.length);
    return runNet(fit, x, n);
  }

  /** σ(z) (n), z (n), or softmax(z) (n x classes, row-major), by the loss. */
  predict(x: Float32Array | Float64Array, n: number): Float64Array {
    const z = this.score(x, n);
    const { loss, classes } = this.params;
    if (loss === 'squared') return z;
    return loss === 'logistic' ? z.map(sigmoid) : softmaxRows(z, classes);
  }

  /** For export: layers from unscaled columns to what `predict` gives. */
  layers(): NetLayer[] {
    const { layers, scaling } = this.#fitted();
    return exportLayers(layers, scaling, this.params.loss);
  }

  save(): string {
    const { layers, scaling } = this.#fitted();
    return netToJson({ params: this.params, layers, scaling });
  }

  static load(text: string): DenseNet {
    const { params, layers, scaling } = netFromJson(text);
    const net = new DenseNet(params);
    net.#fit = { layers, scaling, losses: [] };
    return net;
  }
}
