import { Fault, HAZARD_ROW_NAMES, HAZARD_ROW_SIZE, type HazardModel } from '@causeway/contract';
import type { NodeProto, TensorProto } from 'onnx-buf';
import { floatTensor, intTensor, node, onnxBytes } from './onnx-graph.ts';

/** y = f(W x + b); `weights` is outputs x inputs, row-major. */
export type DenseLayer = {
  readonly weights: ArrayLike<number>;
  readonly bias: ArrayLike<number>;
  readonly activation: 'identity' | 'relu' | 'tanh' | 'sigmoid' | 'softmax';
  /** normalises W x + b over the layer before the activation */
  readonly norm?: {
    readonly scale: ArrayLike<number>;
    readonly bias: ArrayLike<number>;
    readonly epsilon: number;
  };
};

export type DenseModel = {
  readonly inputs: number;
  readonly names?: readonly string[];
  readonly layers: readonly DenseLayer[];
};

const ACTIVATIONS = { relu: 'Relu', tanh: 'Tanh', sigmoid: 'Sigmoid', softmax: 'Softmax' } as const;

/**
 * The nodes of dense layers from the value `from` (k wide) on, names beginning with `prefix`. Throws `bad-input` for a layer whose
 * numbers do not fit together.
 */
export const denseNodes = (
  layers: readonly DenseLayer[],
  input: { readonly from: string; readonly width: number; readonly prefix: string },
): {
  readonly nodes: NodeProto[];
  readonly constants: TensorProto[];
  readonly to: string;
  readonly width: number;
} => {
  const { prefix } = input;
  const nodes: NodeProto[] = [];
  const constants: TensorProto[] = [];
  let from = input.from;
  let k = input.width;
  const then = (
    opType: string,
    extra: readonly string[],
    attributes: Parameters<typeof node>[3] = {},
  ): void => {
    const to = `${prefix}h${nodes.length}`;
    nodes.push(node(opType, [from, ...extra], [to], attributes));
    from = to;
  };
  const constant = (name: string, dims: readonly number[], data: ArrayLike<number>): string => {
    constants.push(floatTensor(`${prefix}${name}`, dims, data));
    return `${prefix}${name}`;
  };
  layers.forEach(({ weights, bias, activation, norm }, index) => {
    const n = bias.length;
    const widths = [weights.length, norm?.scale.length ?? n, norm?.bias.length ?? n];
    if (n < 1 || widths[0] !== n * k || widths[1] !== n || widths[2] !== n) {
      throw new Fault(
        'bad-input',
        `layer ${index}`,
        `got ${widths[0]} weights and ${n} biases for ${k} inputs, allowed are ${n} x ${k}`,
      );
    }
    then('Gemm', [constant(`w${index}`, [n, k], weights), constant(`b${index}`, [n], bias)], {
      transB: { int: 1 },
    });
    if (norm !== undefined) {
      const { scale, bias: shift, epsilon } = norm;
      then('LayerNormalization', [constant(`s${index}`, [n], scale), constant(`t${index}`, [n], shift)], {
        axis: { int: -1 },
        epsilon: { float: epsilon },
      });
    }
    if (activation !== 'identity') then(ACTIVATIONS[activation], []);
    k = n;
  });
  return { nodes, constants, to: from, width: k };
};

/**
 * A dense net as .onnx; one layer with a sigmoid is a logistic model. Input `x` (N x inputs), output `p`. Throws `bad-input`
 * for a layer whose numbers do not fit together.
 */
export const denseOnnx = ({ inputs, names, layers }: DenseModel): Uint8Array => {
  const { nodes, constants, to, width } = denseNodes(layers, { from: 'x', width: inputs, prefix: '' });
  nodes.push(node('Identity', [to], ['p']));
  return onnxBytes({ name: 'dense', inputs, names, nodes, constants, outputs: [['p', width]] });
};

/** λ_t = σ(α_t + uᵀz + vᵀφ_t) (B24) as .onnx, on the contract's hazard row: α is a table gathered by the stage's number. */
export const hazardOnnx = ({ alpha, elapsed, u, v }: HazardModel): Uint8Array => {
  const one = (name: string, value: number): TensorProto => intTensor(name, [1], [value]);
  const nodes = [
    node('Slice', ['x', 'zero', 'one', 'one'], ['stage.float']),
    node('Cast', ['stage.float'], ['stage'], { to: { int: 7 } }),
    node('Gather', ['alpha', 'stage'], ['stage.alpha.deep'], { axis: { int: 0 } }),
    node('Squeeze', ['stage.alpha.deep', 'two'], ['stage.alpha']),
    node('Slice', ['x', 'one', 'end', 'one'], ['rest']),
    node('MatMul', ['rest', 'slopes'], ['slope']),
    node('Add', ['slope', 'stage.alpha'], ['score']),
    node('Sigmoid', ['score'], ['p']),
  ];
  const constants = [
    one('zero', 0),
    one('one', 1),
    one('two', 2),
    one('end', HAZARD_ROW_SIZE),
    floatTensor('alpha', [alpha.length, 1], alpha),
    floatTensor('slopes', [HAZARD_ROW_SIZE - 1, 1], [elapsed, ...u, ...v]),
  ];
  return onnxBytes({
    name: 'hazard',
    inputs: HAZARD_ROW_SIZE,
    names: HAZARD_ROW_NAMES,
    nodes,
    constants,
    outputs: [['p', 1]],
  });
};
