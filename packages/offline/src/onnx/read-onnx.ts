import { fromBinary } from '@bufbuild/protobuf';
import { Fault } from '@causeway/contract';
import type { AttributeProto, GraphProto, ModelProto, NodeProto, TensorProto } from 'onnx-buf';
import { ModelProtoSchema, TensorProto_DataType } from 'onnx-buf';
import { NAMES_KEY } from './onnx-graph.ts';

/** Every refusal of an .onnx file: `bad-input`, with the node or value it was found at. */
export const refuseOnnx = (at: string, message: string): never => {
  throw new Fault('bad-input', `onnx ${at}`, message);
};

/** A constant: dims and its numbers, row-major. */
export type Tensor = { readonly dims: readonly number[]; readonly data: readonly number[] };

const T = TensorProto_DataType;

const DEFAULT_DOMAIN = ['', 'ai.onnx'];
/** Before 7, Add and its kind broadcast by attributes of their own. */
const LEAST_OPSET = 7;
const MOST_OPSET = 24;

const plain = (tensor: TensorProto, at: string): readonly number[] => {
  const { dataType, rawData } = tensor;
  if (tensor.externalData.length > 0 || tensor.dataLocation !== 0)
    return refuseOnnx(at, 'its data lies in another file');
  const raw = rawData.slice().buffer;
  if (dataType === T.FLOAT) return Array.from(rawData.length > 0 ? new Float32Array(raw) : tensor.floatData);
  if (dataType === T.INT32) return Array.from(rawData.length > 0 ? new Int32Array(raw) : tensor.int32Data);
  if (dataType === T.INT64)
    return Array.from(rawData.length > 0 ? new BigInt64Array(raw) : tensor.int64Data, Number);
  return refuseOnnx(at, `got numbers of type ${T[dataType] ?? dataType}, allowed are FLOAT, INT32 and INT64`);
};

export const readTensor = (tensor: TensorProto, at: string): Tensor => {
  const dims = tensor.dims.map(Number);
  const data = plain(tensor, at);
  const count = dims.reduce((product, d) => product * d, 1);
  if (count !== data.length) refuseOnnx(at, `got ${data.length} numbers for the shape [${dims}]`);
  return { dims, data };
};

/** A node's attributes by name, each read as what the caller says it is. */
export const attributesOf = ({ attribute }: NodeProto) => {
  const find = (name: string): AttributeProto | undefined => attribute.find((a) => a.name === name);
  const decode = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');
  return {
    has: (name: string): boolean => find(name) !== undefined,
    int: (name: string, otherwise: number): number => Number(find(name)?.i ?? otherwise),
    float: (name: string, otherwise: number): number => find(name)?.f ?? otherwise,
    text: (name: string, otherwise: string): string => {
      const bytes = find(name)?.s;
      return bytes === undefined ? otherwise : decode(bytes);
    },
    ints: (name: string): number[] => (find(name)?.ints ?? []).map(Number),
    floats: (name: string): number[] => [...(find(name)?.floats ?? [])],
    texts: (name: string): string[] => (find(name)?.strings ?? []).map(decode),
    tensor: (name: string): TensorProto | undefined => find(name)?.t,
  };
};

/** A Constant node's tensor, in any form that is a number. */
export const readConstant = (node: NodeProto): Tensor => {
  const attribute = attributesOf(node);
  const tensor = attribute.tensor('value');
  if (tensor !== undefined) return readTensor(tensor, node.name);
  if (attribute.has('value_float')) return { dims: [], data: [attribute.float('value_float', 0)] };
  if (attribute.has('value_int')) return { dims: [], data: [attribute.int('value_int', 0)] };
  const list = attribute.has('value_floats')
    ? attribute.floats('value_floats')
    : attribute.ints('value_ints');
  if (list.length === 0)
    return refuseOnnx(
      `node Constant ${node.name}`,
      'it has no tensor value, and no value_float(s) or value_int(s)',
    );
  return { dims: [list.length], data: list };
};

export type OnnxModel = {
  readonly graph: GraphProto;
  readonly input: { readonly name: string; readonly width: number };
  readonly constants: ReadonlyMap<string, Tensor>;
  /** The version of the default operator set. */
  readonly opset: number;
  readonly names: readonly string[] | undefined;
};

const parse = (bytes: Uint8Array): ModelProto => {
  try {
    return fromBinary(ModelProtoSchema, bytes);
  } catch (error) {
    return refuseOnnx(
      'file',
      `it is no ONNX protobuf: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
};

const namesOf = (model: ModelProto): readonly string[] | undefined => {
  const entry = model.metadataProps.find(({ key }) => key === NAMES_KEY);
  if (entry === undefined) return undefined;
  try {
    const names: unknown = JSON.parse(entry.value);
    if (Array.isArray(names) && names.every((name) => typeof name === 'string')) return names;
  } catch {
    // refused below, with the same words as any other wrong text
  }
  return refuseOnnx(`metadata ${NAMES_KEY}`, 'it is no JSON list of texts');
};

/** An .onnx file with one float input of N rows, its constants read. Throws `bad-input`. */
export const readOnnx = (bytes: Uint8Array): OnnxModel => {
  const model = parse(bytes);
  const { graph } = model;
  if (graph === undefined) return refuseOnnx('file', 'it holds no graph');
  const constants = new Map(
    graph.initializer.map((tensor) => [tensor.name, readTensor(tensor, tensor.name)]),
  );
  const inputs = graph.input.filter(({ name }) => !constants.has(name));
  const [input] = inputs;
  if (inputs.length !== 1 || input === undefined) {
    return refuseOnnx(
      'inputs',
      `got ${inputs.length} inputs (${inputs.map(({ name }) => name)}), allowed is one`,
    );
  }
  const type = input.type?.value;
  if (type?.case !== 'tensorType' || type.value.elemType !== T.FLOAT) {
    return refuseOnnx(`input ${input.name}`, 'allowed is a tensor of FLOAT');
  }
  const dims = (type.value.shape?.dim ?? []).map(({ value }) =>
    value.case === 'dimValue' ? Number(value.value) : null,
  );
  const width = dims.at(-1);
  if (dims.length !== 2 || width === null || width === undefined || width < 1) {
    return refuseOnnx(
      `input ${input.name}`,
      `got the shape [${dims.map((d) => d ?? '?')}], allowed is [N, width]`,
    );
  }
  if (dims[0] !== null && dims[0] !== 1) {
    return refuseOnnx(`input ${input.name}`, `got a batch of ${dims[0]}, allowed is a free one, or 1`);
  }
  const opset = Number(
    model.opsetImport.find(({ domain }) => DEFAULT_DOMAIN.includes(domain))?.version ?? 0n,
  );
  // A file of other domains alone needs none of the default one's.
  if (opset !== 0 && (opset < LEAST_OPSET || opset > MOST_OPSET))
    refuseOnnx('opset', `got the operators of version ${opset}, allowed are ${LEAST_OPSET} to ${MOST_OPSET}`);
  return { graph, input: { name: input.name, width }, constants, opset, names: namesOf(model) };
};
