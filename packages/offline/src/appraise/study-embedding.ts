import { Fault } from '@causeway/contract';
import { spreadCoverage } from '../embed/fit/calibrate-spread.ts';
import { ENCODER_RECIPES, type EncoderRecipe } from '../embed/fit/encoder-data.ts';
import { type SparseRows, sparseBuilder, sparseOf } from '../embed/rows/sparse-rows.ts';
import { Z_ERROR } from '../embed/serve/pack-vector.ts';
import { type BudgetPoint, budgetCurve, frugalSize } from './budget-curve.ts';
import { type Candidate, chooseRecipe, possibleRecipes, withBeside } from './choose-recipe.ts';
import { type Comparison, compareRepresentations } from './compare-representations.ts';
import { type MadeEncoder, makeEncoder } from './make-encoder.ts';
import { principalComponents } from './principal-components.ts';
import { type Probe, probeVectors } from './probe-vectors.ts';
import { personOf, type StudyInput } from './study-input.ts';

export type StudyOptions = {
  /** 'auto', or a name of `possibleRecipes` */
  readonly objective: string;
  /** d; null: the smallest that the curve says is as good */
  readonly size: number | null;
  readonly removal: 'auto' | 'none' | 'projection' | 'adversarial';
  readonly probeBound: number;
  readonly curve: boolean;
  readonly say: (message: string) => void;
};

export type EmbeddingStudy = {
  readonly objective: string;
  readonly recipe: EncoderRecipe;
  readonly size: number;
  readonly made: MadeEncoder;
  readonly candidates: readonly Candidate[];
  readonly comparison: Comparison;
  /** probes of what is sensitive, in z without removal and in the z that is served */
  readonly probes: { readonly before: readonly Probe[]; readonly served: readonly Probe[] };
  readonly removal: 'none' | 'projection' | 'adversarial';
  /** share of hidden people's full z within the 90 % interval of their part's z */
  readonly coverage: {
    readonly nominal: number;
    readonly coverage: number;
    readonly meanSpread: number;
    readonly rows: number;
  };
  readonly curve: readonly BudgetPoint[];
};

const empty = (n: number): SparseRows => {
  const builder = sparseBuilder(0);
  for (let i = 0; i < n; i++) builder.endRow();
  return builder.finish();
};

/** How strongly an adversary pulls, beside the other losses. */
const PULL = 1;

const probesOf = (input: StudyInput, z: Float64Array, size: number, bound: number): Probe[] =>
  input.sensitive === null
    ? []
    : probeVectors({
        // As published: rounded to the bytes' steps.
        z: z.map((v) => Math.round(v / (2 * Z_ERROR)) * 2 * Z_ERROR),
        n: input.data.x.n,
        size,
        attributes: input.sensitive,
        split: input.split,
        person: personOf(input),
        bound,
        seed: input.seed,
      });

/**
 * Chooses, trains and judges an encoder: the recipe by what its z is worth on the validation people, its size by the budget curve, what is
 * sensitive taken out where probes find it; then z beside the raw profile, its principal components and nothing at all, on the test people.
 */
export const studyEmbedding = (input: StudyInput, options: StudyOptions): EmbeddingStudy => {
  const { data, outcomes, split, seed, beside } = input;
  const { say, probeBound } = options;
  const possible = possibleRecipes(data);
  const asked =
    options.objective === 'auto' ? possible : possible.filter(({ name }) => name === options.objective);
  if (asked.length === 0)
    throw new Fault(
      'bad-input',
      '--objective',
      `got ${options.objective}; with these labels and edges allowed are auto, ${possible.map(({ name }) => name).join(', ')}`,
    );
  const firstSize = options.size ?? 8;
  const { chosen, candidates } =
    asked.length === 1 && asked[0] !== undefined
      ? { chosen: { ...asked[0], validationLoss: null }, candidates: [] }
      : chooseRecipe(input, asked, firstSize, false, say);
  say(`embed: training ${chosen.name}`);
  let made = makeEncoder(input, { recipe: chosen.recipe, size: firstSize, project: false });
  const before = probesOf(input, made.z, firstSize, probeBound);
  const over = before.some((probe) => probe.overBound);
  let removal: EmbeddingStudy['removal'] =
    options.removal === 'auto' ? (over ? 'projection' : 'none') : options.removal;
  let recipe: EncoderRecipe =
    removal === 'adversarial' ? { ...chosen.recipe, adversary: PULL } : chosen.recipe;
  const remake = (size: number): MadeEncoder =>
    makeEncoder(input, { recipe, size, project: removal !== 'none' });
  if (removal !== 'none') made = remake(firstSize);
  let served = removal === 'none' ? before : probesOf(input, made.z, firstSize, probeBound);
  if (options.removal === 'auto' && removal === 'projection' && served.some((probe) => probe.overBound)) {
    // What is left is not linear: an adversary is trained against, and the projection still ends it.
    say('embed: a probe is still over the bound after projection; training against an adversary');
    removal = 'adversarial';
    recipe = { ...chosen.recipe, adversary: PULL };
    made = remake(firstSize);
    served = probesOf(input, made.z, firstSize, probeBound);
  }
  const project = removal !== 'none';
  const curve = options.curve ? budgetCurve(input, recipe, { z: made.z, size: firstSize }, project) : [];
  let size = firstSize;
  if (options.size === null && curve.length > 0 && frugalSize(curve) !== firstSize) {
    size = frugalSize(curve);
    say(`embed: ${size} coordinates are as good as more`);
    made = remake(size);
    served = input.sensitive === null ? [] : probesOf(input, made.z, size, probeBound);
  }
  const { columnOf, columns } = data;
  const coverage = spreadCoverage(made.layers, data.x, split.test, {
    ...made.run,
    columnOf,
    columns,
    seed: seed + 2,
  });
  say('embed: judging on the test people');
  const n = data.x.n;
  const fitted = split.train.subarray(0, 50_000);
  const parts = Math.min(size, data.x.p);
  const representations = [
    { name: 'none', x: empty(n) },
    { name: 'profile', x: data.x },
    { name: 'pca', x: sparseOf(principalComponents(data.x, fitted, parts, seed), n, parts) },
    { name: 'z', x: sparseOf(made.z, n, size) },
  ].map(({ name, x }) => ({ name, x: withBeside(x, beside) }));
  const graphless =
    recipe.graph && data.neighbours !== null
      ? [
          {
            name: 'z without the graph',
            x: withBeside(
              sparseOf(makeEncoder(input, { recipe: { ...recipe, graph: false }, size, project }).z, n, size),
              beside,
            ),
          },
        ]
      : [];
  const comparison = compareRepresentations({
    representations: [...representations, ...graphless],
    outcomes,
    split,
    person: personOf(input),
    learners: ['linear', 'trees'],
    pairs: [...representations, ...graphless]
      .filter(({ name }) => name !== 'z')
      .map(({ name }) => ['z', name] as const),
    seed,
  });
  return {
    objective: chosen.name,
    recipe,
    size,
    made,
    candidates,
    comparison,
    probes: { before, served },
    removal,
    coverage: { nominal: 0.9, ...coverage },
    curve,
  };
};

/** Names that `--objective` takes. */
export const OBJECTIVES: readonly string[] = [
  'auto',
  ...Object.keys(ENCODER_RECIPES),
  ...Object.keys(ENCODER_RECIPES).map((name) => `${name}-graph`),
];
