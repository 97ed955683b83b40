import type { BlobBuilder, Ref } from '@causeway/contract';
import type { NodeProto } from 'onnx-buf';
import { attributesOf, refuseOnnx, type Tensor } from './read-onnx.ts';

/** A value while it is computed for one row: its place, and its shape with a batch of 1. */
export type Row = {
  readonly kind: 'row';
  readonly ref: Ref;
  readonly dims: readonly number[];
  /** whole numbers, from Cast: only Gather takes them */
  readonly whole: boolean;
  /** where its first number stands in the model's input, when it is a part of it */
  readonly origin?: Ref | undefined;
};
export type Constant = Tensor & { readonly kind: 'constant' };
export type Value = Row | Constant;

/** What the lowering of one node sees. */
export type Site = {
  readonly node: NodeProto;
  readonly at: string;
  readonly builder: BlobBuilder;
  readonly opset: number;
  readonly attributes: ReturnType<typeof attributesOf>;
  /** The k-th input; absent and '' are undefined. */
  input(k: number): Value | undefined;
  /** The k-th input as floats computed from the row; or as a constant. Refuses anything else. */
  row(k: number): Row;
  constant(k: number): Constant;
  refuse(message: string): never;
};

export const countOf = (dims: readonly number[]): number => dims.reduce((product, d) => product * d, 1);

/** A result of `dims`, in a new vector that `fill` computes. */
export const newRow = (
  { builder }: Site,
  dims: readonly number[],
  fill: (out: Ref, n: number) => void,
): Row => {
  const n = countOf(dims);
  const ref = builder.vector(n);
  fill(ref, n);
  return { kind: 'row', ref, dims, whole: false };
};

/** An axis counted from the front. */
export const axisOf = (site: Site, axis: number, rank: number): number => {
  const k = axis < 0 ? axis + rank : axis;
  return k >= 0 && k < rank ? k : site.refuse(`its axis ${axis} is outside a shape of ${rank} dimensions`);
};

/** One row at a time: what lies before an axis must be the batch alone. Returns the count behind the axis. */
export const innerOf = (site: Site, dims: readonly number[], axis: number): number => {
  if (axis === 0 || countOf(dims.slice(0, axis)) !== 1) {
    site.refuse(`its axis ${axis} of the shape [${dims}] mixes rows of a batch, or more than one list`);
  }
  return countOf(dims.slice(axis + 1));
};

export const siteOf = (
  node: NodeProto,
  values: ReadonlyMap<string, Value>,
  builder: BlobBuilder,
  opset: number,
): Site => {
  const at = `node ${node.opType}${node.name === '' ? '' : ` "${node.name}"`}`;
  const refuse = (message: string): never => refuseOnnx(at, message);
  const input = (k: number): Value | undefined => {
    const name = node.input[k];
    if (name === undefined || name === '') return undefined;
    return values.get(name) ?? refuse(`its input ${name} is computed by no node before it`);
  };
  return {
    node,
    at,
    builder,
    opset,
    attributes: attributesOf(node),
    input,
    row(k) {
      const value = input(k);
      if (value?.kind !== 'row')
        return refuse(`its input ${k} is a constant or absent, allowed is a computed value`);
      return value.whole ? refuse('it computes with whole numbers; only Gather takes them') : value;
    },
    constant(k) {
      const value = input(k);
      return value?.kind === 'constant' ? value : refuse(`its input ${k} is not a constant`);
    },
    refuse,
  };
};
