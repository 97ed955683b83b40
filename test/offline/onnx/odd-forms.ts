import { fromBinary, toBinary } from '@bufbuild/protobuf';
import type { NodeProto, TensorProto } from 'onnx-buf';
import { ModelProtoSchema } from 'onnx-buf';
import {
  type AttributeValue,
  floatTensor,
  intTensor,
  ML_DOMAIN,
  node,
  onnxBytes,
} from '../../../packages/offline/src/onnx/onnx-graph.ts';
import { normal, type Sample } from './sample-models.ts';

const f = floatTensor;
const i = (name: string, ...data: number[]): TensorProto => intTensor(name, [data.length], data);
const spread = (n: number): number[] => Array.from({ length: n }, (_, k) => (((k * 7) % 11) - 5) / 8);

/** The same file under another version of the default operators. */
export const withOpset = (bytes: Uint8Array, version: number, domain = ''): Uint8Array => {
  const model = fromBinary(ModelProtoSchema, bytes);
  const [own] = model.opsetImport;
  if (own !== undefined) Object.assign(own, { version: BigInt(version), domain });
  return toBinary(ModelProtoSchema, model);
};

type Form = {
  readonly name: string;
  readonly opset: number;
  readonly width: number;
  readonly outputs: number;
  readonly nodes: readonly NodeProto[];
  readonly constants?: readonly TensorProto[];
  /** this input is a whole number under the count */
  readonly choice?: readonly [input: number, count: number];
  /** some inputs are missing */
  readonly holed?: boolean;
};

/** Legal, and not as `write-dense.ts` and `write-trees.ts` would have it. */
const FORMS: readonly Form[] = [
  {
    name: 'opset 7: bounds, axes and ranges as attributes, C a single number',
    opset: 7,
    width: 5,
    outputs: 3,
    nodes: [
      node('Gemm', ['x', 'b', 'c'], ['g'], {
        transB: { int: 1 },
        alpha: { float: 0.5 },
        beta: { float: -2 },
      }),
      node('Clip', ['g'], ['low'], { min: { float: -0.5 } }),
      node('Clip', ['low'], ['both'], { min: { float: -1 }, max: { float: 0.75 } }),
      node('Unsqueeze', ['both'], ['deep'], { axes: { ints: [1] } }),
      node('Squeeze', ['deep'], ['flat'], { axes: { ints: [1] } }),
      node('Slice', ['flat'], ['part'], { axes: { ints: [1] }, starts: { ints: [1] }, ends: { ints: [4] } }),
      node('Softmax', ['part'], ['p']),
    ],
    constants: [f('b', [4, 5], spread(20)), f('c', [1, 1], [0.25])],
  },
  {
    name: 'opset 10: ranges as inputs, bounds still attributes',
    opset: 10,
    width: 6,
    outputs: 2,
    nodes: [
      node('Slice', ['x', 'from', 'to', 'axis', 'step'], ['part']),
      node('Clip', ['part'], ['cut'], { max: { float: 0.5 } }),
      node('Sigmoid', ['cut'], ['p']),
    ],
    constants: [i('from', -5), i('to', 5), i('axis', -1), i('step', 2)],
  },
  {
    name: 'opset 11: axes from the end, Gemm without C, Clip without bounds',
    opset: 11,
    width: 4,
    outputs: 3,
    nodes: [
      node('Gemm', ['x', 'b'], ['g'], { alpha: { float: 2 } }),
      node('Clip', ['g'], ['same']),
      node('Unsqueeze', ['same'], ['deep'], { axes: { ints: [-2] } }),
      node('Flatten', ['deep'], ['flat'], { axis: { int: 2 } }),
      node('Softmax', ['flat'], ['p'], { axis: { int: -1 } }),
    ],
    constants: [f('b', [4, 3], spread(12))],
  },
  {
    name: 'opset 14: biases on either side, Cast of a float, numbers as Constant attributes',
    opset: 14,
    width: 3,
    outputs: 3,
    nodes: [
      node('Constant', [], ['half'], { value_float: { float: 0.5 } }),
      node('Constant', [], ['row'], { value_floats: { floats: [0.1, -0.2, 0.3] } }),
      node('Constant', [], ['shape'], { value_ints: { ints: [1, 3] } }),
      node('MatMul', ['x', 'm'], ['a']),
      node('Add', ['row', 'a'], ['b']),
      node('Sub', ['half', 'b'], ['c']),
      node('Div', ['c', 'half'], ['d']),
      node('Reshape', ['d', 'shape'], ['e'], { allowzero: { int: 1 } }),
      node('Cast', ['e'], ['g'], { to: { int: 1 } }),
      node('Tanh', ['g'], ['p']),
    ],
    constants: [f('m', [3, 3], spread(9))],
  },
  {
    name: 'opset 21: a table by a column that a reordering picked',
    opset: 21,
    width: 4,
    outputs: 3,
    choice: [1, 4],
    nodes: [
      node('Gather', ['x', 'picks'], ['two'], { axis: { int: 1 } }),
      node('Slice', ['two', 'one', 'end', 'one'], ['rest']),
      node('Gather', ['x', 'from.end'], ['stage.float'], { axis: { int: -1 } }),
      node('Cast', ['stage.float'], ['stage'], { to: { int: 6 } }),
      node('Gather', ['table', 'stage'], ['deep']),
      node('Reshape', ['deep', 'shape'], ['level']),
      node('Concat', ['level', 'rest'], ['all'], { axis: { int: -1 } }),
      node('Sigmoid', ['all'], ['p']),
    ],
    constants: [
      i('picks', 3, 0),
      i('one', 1),
      i('end', 9),
      i('from.end', -3),
      i('shape', -1, 2),
      f('table', [4, 2], spread(8)),
    ],
  },
  {
    name: 'opset 24: a step over a slice of steps',
    opset: 24,
    width: 13,
    outputs: 3,
    nodes: [
      node('Slice', ['x', 'one', 'end', 'one', 'two'], ['odd']),
      node('Slice', ['odd', 'one', 'end', 'one', 'two'], ['few']),
      node('LayerNormalization', ['few', 's'], ['norm']),
      node('Relu', ['norm'], ['p']),
    ],
    constants: [i('one', 1), i('two', 2), i('end', 13), f('s', [3], [0.5, 1, -0.25])],
  },
];

