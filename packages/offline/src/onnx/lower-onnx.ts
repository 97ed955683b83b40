import { createBlobBuilder, namesCode } from '@causeway/contract';
import type { NodeProto } from 'onnx-buf';
import {
  lowerBinary,
  lowerClip,
  lowerGemm,
  lowerLayerNorm,
  lowerMatMul,
  lowerSoftmax,
  lowerUnary,
} from './lower-dense.ts';
import {
  lowerCast,
  lowerConcat,
  lowerFlatten,
  lowerGather,
  lowerIdentity,
  lowerReshape,
  lowerSlice,
  lowerSqueeze,
  lowerUnsqueeze,
} from './lower-shape.ts';
import { lowerClassifier, lowerRegressor } from './lower-trees.ts';
import type { Site, Value } from './lowering.ts';
import { countOf, siteOf } from './lowering.ts';
import { ML_DOMAIN } from './onnx-graph.ts';
import { readConstant, readOnnx, refuseOnnx } from './read-onnx.ts';

const LOWER: Readonly<Record<string, (site: Site) => Value>> = {
  Add: lowerBinary('add'),
  Cast: lowerCast,
  Clip: lowerClip,
  Concat: lowerConcat,
  Div: lowerBinary('divide'),
  Flatten: lowerFlatten,
  Gather: lowerGather,
  Gemm: lowerGemm,
  Identity: lowerIdentity,
  LayerNormalization: lowerLayerNorm,
  MatMul: lowerMatMul,
  Mul: lowerBinary('multiply'),
  Relu: lowerUnary('relu'),
  Reshape: lowerReshape,
  Sigmoid: lowerUnary('sigmoid'),
  Slice: lowerSlice,
  Softmax: lowerSoftmax,
  Squeeze: lowerSqueeze,
  Sub: lowerBinary('subtract'),
  Tanh: lowerUnary('tanh'),
  Unsqueeze: lowerUnsqueeze,
  [`${ML_DOMAIN}.TreeEnsembleClassifier`]: lowerClassifier,
  [`${ML_DOMAIN}.TreeEnsembleRegressor`]: lowerRegressor,
};

/** Every operator that lowers, with its domain where it is not the default one. */
export const LOWERED_OPERATORS: readonly string[] = Object.keys(LOWER);

export type LowerOptions = {
  /** the graph output to compute; by default its only one, or the last (a classifier's probabilities) */
  readonly output?: string;
  /** the row whose outputs the blob keeps as its golden ones */
  readonly golden?: ArrayLike<number>;
};

const nameOf = ({ domain, opType }: NodeProto): string =>
  domain === '' || domain === 'ai.onnx' ? opType : `${domain}.${opType}`;

/** The output each node's first result stands for: a tree classifier's scores are its second. */
const resultOf = (node: NodeProto): string =>
  node.output[node.opType === 'TreeEnsembleClassifier' ? 1 : 0] ?? '';

/**
 * Lowers an .onnx file to a model blob for the kernel, one row at a time. What is not among LOWERED_OPERATORS, or is used in a
 * way that the kernel has no form for, is refused by name (`bad-input`). Where only tree ensembles read the input, NaN stays
 * "missing" as in ONNX; elsewhere a model refuses it.
 */
export const lowerOnnx = (bytes: Uint8Array, options: LowerOptions = {}): Uint8Array<ArrayBuffer> => {
  const { graph, input, constants, opset, names } = readOnnx(bytes);
  if (names !== undefined && names.length !== input.width) {
    refuseOnnx('metadata', `it names ${names.length} inputs of ${input.width}`);
  }
  const readers = graph.node.filter((node) => node.input.includes(input.name));
  const builder = createBlobBuilder({
    inputs: input.width,
    missing: readers.length > 0 && readers.every(({ opType }) => opType.startsWith('TreeEnsemble')),
    names: names === undefined ? 0 : namesCode(names),
  });
  const values = new Map<string, Value>();
  for (const [name, tensor] of constants) values.set(name, { kind: 'constant', ...tensor });
  const start: Value = {
    kind: 'row',
    ref: builder.input,
    dims: [1, input.width],
    whole: false,
    origin: builder.input,
  };
  values.set(input.name, start);
  const choices: number[] = [];
  for (const node of graph.node) {
    const name = nameOf(node);
    if (name === 'Constant') {
      values.set(node.output[0] ?? '', { kind: 'constant', ...readConstant(node) });
      continue;
    }
    const lower = LOWER[name];
    if (lower === undefined) {
      return refuseOnnx(
        `node ${name}`,
        `there is no such op in the kernel; allowed are ${LOWERED_OPERATORS.join(', ')}`,
      );
    }
    const site = siteOf(node, values, builder, opset);
    const made = lower(site);
    if (name === 'Gather') {
      const index = site.input(1);
      if (index?.kind === 'row' && index.origin !== undefined) choices.push(index.origin.at);
    }
    values.set(resultOf(node), made);
  }
  const output = options.output ?? graph.output.at(-1)?.name ?? '';
  const result = values.get(output);
  if (result?.kind !== 'row' || result.whole) {
    return refuseOnnx(`output ${output}`, 'it is not a float that the graph computes from the input');
  }
  const golden =
    options.golden ??
    Array.from({ length: input.width }, (_, k) => (choices.includes(k) ? 0 : (((k * 7) % 11) - 5) / 4));
  return builder.seal(result.ref, countOf(result.dims), golden);
};
