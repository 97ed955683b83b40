import { calibrateSpread } from '../embed/fit/calibrate-spread.ts';
import { standardiseZ } from '../embed/fit/change-z.ts';
import type { EncoderRecipe } from '../embed/fit/encoder-data.ts';
import { fitEncoder } from '../embed/fit/fit-encoder.ts';
import { messageOf } from '../embed/fit/messages.ts';
import { removeSensitive } from '../embed/fit/remove-sensitive.ts';
import {
  type EncoderLayers,
  hiddenRows,
  outputsOf,
  type RunOptions,
  runEncoder,
} from '../embed/network/encoder-layers.ts';
import { makeRandom } from '../maths/index.ts';
import { personOf, type StudyInput } from './study-input.ts';

export type MadeEncoder = {
  readonly layers: EncoderLayers;
  readonly epochs: number;
  /** z of every row, n x size */
  readonly z: Float64Array;
  readonly run: RunOptions;
};

export type MakeOptions = {
  readonly recipe: EncoderRecipe;
  readonly size: number;
  /** take what is sensitive out of z by projection */
  readonly project: boolean;
  /** training rows at most, drawn at random; all by default */
  readonly most?: number;
};

/** What runs an encoder over the rows of a study: with a graph, each row's message. */
export const runOf = (input: StudyInput, layers: EncoderLayers): RunOptions => {
  const { data, seed } = input;
  if (!layers.graph || data.neighbours === null) return {};
  const of = personOf(input);
  const ids = Array.from({ length: data.x.n }, (_, i) => (i < input.person.length ? of(i) : ''));
  return { message: messageOf(layers, data.x, data.neighbours, data.columnOf, ids, seed) };
};

/** Trains one encoder on the training people, takes out what is sensitive, standardises z and calibrates its spread. */
export const makeEncoder = (input: StudyInput, { recipe, size, project, most }: MakeOptions): MadeEncoder => {
  const { data, split, seed } = input;
  const random = makeRandom(seed);
  const shuffle = (rows: Int32Array): Int32Array =>
    random
      .permutation(rows.length)
      .map((k) => rows[k] as number)
      .subarray(0, most ?? rows.length);
  const [train, validation] = [shuffle(split.train), shuffle(split.validation)];
  const fit = fitEncoder(data, { size, recipe, train, validation, seed });
  const zOf = (layers: EncoderLayers): Float64Array =>
    outputsOf(layers, hiddenRows(layers, data.x, train, runOf(input, layers))).z;
  let layers = fit.layers;
  if (project && data.sensitive !== null) {
    const { y, heads } = data.sensitive;
    const own = new Float64Array(train.length * heads);
    train.forEach((i, k) => own.set(y.subarray(i * heads, (i + 1) * heads), k * heads));
    layers = removeSensitive(layers, zOf(layers), own, heads);
  }
  layers = standardiseZ(layers, zOf(layers));
  const run = runOf(input, layers);
  const { columnOf, columns } = data;
  layers = calibrateSpread(layers, data.x, { ...run, columnOf, columns, train, validation, seed });
  return { layers, epochs: fit.epochs, z: runEncoder(layers, data.x, run).z, run };
};
