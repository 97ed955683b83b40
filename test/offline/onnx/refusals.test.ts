import { Fault, openModel } from '@causeway/contract';
import { describe, expect, it } from 'vitest';
import { denseOnnx, hazardOnnx, lowerOnnx, treesOnnx } from '../../../packages/offline/src/onnx/index.ts';
import {
  floatTensor,
  intTensor,
  ML_DOMAIN,
  node,
  onnxBytes,
} from '../../../packages/offline/src/onnx/onnx-graph.ts';
import { withOpset } from './odd-forms.ts';
import { hazardModel, linearOnnx, randomTrees } from './sample-models.ts';

const f = floatTensor;
const spread = (n: number): number[] => Array.from({ length: n }, (_, k) => k / 8);
const graph = (
  nodes: ReturnType<typeof node>[],
  constants: ReturnType<typeof f>[] = [],
  inputs = 4,
): Uint8Array => onnxBytes({ name: 'bad', inputs, nodes, constants, outputs: [['p', 1]] });
const faultOf = (run: () => unknown): Fault => {
  try {
    run();
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
  throw new Error('nothing was refused');
};
const leaf = { nodes_treeids: { ints: [0] }, nodes_nodeids: { ints: [0] }, nodes_truenodeids: { ints: [0] } };
const trees = (more: Parameters<typeof node>[3]) =>
  graph([
    node(
      'TreeEnsembleRegressor',
      ['x'],
      ['p'],
      {
        ...leaf,
        nodes_falsenodeids: { ints: [0] },
        nodes_featureids: { ints: [0] },
        nodes_values: { floats: [0] },
        nodes_modes: { texts: ['LEAF'] },
        target_treeids: { ints: [0] },
        target_nodeids: { ints: [0] },
        target_ids: { ints: [0] },
        target_weights: { floats: [1] },
        ...more,
      },
      ML_DOMAIN,
    ),
  ]);

const CASES: readonly (readonly [string, () => Uint8Array, string])[] = [
  ['no protobuf', () => Uint8Array.from([255, 1, 2]), 'it is no ONNX protobuf'],
  [
    'an operator of the default domain',
    () => graph([node('Erf', ['x'], ['p'])]),
    'node Erf: there is no such op',
  ],
  [
    'an operator of another domain',
    () => graph([node('LinearRegressor', ['x'], ['p'], {}, ML_DOMAIN)]),
    'ai.onnx.ml.LinearRegressor',
  ],
  [
    'a convolution',
    () => graph([node('Conv', ['x', 'w'], ['p'])], [f('w', [1], [1])]),
    'node Conv: there is no',
  ],
  [
    'an input nobody computes',
    () => graph([node('Relu', ['y'], ['p'])]),
    'its input y is computed by no node',
  ],
  ['an output nobody computes', () => graph([node('Relu', ['x'], ['q'])]), 'output p: it is not a float'],
  [
    'a product of two rows',
    () => graph([node('MatMul', ['x', 'x'], ['p'])]),
    'its input 1 is not a constant',
  ],
  [
    'shapes that do not fit',
    () => graph([node('MatMul', ['x', 'w'], ['p'])], [f('w', [3, 1], [1, 2, 3])]),
    'the shapes are [1,4] and [3,1]',
  ],
  [
    'a transposed batch',
    () => graph([node('Gemm', ['x', 'w'], ['p'], { transA: { int: 1 } })], [f('w', [4, 1], [1, 2, 3, 4])]),
    'transA is 1',
  ],
  [
    'broadcasting to a matrix',
    () => graph([node('Add', ['x', 'w'], ['p'])], [f('w', [2, 1], [1, 2])]),
    'repeats within [2,4]',
  ],
  [
    'a softmax over the batch',
    () => graph([node('Softmax', ['x'], ['p'], { axis: { int: 0 } })]),
    'is not the whole row',
  ],
  [
    'a concatenation of batches',
    () => graph([node('Concat', ['x', 'x'], ['p'], { axis: { int: 0 } })]),
    'mixes rows of a batch',
  ],
  [
    'a backwards slice',
    () =>
      graph(
        [node('Slice', ['x', 'a', 'b', 'c', 'd'], ['p'])],
        [
          intTensor('a', [1], [3]),
          intTensor('b', [1], [0]),
          intTensor('c', [1], [1]),
          intTensor('d', [1], [-1]),
        ],
      ),
    'nothing, or backwards',
  ],
  [
    'whole numbers in arithmetic',
    () => graph([node('Cast', ['x'], ['i'], { to: { int: 7 } }), node('Relu', ['i'], ['p'])]),
    'only Gather takes them',
  ],
  ['a cast to doubles', () => graph([node('Cast', ['x'], ['p'], { to: { int: 11 } })]), 'got the type 11'],
  [
    'a constant of doubles',
    () => graph([node('Add', ['x', 'w'], ['p'])], [{ ...f('w', [1], [1]), dataType: 11 }]),
    'got numbers of type DOUBLE',
  ],
  [
    'a weight that is not finite',
    () => graph([node('Add', ['x', 'w'], ['p'])], [f('w', [1], [Infinity])]),
    'not a finite number',
  ],
  [
    'a node mode without an order',
    () => trees({ nodes_modes: { texts: ['BRANCH_EQ'] } }),
    'got a node of mode BRANCH_EQ',
  ],
  ['a tree that loops', () => trees({ nodes_modes: { texts: ['BRANCH_LT'] } }), 'a node is reached twice'],
  [
    'a child that is not there',
    () => trees({ nodes_modes: { texts: ['BRANCH_LT'] }, nodes_truenodeids: { ints: [5] } }),
    'has no node 5',
  ],
  [
    'a feature the input has not',
    () =>
      trees({
        nodes_treeids: { ints: [0, 0, 0] },
        nodes_nodeids: { ints: [0, 1, 2] },
        nodes_truenodeids: { ints: [1, 0, 0] },
        nodes_falsenodeids: { ints: [2, 0, 0] },
        nodes_featureids: { ints: [4, 0, 0] },
        nodes_values: { floats: [0, 0, 0] },
        nodes_modes: { texts: ['BRANCH_LT', 'LEAF', 'LEAF'] },
      }),
    'got the feature 4 of 4',
  ],
  [
    'a transform that runtimes ignore',
    () => trees({ post_transform: { text: 'LOGISTIC' } }),
    'got the post_transform LOGISTIC',
  ],
  [
    'columns of different lengths',
    () => trees({ nodes_values: { floats: [1, 2] } }),
    '1 nodes and 2 of nodes_value',
  ],
  [
    'a base value that runtimes may drop',
    () => trees({ n_targets: { int: 2 }, base_values: { floats: [1, 1] } }),
    'target 1 has a base value',
  ],
  ...(['MIN', 'MAX'] as const).map(
    (name) =>
      [
        `the ${name} of trees`,
        () => trees({ aggregate_function: { text: name } }),
        `got ${name}, allowed`,
      ] as const,
  ),
  ...(['PROBIT', 'SOFTMAX_ZERO'] as const).map(
    (name) =>
      [
        `${name} of three targets`,
        () => trees({ n_targets: { int: 3 }, post_transform: { text: name } }),
        `got the post_transform ${name}`,
      ] as const,
  ),
  ...(['BRANCH_NEQ', 'BRANCH_MEMBER'] as const).map(
    (name) => [`a ${name}`, () => trees({ nodes_modes: { texts: [name] } }), `of mode ${name}`] as const,
  ),
  ['trees of doubles', () => trees({ base_values_as_tensor: { float: 1 } }), 'its base_values are doubles'],
  [
    'the trees of a later version',
    () => graph([node('TreeEnsemble', ['x'], ['p'], {}, ML_DOMAIN)]),
    'ai.onnx.ml.TreeEnsemble:',
  ],
  ['a table of labels', () => graph([node('ZipMap', ['x'], ['p'], {}, ML_DOMAIN)]), 'ai.onnx.ml.ZipMap:'],
  [
    'operators before version 7',
    () => withOpset(graph([node('Relu', ['x'], ['p'])]), 6),
    'version 6, allowed are 7 to',
  ],
  [
    'operators of a version to come',
    () => withOpset(graph([node('Relu', ['x'], ['p'])]), 99, 'ai.onnx'),
    'version 99',
  ],
  [
    'a batch laid end to end',
    () => graph([node('Flatten', ['x'], ['p'], { axis: { int: 0 } })]),
    'mixes rows of a batch',
  ],
  ['a Squeeze of whatever is 1', () => graph([node('Squeeze', ['x'], ['p'])]), 'it names no axes'],
  [
    'a Squeeze of what is not 1',
    () => graph([node('Squeeze', ['x', 'a'], ['p'])], [intTensor('a', [1], [1])]),
    'of the shape [1,4] is not 1',
  ],
  [
    'a shape of nothing',
    () =>
      graph([node('Reshape', ['x', 'a'], ['p'], { allowzero: { int: 1 } })], [intTensor('a', [2], [0, 4])]),
    'allowzero is 1',
  ],
  [
    'a bias down a column',
    () => graph([node('Gemm', ['x', 'w', 'c'], ['p'])], [f('w', [4, 2], spread(8)), f('c', [2, 1], [1, 2])]),
    'C is [2,1]',
  ],
  [
    'a constant times the row',
    () => graph([node('MatMul', ['w', 'x'], ['p'])], [f('w', [1, 1], [1])]),
    'its input 0 is a constant',
  ],
  [
    'an index that is computed',
    () =>
      graph(
        [
          node('Relu', ['x'], ['r']),
          node('Slice', ['r', 'a', 'b', 'b'], ['s']),
          node('Cast', ['s'], ['t'], { to: { int: 7 } }),
          node('Gather', ['w', 't'], ['p']),
        ],
        [f('w', [4, 2], spread(8)), intTensor('a', [1], [0]), intTensor('b', [1], [1])],
      ),
    'its index is computed',
  ],
  [
    'a Constant of texts',
    () =>
      graph([node('Constant', [], ['c'], { value_string: { text: 'a' } }), node('Add', ['x', 'c'], ['p'])]),
    'it has no tensor value',
  ],
  ['a vote for another target', () => trees({ target_ids: { ints: [3] } }), 'a leaf votes for 3'],
];

describe('lowering refuses by name', () => {
  it.each(CASES)('%s', (_, make, sentence) => {
    const fault = faultOf(() => lowerOnnx(make()));
    expect(['bad-input', 'bad-model']).toContain(fault.code);
    expect(fault.message).toContain(sentence);
  });

  it('an output that the graph does not have', () => {
    const whole = linearOnnx();
    expect(openModel(lowerOnnx(whole)).blob.inputs).toBe(72);
    const fault = faultOf(() => lowerOnnx(whole, { output: 'q' }));
    expect(fault.message).toContain('output q');
  });

  it('a stage outside the table, before the call', () => {
    const model = openModel(lowerOnnx(hazardOnnx(hazardModel())), WebAssembly);
    const row = new Float32Array(model.blob.inputs);
    for (const stage of [8, -1, 2.5]) {
      row[0] = stage;
      expect(faultOf(() => model.run(row)).message).toContain(
        `number 0 is ${stage}, not a whole number under 8`,
      );
    }
  });
});

describe('writing refuses', () => {
  it('layers that do not fit, with what they have', () => {
    const layer = { weights: [1, 2, 3], bias: [0], activation: 'relu' } as const;
    expect(faultOf(() => denseOnnx({ inputs: 2, layers: [layer] })).message).toContain(
      'got 3 weights and 1 biases for 2 inputs',
    );
  });

  it('no trees, a link without a form, a classifier that could be misread', () => {
    const some = randomTrees(1, 2, 2);
    expect(faultOf(() => treesOnnx({ ...some, trees: [] })).message).toContain('got no tree');
    expect(faultOf(() => treesOnnx({ ...some, link: 'log' })).message).toContain('the link log');
    const positive = some.trees.map((t) => ({ ...t, value: t.value.map(Math.abs) }));
    expect(faultOf(() => treesOnnx({ ...some, trees: positive }, { kind: 'classifier' })).message).toContain(
      'no leaf is negative',
    );
  });
});
