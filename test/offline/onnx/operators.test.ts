import { openModel } from '@causeway/contract';
import type { NodeProto, TensorProto } from 'onnx-buf';
import { expect, it } from 'vitest';
import { LOWERED_OPERATORS, lowerOnnx } from '../../../packages/offline/src/onnx/index.ts';
import {
  type AttributeValue,
  floatTensor,
  intTensor,
  ML_DOMAIN,
  node,
  onnxBytes,
} from '../../../packages/offline/src/onnx/onnx-graph.ts';
import { openOnnx } from '../../../packages/sdk/src/hazard/onnx-session.ts';
import { seeded } from '../../contract/kernel/random-model.ts';

type Case = {
  readonly name: string;
  readonly width: number;
  readonly nodes: readonly NodeProto[];
  readonly constants?: readonly TensorProto[];
  /** inputs are drawn among these; by default reals in [-3, 3] */
  readonly among?: readonly number[];
  /** input 0 is a whole number under this */
  readonly choice?: number;
};

const f = floatTensor;
const i = (name: string, ...data: number[]): TensorProto => intTensor(name, [data.length], data);

/** One stump a target: feature 0 against 0.5 by `mode`, the missing tracked or not. */
const stump = (mode: string, tracks: number): Record<string, AttributeValue> => ({
  nodes_treeids: { ints: [0, 0, 0] },
  nodes_nodeids: { ints: [0, 1, 2] },
  nodes_truenodeids: { ints: [1, 0, 0] },
  nodes_falsenodeids: { ints: [2, 0, 0] },
  nodes_featureids: { ints: [0, 0, 0] },
  nodes_missing_value_tracks_true: { ints: [tracks, 0, 0] },
  nodes_values: { floats: [0.5, 0, 0] },
  nodes_modes: { texts: [mode, 'LEAF', 'LEAF'] },
});

const votes = (
  prefix: string,
  ids: readonly (readonly [number, number, number])[],
): Record<string, AttributeValue> => ({
  [`${prefix}_treeids`]: { ints: ids.map(() => 0) },
  [`${prefix}_nodeids`]: { ints: ids.map(([leaf]) => leaf) },
  [`${prefix}_ids`]: { ints: ids.map(([, target]) => target) },
  [`${prefix}_weights`]: { floats: ids.map(([, , weight]) => weight) },
});

const regressor = (mode: string, tracks: number, more: Record<string, AttributeValue> = {}): Case => ({
  name: `TreeEnsembleRegressor ${mode}, missing ${tracks}, ${Object.keys(more)}`,
  width: 2,
  among: [0.5, 0.49999997, 0.50000006, -1, 0, 2, NaN],
  nodes: [
    node(
      'TreeEnsembleRegressor',
      ['x'],
      ['p'],
      {
        ...stump(mode, tracks),
        ...votes('target', [
          [1, 0, -1],
          [2, 0, 3],
        ]),
        n_targets: { int: 1 },
        ...more,
      },
      ML_DOMAIN,
    ),
  ],
});

const classifier = (name: string, labels: number, more: Record<string, AttributeValue>): Case => ({
  name: `TreeEnsembleClassifier ${name}`,
  width: 2,
  nodes: [
    node(
      'TreeEnsembleClassifier',
      ['x'],
      ['label', 'p'],
      {
        ...stump('BRANCH_LEQ', 0),
        classlabels_int64s: { ints: Array.from({ length: labels }, (_, k) => k) },
        ...more,
      },
      ML_DOMAIN,
    ),
  ],
});

