import { create, toBinary } from '@bufbuild/protobuf';
import type { AttributeProto, NodeProto, TensorProto } from 'onnx-buf';
import {
  AttributeProto_AttributeType,
  AttributeProtoSchema,
  GraphProtoSchema,
  ModelProtoSchema,
  NodeProtoSchema,
  OperatorSetIdProtoSchema,
  StringStringEntryProtoSchema,
  TensorProto_DataType,
  TensorProtoSchema,
  TensorShapeProto_DimensionSchema,
  TensorShapeProtoSchema,
  TypeProto_TensorSchema,
  TypeProtoSchema,
  ValueInfoProtoSchema,
} from 'onnx-buf';

/** Opsets that what we write uses; every runtime of the last years reads them. */
const OPSET = 17n;
const ML_OPSET = 3n;
const IR_VERSION = 8n;
export const ML_DOMAIN = 'ai.onnx.ml';
/** Where a model's inputs' names are kept, as JSON. */
export const NAMES_KEY = 'causeway.inputs';

export const floatTensor = (name: string, dims: readonly number[], data: ArrayLike<number>): TensorProto =>
  create(TensorProtoSchema, {
    name,
    dims: dims.map(BigInt),
    dataType: TensorProto_DataType.FLOAT,
    rawData: new Uint8Array(Float32Array.from(data).buffer),
  });

export const intTensor = (name: string, dims: readonly number[], data: readonly number[]): TensorProto =>
  create(TensorProtoSchema, {
    name,
    dims: dims.map(BigInt),
    dataType: TensorProto_DataType.INT64,
    int64Data: data.map(BigInt),
  });

/** An attribute's value, by its ONNX type. */
export type AttributeValue =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly text: string }
  | { readonly ints: readonly number[] }
  | { readonly floats: readonly number[] }
  | { readonly texts: readonly string[] };

const utf8 = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(text));

const attribute = (name: string, value: AttributeValue): AttributeProto => {
  const T = AttributeProto_AttributeType;
  if ('int' in value) return create(AttributeProtoSchema, { name, type: T.INT, i: BigInt(value.int) });
  if ('float' in value) return create(AttributeProtoSchema, { name, type: T.FLOAT, f: value.float });
  if ('text' in value) return create(AttributeProtoSchema, { name, type: T.STRING, s: utf8(value.text) });
  if ('ints' in value)
    return create(AttributeProtoSchema, { name, type: T.INTS, ints: value.ints.map(BigInt) });
  if ('floats' in value)
    return create(AttributeProtoSchema, { name, type: T.FLOATS, floats: [...value.floats] });
  return create(AttributeProtoSchema, { name, type: T.STRINGS, strings: value.texts.map(utf8) });
};

export const node = (
  opType: string,
  input: readonly string[],
  output: readonly string[],
  attributes: Readonly<Record<string, AttributeValue>> = {},
  domain = '',
): NodeProto =>
  create(NodeProtoSchema, {
    name: `${opType}:${output[0]}`,
    opType,
    domain,
    input: [...input],
    output: [...output],
    attribute: Object.entries(attributes).map(([name, value]) => attribute(name, value)),
  });

/** A graph's input or output: float (or int64), rows of `width`; the batch is free. */
const rows = (name: string, width: number | null, elemType = TensorProto_DataType.FLOAT) =>
  create(ValueInfoProtoSchema, {
    name,
    type: create(TypeProtoSchema, {
      value: {
        case: 'tensorType',
        value: create(TypeProto_TensorSchema, {
          elemType,
          shape: create(TensorShapeProtoSchema, {
            dim: [
              create(TensorShapeProto_DimensionSchema, { value: { case: 'dimParam', value: 'N' } }),
              ...(width === null
                ? []
                : [
                    create(TensorShapeProto_DimensionSchema, {
                      value: { case: 'dimValue', value: BigInt(width) },
                    }),
                  ]),
            ],
          }),
        }),
      },
    }),
  });

export type Graph = {
  readonly name: string;
  readonly inputs: number;
  readonly names?: readonly string[] | undefined;
  readonly nodes: readonly NodeProto[];
  readonly constants: readonly TensorProto[];
  /** name and width of each float output */
  readonly outputs: readonly (readonly [string, number])[];
  /** int64 outputs of one number a row */
  readonly labels?: readonly string[];
};

/** The bytes of an .onnx file; its one input is `x`, float, N rows of `inputs`. */
export const onnxBytes = ({
  name,
  inputs,
  names,
  nodes,
  constants,
  outputs,
  labels = [],
}: Graph): Uint8Array => {
  const model = create(ModelProtoSchema, {
    irVersion: IR_VERSION,
    producerName: 'causeway',
    opsetImport: [
      create(OperatorSetIdProtoSchema, { domain: '', version: OPSET }),
      create(OperatorSetIdProtoSchema, { domain: ML_DOMAIN, version: ML_OPSET }),
    ],
    graph: create(GraphProtoSchema, {
      name,
      node: [...nodes],
      initializer: [...constants],
      input: [rows('x', inputs)],
      output: [
        ...labels.map((label) => rows(label, null, TensorProto_DataType.INT64)),
        ...outputs.map(([output, width]) => rows(output, width)),
      ],
    }),
    metadataProps:
      names === undefined
        ? []
        : [create(StringStringEntryProtoSchema, { key: NAMES_KEY, value: JSON.stringify(names) })],
  });
  return toBinary(ModelProtoSchema, model);
};
