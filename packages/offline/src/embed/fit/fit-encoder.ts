import { Fault } from '@causeway/contract';
import { withNetKernel } from '../../kernel/index.ts';
import { makeRandom } from '../../maths/index.ts';
import type { EncoderLayers } from '../network/encoder-layers.ts';
import { drawBatch } from './draw-batch.ts';
import { DEFAULT_SHAPE, type EncoderData, type EncoderRecipe } from './encoder-data.ts';
import { encoderTrainer } from './encoder-trainer.ts';
import { readTrained } from './read-trained.ts';

export type FitOptions = {
  /** d */
  readonly size: number;
  readonly recipe: EncoderRecipe;
  /** rows to train on, and rows of other people that decide when to stop */
  readonly train: Int32Array;
  readonly validation: Int32Array;
  readonly seed: number;
  /** most passes over the rows; by the number of rows when not given */
  readonly epochs?: number;
};

export type EncoderFit = {
  /** as trained: not yet standardised, its spread not yet calibrated */
  readonly layers: EncoderLayers;
  readonly epochs: number;
  /** loss of the recipe on the validation rows, by epoch */
  readonly losses: readonly number[];
};

const RATE = 0.005;
const DECAY = 0.1;
const PATIENCE = 6;
const MOST_VALIDATION = 4000;

/** Passes that give small files enough steps and large ones no more than they need; contrast sees every row twice, and fewer passes. */
const epochsFor = (rows: number, contrast: boolean): number =>
  Math.max(3, Math.min(contrast ? 30 : 60, Math.round((contrast ? 200_000 : 600_000) / rows)));

const check = (data: EncoderData, { size, train, validation, recipe }: FitOptions): void => {
  const { n, p } = data.x;
  const refuse = (at: string, message: string): never => {
    throw new Fault('bad-input', `encoder, ${at}`, message);
  };
  if (p < 1) refuse('inputs', 'no column says anything: an encoder needs at least one');
  if (train.length < 50) refuse('rows', `got ${train.length} rows to train on, at least 50 are needed`);
  if (validation.length < 10)
    refuse('rows', `got ${validation.length} rows to stop by, at least 10 are needed`);
  if (!Number.isInteger(size) || size < 1 || size > 64)
    refuse('size', `got ${size}, allowed is a whole number from 1 to 64`);
  if (data.y.length !== n * data.heads) refuse('labels', `got ${data.y.length} of ${n} x ${data.heads}`);
  if (recipe.graph && data.neighbours === null) refuse('recipe', 'message passing needs edges');
  const weights = [recipe.label, recipe.reconstruct, recipe.contrast, recipe.variational, recipe.adversary];
  if (!weights.every((w) => w >= 0 && w < Infinity)) refuse('recipe', 'a weight is not a number from 0 on');
  if ((recipe.label === 0 || data.heads === 0) && recipe.reconstruct === 0 && recipe.contrast === 0)
    refuse('recipe', 'it asks nothing of z: labels, reconstruction or contrast is needed');
};

/**
 * Trains an encoder by a recipe: Adam on mini-batches, its rate falling to a twentieth; the best parameters by the validation rows
 * are kept. The same data and seed give the same bits. Throws `bad-input` for too few rows, no inputs, or a recipe that asks for nothing.
 */
export const fitEncoder = (data: EncoderData, options: FitOptions): EncoderFit => {
  check(data, options);
  const { recipe, size, train, validation, seed } = options;
  const shape = { ...DEFAULT_SHAPE, size };
  const rows = train.length;
  const batch = rows < 4000 ? 64 : rows < 40_000 ? 128 : 256;
  const epochs = options.epochs ?? epochsFor(rows, recipe.contrast > 0);
  return withNetKernel((kernel, arena) => {
    const random = makeRandom(seed);
    const trainer = encoderTrainer(kernel, arena, data, recipe, shape, batch, random);
    const judged = validation.subarray(0, MOST_VALIDATION);
    const validate = (): number => {
      const same = makeRandom(seed + 1);
      let sum = 0;
      for (let from = 0; from < judged.length; from += batch) {
        const chosen = judged.subarray(from, from + batch);
        const drawn = drawBatch(data, recipe, chosen, shape, 'train', same);
        const { total, adversary } = trainer.lossOf(drawn, false);
        sum += (total - recipe.adversary * adversary) * chosen.length;
      }
      return sum / judged.length;
    };
    const losses: number[] = [];
    let best = 0;
    let kept: EncoderLayers | undefined;
    const all = epochs * Math.ceil(rows / batch);
    let t = 0;
    for (let epoch = 0; epoch < epochs; epoch++) {
      const order = random.permutation(rows).map((k) => train[k] as number);
      for (let from = 0; from < rows; from += batch) {
        const drawn = drawBatch(data, recipe, order.subarray(from, from + batch), shape, 'train', random);
        trainer.lossOf(drawn, true);
        // Steps that shrink to a twentieth, so that the end settles.
        const rest = 1 - t / all;
        trainer.step(++t, RATE * (0.05 + 0.95 * rest * rest), DECAY);
      }
      const loss = validate();
      if (!Number.isFinite(loss))
        throw new Fault('bad-input', 'encoder', 'training diverged: the inputs hold values out of all range');
      losses.push(loss);
      if (kept === undefined || loss < (losses[best] as number)) {
        best = epoch;
        kept = readTrained(arena, trainer, shape, recipe.graph);
      }
      if (epoch - best >= PATIENCE) break;
    }
    return { layers: kept as EncoderLayers, epochs: best + 1, losses };
  });
};
