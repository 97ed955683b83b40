import { Fault } from '@causeway/contract';
import {
  ENCODER_RECIPES,
  type EncoderData,
  type EncoderRecipe,
  type EncoderRecipeName,
} from '../embed/fit/encoder-data.ts';
import { besideSparse, type SparseRows, sparseOf } from '../embed/rows/sparse-rows.ts';
import { fitDownstream } from './downstream.ts';
import { makeEncoder } from './make-encoder.ts';
import type { StudyInput } from './study-input.ts';

export type Candidate = {
  readonly name: string;
  readonly recipe: EncoderRecipe;
  /** log-loss of a model of the outcomes on z, on the validation people; null when the encoder could not be trained */
  readonly validationLoss: number | null;
};

/** Candidates are compared on at most so many training rows; the chosen one is then trained on all. */
export const CHOICE_ROWS = 12_000;

/** A representation with the descriptors that every one is judged beside. */
export const withBeside = (x: SparseRows, beside: SparseRows | null): SparseRows =>
  beside === null ? x : besideSparse(x, beside);

/** Recipes that the data can be trained by. */
export const possibleRecipes = ({
  heads,
  neighbours,
  y,
}: EncoderData): { name: string; recipe: EncoderRecipe }[] => {
  const labelled = heads > 0 && y.some((v) => !Number.isNaN(v));
  const names = (Object.keys(ENCODER_RECIPES) as EncoderRecipeName[]).filter(
    (name) => labelled || ENCODER_RECIPES[name].label === 0,
  );
  const plain = names.map((name) => ({
    name: name as string,
    recipe: ENCODER_RECIPES[name] as EncoderRecipe,
  }));
  if (neighbours === null) return plain;
  return [
    ...plain,
    ...plain.map(({ name, recipe }) => ({ name: `${name}-graph`, recipe: { ...recipe, graph: true } })),
  ];
};

/** Mean log-loss of linear models of all outcomes on z, on the validation rows. */
export const validationLoss = (input: StudyInput, z: Float64Array, size: number): number => {
  const { outcomes, split, seed, beside, data } = input;
  const x = withBeside(sparseOf(z, data.x.n, size), beside);
  const heads = outcomes.names.length;
  let sum = 0;
  for (let h = 0; h < heads; h++)
    sum +=
      fitDownstream(x, split, (row) => outcomes.y[row * heads + h] as number, 'linear', seed).loss / heads;
  return sum;
};

/**
 * The recipe whose z is worth most to models of the outcomes on the validation people: not the one with the lowest loss of its own. A graph
 * must gain a thousandth to be chosen over the same without, since it costs privacy. Throws `bad-input` when none can be trained.
 */
export const chooseRecipe = (
  input: StudyInput,
  recipes: readonly { readonly name: string; readonly recipe: EncoderRecipe }[],
  size: number,
  project: boolean,
  say: (message: string) => void,
): { chosen: Candidate; candidates: Candidate[] } => {
  let last: Fault | undefined;
  const candidates = recipes.map(({ name, recipe }): Candidate => {
    try {
      const { z } = makeEncoder(input, { recipe, size, project, most: CHOICE_ROWS });
      const loss = validationLoss(input, z, size);
      say(`embed: ${name}: ${loss.toFixed(5)} on the validation people`);
      return { name, recipe, validationLoss: loss };
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      last = error;
      say(`embed: ${name}: ${error.message}`);
      return { name, recipe, validationLoss: null };
    }
  });
  const cost = ({ validationLoss: loss, recipe }: Candidate): number =>
    loss === null ? Infinity : loss * (recipe.graph ? 1.001 : 1);
  const chosen = candidates.reduce((best, own) => (cost(own) < cost(best) ? own : best));
  if (chosen.validationLoss === null)
    throw last ?? new Fault('bad-input', 'embed', 'no encoder could be trained');
  return { chosen, candidates };
};