const MODES = ['BRANCH_LT', 'BRANCH_LEQ', 'BRANCH_GT', 'BRANCH_GTE'];
/** Four trees of two branches, one mode each; odd ones send the missing to the true child. */
const mixedTrees = (): Record<string, AttributeValue> => {
  const each = <T>(list: readonly T[]): T[] => MODES.flatMap(() => [...list]);
  return {
    nodes_treeids: { ints: MODES.flatMap((_, t) => new Array<number>(5).fill(t)) },
    nodes_nodeids: { ints: each([0, 1, 2, 3, 4]) },
    nodes_truenodeids: { ints: each([1, 0, 3, 0, 0]) },
    nodes_falsenodeids: { ints: each([2, 0, 4, 0, 0]) },
    nodes_featureids: { ints: MODES.flatMap((_, t) => [t % 3, 0, (t + 1) % 3, 0, 0]) },
    nodes_missing_value_tracks_true: { ints: MODES.flatMap((_, t) => [t % 2, 0, t >> 1, 0, 0]) },
    nodes_values: { floats: MODES.flatMap((_, t) => [t / 4 - 0.5, 0, 0.25 - t / 8, 0, 0]) },
    nodes_modes: { texts: MODES.flatMap((mode) => [mode, 'LEAF', mode, 'LEAF', 'LEAF']) },
  };
};
const mixedVotes = (prefix: string, targets: number): Record<string, AttributeValue> => {
  const votes = MODES.flatMap((_, tree) =>
    [1, 3, 4].flatMap((leaf) => Array.from({ length: targets }, (_, target) => ({ tree, leaf, target }))),
  );
  return {
    [`${prefix}_treeids`]: { ints: votes.map(({ tree }) => tree) },
    [`${prefix}_nodeids`]: { ints: votes.map(({ leaf }) => leaf) },
    [`${prefix}_ids`]: { ints: votes.map(({ target }) => target) },
    [`${prefix}_weights`]: { floats: spread(votes.length) },
  };
};
const regressor = (name: string, targets: number, more: Record<string, AttributeValue>): Form => ({
  name: `trees of all modes, ${name}`,
  opset: 17,
  width: 3,
  outputs: targets,
  holed: true,
  nodes: [
    node(
      'TreeEnsembleRegressor',
      ['x'],
      ['p'],
      { ...mixedTrees(), ...mixedVotes('target', targets), n_targets: { int: targets }, ...more },
      ML_DOMAIN,
    ),
  ],
});
const TREES: readonly Form[] = [
  regressor('summed', 1, { base_values: { floats: [0.25] } }),
  regressor('averaged over two targets', 2, {
    aggregate_function: { text: 'AVERAGE' },
    base_values: { floats: [0.25, -0.5] },
  }),
  regressor('three targets through LOGISTIC', 3, { post_transform: { text: 'LOGISTIC' } }),
  regressor('three targets through SOFTMAX', 3, { post_transform: { text: 'SOFTMAX' } }),
  {
    name: 'a classifier of three classes, each by LOGISTIC',
    opset: 17,
    width: 3,
    outputs: 3,
    holed: true,
    nodes: [
      node(
        'TreeEnsembleClassifier',
        ['x'],
        ['label', 'p'],
        {
          ...mixedTrees(),
          ...mixedVotes('class', 3),
          classlabels_int64s: { ints: [4, 5, 6] },
          post_transform: { text: 'LOGISTIC' },
        },
        ML_DOMAIN,
      ),
    ],
  },
];

/** Odd forms that lower, as samples: what they give stays near one, so that 1e-6 is a few units of a float's last place. */
export const ODD_FORMS: readonly Sample[] = [...FORMS, ...TREES].map(
  ({ name, opset, width, outputs, nodes, constants = [], choice, holed = false }) => ({
    name,
    onnx: withOpset(
      onnxBytes({
        name: 'odd',
        inputs: width,
        nodes,
        constants,
        labels: nodes[0]?.output.length === 2 ? ['label'] : [],
        outputs: [['p', outputs]],
      }),
      opset,
    ),
    row: (u) => {
      const row = Float32Array.from({ length: width }, () => (holed && u() < 0.15 ? NaN : normal(u)));
      if (choice !== undefined) row[choice[0]] = Math.floor(u() * choice[1]);
      return row;
    },
  }),
);