const CASES: readonly Case[] = [
  {
    name: 'Gemm with alpha, beta and B as it is',
    width: 5,
    nodes: [node('Gemm', ['x', 'b', 'c'], ['p'], { alpha: { float: 0.5 }, beta: { float: -2 } })],
    constants: [f('b', [5, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4, 5, 6]), f('c', [1, 3], [0.5, 1, -1])],
  },
  {
    name: 'MatMul, Add, Sub, Mul, Div, each way round',
    width: 3,
    nodes: [
      node('MatMul', ['x', 'm'], ['a']),
      node('Add', ['a', 'row'], ['b']),
      node('Sub', ['one', 'b'], ['c']),
      node('Mul', ['c', 'a'], ['d']),
      node('Div', ['d', 'row'], ['e']),
      node('Div', ['one', 'e'], ['g']),
      node('Sub', ['g', 'x'], ['p']),
    ],
    constants: [f('m', [3, 3], [1, 2, 3, 0, 1, 4, 5, 6, 0]), f('row', [3], [2, -3, 4]), f('one', [], [1])],
  },
  {
    name: 'Relu, Tanh, Sigmoid, Clip, Softmax, LayerNormalization',
    width: 6,
    nodes: [
      node('Relu', ['x'], ['a']),
      node('Tanh', ['a'], ['b']),
      node('Clip', ['b', 'low', 'high'], ['c']),
      node('LayerNormalization', ['c', 's', 't'], ['d'], { axis: { int: 1 }, epsilon: { float: 0.01 } }),
      node('Sigmoid', ['d'], ['e']),
      node('Clip', ['e', '', 'high'], ['g']),
      node('Softmax', ['g'], ['p'], { axis: { int: 1 } }),
    ],
    constants: [
      f('low', [], [0.1]),
      f('high', [], [0.8]),
      f('s', [6], [1, 2, 3, 1, 2, 3]),
      f('t', [6], [0, 1, 0, 1, 0, 1]),
    ],
  },
  {
    name: 'Concat and Slice, by steps, from the end, with an empty middle name',
    width: 7,
    nodes: [
      node('Slice', ['x', 'one', 'end', 'axis', 'two'], ['a']),
      node('Slice', ['x', 'minus', 'end', 'axis'], ['b']),
      node('Concat', ['a', 'k', 'b', 'x'], ['p'], { axis: { int: -1 } }),
    ],
    constants: [
      i('one', 1),
      i('end', 1000),
      i('axis', 1),
      i('two', 2),
      i('minus', -3),
      f('k', [1, 2], [7, 8]),
    ],
  },
  {
    name: 'Gather: a table by a computed index, columns by constant ones',
    width: 4,
    choice: 5,
    nodes: [
      node('Gather', ['x', 'first'], ['stage.float'], { axis: { int: 1 } }),
      node('Cast', ['stage.float'], ['stage'], { to: { int: 7 } }),
      node('Gather', ['table', 'stage'], ['deep']),
      node('Squeeze', ['deep', 'axis'], ['row']),
      node('Gather', ['x', 'picks'], ['picked'], { axis: { int: 1 } }),
      node('Concat', ['row', 'picked'], ['p'], { axis: { int: 1 } }),
    ],
    constants: [
      i('first', 0),
      i('axis', 1),
      i('picks', 3, -2),
      f('table', [5, 2], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
    ],
  },
  {
    name: 'Reshape, Flatten, Unsqueeze, Identity, Constant',
    width: 6,
    nodes: [
      node('Reshape', ['x', 'shape'], ['a']),
      node('Flatten', ['a'], ['b']),
      node('Unsqueeze', ['b', 'axis'], ['c']),
      node('Squeeze', ['c', 'axis'], ['d']),
      node('Identity', ['d'], ['e']),
      node('Tanh', ['e'], ['p']),
    ],
    constants: [intTensor('shape', [3], [0, 2, -1]), i('axis', 1)],
  },
  ...['BRANCH_LT', 'BRANCH_LEQ', 'BRANCH_GT', 'BRANCH_GTE'].flatMap((mode) => [
    regressor(mode, 0),
    regressor(mode, 1),
  ]),
  regressor('BRANCH_LT', 0, { base_values: { floats: [0.25] }, aggregate_function: { text: 'AVERAGE' } }),
  regressor('BRANCH_LEQ', 1, {
    n_targets: { int: 3 },
    ...votes('target', [
      [1, 0, -1],
      [1, 2, 4],
      [2, 0, 3],
      [2, 1, 0.5],
    ]),
    base_values: { floats: [0.5, 0, 0] },
    post_transform: { text: 'SOFTMAX' },
  }),
  classifier('of three, softmax', 3, {
    ...votes('class', [
      [1, 0, -1],
      [1, 1, 1],
      [1, 2, 2],
      [2, 0, 2],
      [2, 1, 0],
      [2, 2, -2],
    ]),
    base_values: { floats: [0.5, 0.25, 0.125] },
    post_transform: { text: 'SOFTMAX' },
  }),
  classifier('of two that vote for both', 2, {
    ...votes('class', [
      [1, 0, 0.25],
      [1, 1, 0.75],
      [2, 0, 0.9],
      [2, 1, 0.1],
    ]),
  }),
  classifier('of two, logistic on class 0', 2, {
    ...votes('class', [
      [1, 0, -2],
      [2, 0, 1],
    ]),
    base_values: { floats: [0.25] },
    post_transform: { text: 'LOGISTIC' },
  }),
  classifier('of two, no vote negative', 2, {
    ...votes('class', [
      [1, 0, 0.2],
      [2, 0, 0.7],
    ]),
  }),
];

const drawRow = (u: () => number, { width, among, choice }: Case): Float32Array => {
  const row = Float32Array.from({ length: width }, () =>
    among === undefined ? u() * 6 - 3 : (among[Math.floor(u() * among.length)] as number),
  );
  if (choice !== undefined) row[0] = Math.floor(u() * choice);
  return row;
};

it.each(CASES)('$name, as onnxruntime computes it', async (one) => {
  const { nodes, constants = [], width } = one;
  const [last] = nodes.slice(-1);
  const labels = last?.output.length === 2 ? ['label'] : [];
  const bytesOf = (outputs: number): Uint8Array =>
    onnxBytes({ name: 'case', inputs: width, nodes, constants, labels, outputs: [['p', outputs]] });
  const model = openModel(lowerOnnx(bytesOf(1)), WebAssembly);
  // onnxruntime wants the output's width declared; that it takes ours says that both find the same.
  const session = await openOnnx(bytesOf(model.blob.outputs));
  const u = seeded(5);
  for (let k = 0; k < 60; k++) {
    const row = drawRow(u, one);
    const theirs = await session.run(row);
    const mine = model.run(row);
    expect(mine.length).toBe(theirs.length);
    mine.forEach((x, j) => {
      const y = theirs[j] as number;
      const gap = Math.abs(x - y) / Math.max(1, Math.abs(y));
      if (!(gap <= 1e-6)) expect([one.name, [...row], j, x]).toEqual([one.name, [...row], j, y]);
    });
  }
  await session.release();
});

it('every operator that lowers is among the cases', () => {
  const used = new Set(
    CASES.flatMap(({ nodes }) =>
      nodes.map(({ domain, opType }) => (domain ? `${domain}.${opType}` : opType)),
    ),
  );
  expect(LOWERED_OPERATORS.filter((name) => !used.has(name))).toEqual([]);
});
