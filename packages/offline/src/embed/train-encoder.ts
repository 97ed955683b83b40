import { EMBEDDING_SIZE, Fault, log } from '@causeway/contract';
import type { CustomerHistory } from '../exposure/exposures.ts';
import { makeRandom } from '../maths/index.ts';
import { makeAdam } from './adam.ts';
import { fitTransforms, inputCount, transformRow } from './column-transform.ts';
import type { Encoder } from './encoder.ts';
import { hidden, lossAndGradient, networkOffsets } from './network.ts';

export type EncoderTraining = {
  readonly encoder: Encoder;
  readonly epochs: number;
  /** Mean cross-entropy summed over the labels, on the people held out; and that of the labels' plain shares. */
  readonly heldOutLoss: number;
  readonly baseLoss: number;
};

const BATCH = 128;
const RATE = 0.01;
const MAX_EPOCHS = 60;
const PATIENCE = 6;
const HELD_OUT = 0.2;
const LOSS = { reconstruction: 0.5, decay: 1e-4 };

const entropy = (p: number): number => {
  const q = 1 - p;
  return p <= 0 || q <= 0 ? 0 : -(p * log(p) + q * log(q));
};

/**
 * Trains the encoder on the shop's own history: features before `asOf`, labels after it (A1, A2). One customer is one row, so
 * holding out a fifth of the rows holds out people; training stops when their loss has not improved for six epochs
 * and the best parameters are kept. Throws `bad-input` with fewer than 100 customers or no label.
 */
export const trainEncoder = (history: CustomerHistory, seed: number): EncoderTraining => {
  const { n, names } = history;
  const heads = history.labels.length;
  if (n < 100 || heads === 0) {
    throw new Fault(
      'bad-input',
      'customer history',
      `got ${n} customers and ${heads} labels, 100 and 1 are needed`,
    );
  }
  const random = makeRandom(seed);
  const order = random.permutation(n);
  const test = order.subarray(0, Math.floor(HELD_OUT * n));
  const train = order.slice(test.length);
  const transforms = fitTransforms(names, history.c, train);
  const inputs = inputCount(transforms);
  const shape = { inputs, heads };
  const c = new Float64Array(n * inputs);
  for (let i = 0; i < n; i++) {
    c.set(transformRow(transforms, history.c.subarray(i * names.length, (i + 1) * names.length)), i * inputs);
  }
  const { b, size } = networkOffsets(shape);
  const scale = Math.sqrt(1 / inputs);
  const params = Float64Array.from({ length: size }, (_, k) => (k < b ? scale : 0.3) * random.normal());
  const gradient = new Float64Array(size);
  const unused = new Float64Array(size);
  const adam = makeAdam(size, RATE);
  let best = { loss: Infinity, params: params.slice(), epoch: 0 };
  let epoch = 0;
  while (epoch < MAX_EPOCHS && epoch - best.epoch < PATIENCE) {
    epoch++;
    const shuffled = random.permutation(train.length).map((k) => train[k] as number);
    for (let from = 0; from < shuffled.length; from += BATCH) {
      const rows = shuffled.subarray(from, from + BATCH);
      lossAndGradient(params, shape, { c, y: history.y, rows }, LOSS, gradient);
      adam.step(params, gradient);
    }
    const { loss } = lossAndGradient(params, shape, { c, y: history.y, rows: test }, LOSS, unused);
    if (loss < best.loss - 1e-5) best = { loss, params: params.slice(), epoch };
  }
  const { labelLoss } = lossAndGradient(best.params, shape, { c, y: history.y, rows: test }, LOSS, unused);
  const z = Array.from({ length: n }, (_, i) => hidden(best.params, shape, c, i * inputs));
  const centre = new Array<number>(EMBEDDING_SIZE).fill(0);
  const deviation = new Array<number>(EMBEDDING_SIZE).fill(0);
  for (let k = 0; k < EMBEDDING_SIZE; k++) {
    for (const t of z) centre[k] = (centre[k] as number) + (t[k] as number) / n;
    for (const t of z)
      deviation[k] = (deviation[k] as number) + ((t[k] as number) - (centre[k] as number)) ** 2 / n;
  }
  let baseLoss = 0;
  for (let h = 0; h < heads; h++) {
    let share = 0;
    for (let i = 0; i < n; i++) share += (history.y[i * heads + h] as number) / n;
    baseLoss += entropy(share);
  }
  const encoder: Encoder = {
    kind: 'encoder',
    version: 1,
    transforms,
    weights: Array.from({ length: EMBEDDING_SIZE }, (_, k) =>
      Array.from(best.params.subarray(k * inputs, (k + 1) * inputs)),
    ),
    bias: Array.from(best.params.subarray(b, b + EMBEDDING_SIZE)),
    centre,
    scale: deviation.map((v) => (v > 1e-9 ? 1 / Math.sqrt(v) : 0)),
    labels: history.labels,
    trainedOn: train.length,
    asOf: history.asOf,
  };
  return { encoder, epochs: best.epoch, heldOutLoss: labelLoss, baseLoss };
};
