import {
  chooseRecipe,
  compareRepresentations,
  makeEncoder,
  possibleRecipes,
  principalComponents,
} from '../../packages/offline/src/appraise/index.ts';
import { splitPeople } from '../../packages/offline/src/appraise/split-people.ts';
import {
  columnOfInput,
  denseRows,
  encodeHistory,
  encodeHistoryRows,
  fitHistoryEncoding,
  runEncoder,
  sparseOf,
  trainEncoder,
} from '../../packages/offline/src/embed/index.ts';
import type { Emit } from '../bench.ts';
import { canonicalCorrelations } from './canonical-correlations.ts';
import { ridgeTraits } from './ridge-traits.ts';
import { simulatedHazard } from './simulated-hazard.ts';
import { simulatedPeople, TRAITS, traitsOf } from './simulated-people.ts';

const PEOPLE = 8000;
const SIZE = 8;

/** What z recovers of the simulator's traits, which no log shows, and what it is worth to a hazard and a policy, beside c, PCA and nothing. */
export const measureTruth = async (emit: Emit, seed: number): Promise<void> => {
  const { world, train, serve } = await simulatedPeople(PEOPLE, seed);
  const all = Int32Array.from({ length: train.n }, (_, i) => i);
  const split = splitPeople(train.subject, all, null, seed);
  const encoding = fitHistoryEncoding(train, split.train);
  const y = Float32Array.from(train.y);
  const input = {
    data: {
      x: encodeHistoryRows(encoding, train),
      columnOf: columnOfInput(encoding),
      columns: encoding.columns.length,
      y,
      heads: train.labels.length,
      context: null,
      partner: null,
      sensitive: null,
      neighbours: null,
    },
    outcomes: { names: train.labels, y },
    beside: null,
    sensitive: null,
    ids: train.subject,
    person: all,
    split,
    seed,
  };
  const { chosen } = chooseRecipe(input, possibleRecipes(input.data), SIZE, false, console.error);
  const made = makeEncoder(input, { recipe: chosen.recipe, size: SIZE, project: false });
  const x = encodeHistoryRows(encoding, serve);
  const everyone = Int32Array.from({ length: serve.n }, (_, i) => i);
  const vectors = runEncoder(made.layers, x);
  const loop = trainEncoder(train, seed).encoder;
  const loopZ = Float64Array.from(
    Array.from(everyone, (i) =>
      encodeHistory(loop, serve.c.subarray(i * serve.names.length, (i + 1) * serve.names.length)),
    ).flat(),
  );
  const pca = principalComponents(x, everyone, SIZE, seed);
  const raw = denseRows(x, everyone);
  const traits = traitsOf(world, serve.subject);
  const recovered = (z: ArrayLike<number>, d: number): number => {
    const squares = canonicalCorrelations(z, d, traits, TRAITS.length, serve.n).map((r) => r * r);
    return squares.reduce((a, b) => a + b, 0) / TRAITS.length;
  };
  const of = {
    z: recovered(vectors.z, SIZE),
    pca: recovered(pca, SIZE),
    loop: recovered(loopZ, SIZE),
    raw: recovered(raw, x.p),
  };
  const name = (what: string): string => `seed ${seed}: ${what}`;
  emit({
    name: name(`traits recovered by z (${chosen.name}), mean r² of CCA, beside PCA`),
    value: of.z,
    unit: 'r²',
    peer: of.pca,
  });
  emit({ name: name('the same, beside all of c'), value: of.z, unit: 'r²', peer: of.raw });
  emit({ name: name('the same, beside the loop’s encoder'), value: of.z, unit: 'r²', peer: of.loop });
  emit({
    name: name('true traits within the 90 % interval of z and its spread, of people seen in part'),
    value: ridgeTraits(made.layers, x, traits, {
      columnOf: input.data.columnOf,
      columns: input.data.columns,
      seed,
    }),
    unit: 'share',
    peer: 0.9,
  });
  // What the same people were found to do later: labels of people not trained on.
  const n = train.n;
  const representations = [
    { name: 'z', x: sparseOf(made.z, n, SIZE) },
    { name: 'none', x: sparseOf([], n, 0) },
    { name: 'pca', x: sparseOf(principalComponents(input.data.x, split.train, SIZE, seed), n, SIZE) },
    { name: 'profile', x: input.data.x },
  ];
  const {
    differences,
    measured,
    chosen: preferred,
  } = compareRepresentations({
    representations,
    outcomes: input.outcomes,
    split,
    person: (i) => train.subject[i] as string,
    learners: ['linear', 'trees'],
    pairs: representations.slice(1).map((own) => ['z', own.name] as const),
    seed,
  });
  const lossOf = (of: string): number =>
    measured.find((own) => own.representation === of && own.learner === preferred[of])?.logLoss.value ??
    Number.NaN;
  for (const { against, verdict } of differences)
    emit({
      name: name(`labels, log-loss with z, ${verdict}, beside ${against}`),
      value: lossOf('z'),
      unit: 'nats',
      peer: lossOf(against),
    });
  simulatedHazard(
    emit,
    name,
    world,
    serve.subject,
    [
      { name: 'z', z: vectors.z, size: SIZE },
      { name: 'loop’s encoder', z: loopZ, size: SIZE },
      { name: 'pca', z: pca, size: SIZE },
      { name: 'profile', z: raw, size: x.p },
      { name: 'none', z: new Float64Array(0), size: 0 },
    ],
    seed,
  );
};
