import type { OpName } from '@causeway/contract';
import type { Row, Site, Value } from './lowering.ts';
import { axisOf, countOf, newRow } from './lowering.ts';

/** y[n] = W x + c, with W[i, j] given by `weight`. */
const affine = (
  site: Site,
  x: Row,
  n: number,
  weight: (i: number, j: number) => number,
  bias: readonly number[],
): Row => {
  const k = countOf(x.dims);
  const weights = Float64Array.from({ length: n * k }, (_, at) => weight(Math.floor(at / k), at % k));
  const { builder } = site;
  return newRow(site, [1, n], (out) =>
    builder.op('gemv', { out, a: x.ref, n, k, w: builder.matrix(weights, n, k), v: builder.floats(bias) }),
  );
};

/** alpha A B + beta C, A a row, B and C constants. */
export const lowerGemm = (site: Site): Row => {
  const { attributes: attribute } = site;
  const x = site.row(0);
  const b = site.constant(1);
  if (attribute.int('transA', 0) !== 0)
    site.refuse('transA is 1: it would turn rows of a batch into columns');
  const turned = attribute.int('transB', 0) !== 0;
  const [first = 0, second = 0] = b.dims;
  const [k, n] = turned ? [second, first] : [first, second];
  if (b.dims.length !== 2 || k !== countOf(x.dims))
    site.refuse(`B is [${b.dims}] for a row of ${countOf(x.dims)}`);
  const alpha = attribute.float('alpha', 1);
  const beta = attribute.float('beta', 1);
  const c = site.input(2) === undefined ? { dims: [], data: [0] } : site.constant(2);
  if (c.data.length !== 1 && (c.data.length !== n || c.dims.at(-1) !== n))
    site.refuse(`C is [${c.dims}], allowed are 1 or ${n} numbers of a row`);
  const bias = Array.from({ length: n }, (_, i) => beta * (c.data[c.data.length === 1 ? 0 : i] as number));
  return affine(site, x, n, (i, j) => alpha * (b.data[turned ? i * k + j : j * n + i] as number), bias);
};

export const lowerMatMul = (site: Site): Row => {
  const x = site.row(0);
  const b = site.constant(1);
  const [k = 0, n = 0] = b.dims;
  if (b.dims.length !== 2 || x.dims.length !== 2 || k !== countOf(x.dims)) {
    site.refuse(`the shapes are [${x.dims}] and [${b.dims}]`);
  }
  return affine(site, x, n, (i, j) => b.data[j * n + i] as number, new Array<number>(n).fill(0));
};

const broadcast = (site: Site, a: readonly number[], b: readonly number[]): number[] => {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, k) => {
    const p = a[k - rank + a.length] ?? 1;
    const q = b[k - rank + b.length] ?? 1;
    return p === q || q === 1 ? p : p === 1 ? q : site.refuse(`the shapes [${a}] and [${b}] do not fit`);
  });
};

/** Elementwise a ? b, where each side is as long as the result or a single number. */
export const lowerBinary =
  (op: OpName) =>
  (site: Site): Row => {
    const { builder } = site;
    const sides = [site.input(0), site.input(1)].map((value): Value => {
      if (value === undefined) return site.refuse('it has one input, two are needed');
      return value.kind === 'row' && value.whole ? site.refuse('it computes with whole numbers') : value;
    });
    const [a, b] = sides as [Value, Value];
    if (a.kind === 'constant' && b.kind === 'constant') site.refuse('both inputs are constants: fold them');
    const dims = broadcast(site, a.dims, b.dims);
    const place = (value: Value) => {
      const count = countOf(value.dims);
      if (count !== countOf(dims) && count !== 1)
        site.refuse(`the shape [${value.dims}] repeats within [${dims}]`);
      return {
        ref: value.kind === 'row' ? value.ref : builder.floats(value.data),
        step: count === 1 ? 0 : 1,
      };
    };
    const [x, y] = [place(a), place(b)];
    return newRow(site, dims, (out, n) =>
      builder.op(op, { out, a: x.ref, b: y.ref, n, k: x.step, w: y.step }),
    );
  };

export const lowerUnary =
  (op: OpName) =>
  (site: Site): Row => {
    const x = site.row(0);
    return newRow(site, x.dims, (out, n) => site.builder.op(op, { out, a: x.ref, n, k: 1 }));
  };

/** The last axis must be the whole row. */
const wholeRow = (site: Site, x: Row, axis: number): void => {
  if (axisOf(site, axis, x.dims.length) !== x.dims.length - 1 || countOf(x.dims) !== x.dims.at(-1)) {
    site.refuse(`its axis ${axis} of the shape [${x.dims}] is not the whole row`);
  }
};

export const lowerSoftmax = (site: Site): Row => {
  const x = site.row(0);
  wholeRow(site, x, site.attributes.int('axis', site.opset < 13 ? 1 : -1));
  return newRow(site, x.dims, (out, n) => site.builder.op('softmax', { out, a: x.ref, n }));
};

export const lowerLayerNorm = (site: Site): Row => {
  const { builder } = site;
  const x = site.row(0);
  wholeRow(site, x, site.attributes.int('axis', -1));
  const n = countOf(x.dims);
  const scale = site.constant(1).data;
  const bias = site.input(2) === undefined ? new Array<number>(n).fill(0) : site.constant(2).data;
  if (scale.length !== n || bias.length !== n)
    site.refuse(`scale and bias have ${scale.length} and ${bias.length} of ${n}`);
  if (site.node.output.slice(1).some((name) => name !== ''))
    site.refuse('its mean or deviation is asked for');
  const b = builder.floats([site.attributes.float('epsilon', 1e-5)]);
  const [w, v] = [builder.floats(scale), builder.floats(bias)];
  return newRow(site, x.dims, (out) => builder.op('normalise', { out, a: x.ref, b, n, w, v }));
};

const LARGEST = 3.4028234663852886e38;

export const lowerClip = (site: Site): Row => {
  const { builder, attributes: attribute } = site;
  const x = site.row(0);
  const bound = (k: number, name: string, otherwise: number): number => {
    if (site.opset < 11) return attribute.float(name, otherwise);
    const value = site.input(k) === undefined ? otherwise : site.constant(k).data[0];
    return value ?? site.refuse(`its ${name} is empty`);
  };
  const [low, high] = [bound(1, 'min', -LARGEST), bound(2, 'max', LARGEST)];
  const b = builder.floats([Math.max(low, -LARGEST), Math.min(high, LARGEST)]);
  return newRow(site, x.dims, (out, n) => builder.op('clip', { out, a: x.ref, b, n, k: 1 }));
};
