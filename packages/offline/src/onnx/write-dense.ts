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
 * A dense net as .onnx; one layer with a sigmoid is a logistic model. Input `x` (N x inputs), output `p`. Throws `bad-input`
 * for a layer whose numbers do not fit together.
 */
export const denseOnnx = ({ inputs, names, layers }: DenseModel): Uint8Array => {
  const nodes: NodeProto[] = [];
  const constants: TensorProto[] = [];
  let from = 'x';
  let k = inputs;
  const then = (
    opType: string,
    extra: readonly string[],
    attributes: Parameters<typeof node>[3] = {},
  ): void => {
    const to = `h${nodes.length}`;
    nodes.push(node(opType, [from, ...extra], [to], attributes));
    from = to;
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
    constants.push(floatTensor(`w${index}`, [n, k], weights), floatTensor(`b${index}`, [n], bias));
    then('Gemm', [`w${index}`, `b${index}`], { transB: { int: 1 } });
    if (norm !== undefined) {
      constants.push(floatTensor(`s${index}`, [n], norm.scale), floatTensor(`t${index}`, [n], norm.bias));
      then('LayerNormalization', [`s${index}`, `t${index}`], {
        axis: { int: -1 },
        epsilon: { float: norm.epsilon },
      });
    }
    if (activation !== 'identity') then(ACTIVATIONS[activation], []);
    k = n;
  });
  nodes.push(node('Identity', [from], ['p']));
  return onnxBytes({ name: 'dense', inputs, names, nodes, constants, outputs: [['p', k]] });
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
