import { type Ref, shift } from '@causeway/contract';
import type { Constant, Row, Site, Value } from './lowering.ts';
import { axisOf, countOf, innerOf, newRow } from './lowering.ts';

export const lowerIdentity = (site: Site): Value => site.input(0) ?? site.refuse('it has no input');

const FLOAT = 1;
const WHOLE = [6, 7];

/** To INT32 or INT64 only as an index for Gather; to FLOAT from a float nothing happens. */
export const lowerCast = (site: Site): Row => {
  const x = site.row(0);
  const to = site.attributes.int('to', 0);
  if (to === FLOAT) return x;
  return WHOLE.includes(to)
    ? { ...x, whole: true }
    : site.refuse(`got the type ${to}, allowed are FLOAT, INT32, INT64`);
};

const reshaped = (site: Site, dims: readonly number[]): Row => {
  const x = site.input(0);
  if (x?.kind !== 'row') return site.refuse('its input is a constant: fold it');
  return countOf(dims) === countOf(x.dims)
    ? { ...x, dims }
    : site.refuse(`[${x.dims}] has not the size of [${dims}]`);
};

export const lowerReshape = (site: Site): Row => {
  const from = site.input(0)?.dims ?? [];
  if (site.attributes.int('allowzero', 0) !== 0 && site.constant(1).data.includes(0))
    site.refuse('allowzero is 1 and its shape has a 0: nothing would be left');
  const wanted = site.constant(1).data.map((d, k) => (d === 0 ? (from[k] ?? 1) : d));
  const known = wanted.reduce((product, d) => (d === -1 ? product : product * d), 1);
  return reshaped(
    site,
    wanted.map((d) => (d === -1 ? countOf(from) / known : d)),
  );
};

/** [what lies before the axis, the rest]; axis 0 would lay the rows of a batch end to end. */
export const lowerFlatten = (site: Site): Row => {
  const dims = site.input(0)?.dims ?? [];
  const axis = site.attributes.int('axis', 1);
  const at = axis < 0 ? axis + dims.length : axis;
  if (!(at >= 1 && at <= dims.length))
    site.refuse(`its axis ${axis} of the shape [${dims}] mixes rows of a batch`);
  return reshaped(site, [countOf(dims.slice(0, at)), countOf(dims.slice(at))]);
};

const axesOf = (site: Site): readonly number[] =>
  site.opset < 13 ? site.attributes.ints('axes') : site.input(1) === undefined ? [] : site.constant(1).data;

export const lowerSqueeze = (site: Site): Row => {
  const dims = site.input(0)?.dims ?? [];
  const axes = axesOf(site).map((axis) => axisOf(site, axis, dims.length));
  if (axes.length === 0)
    site.refuse('it names no axes: it would drop the batch of one row, and keep that of two');
  const wide = axes.find((axis) => dims[axis] !== 1);
  if (wide !== undefined) site.refuse(`its axis ${wide} of the shape [${dims}] is not 1`);
  return reshaped(
    site,
    dims.filter((_, k) => !axes.includes(k)),
  );
};

export const lowerUnsqueeze = (site: Site): Row => {
  const left = [...(site.input(0)?.dims ?? [])];
  const wanted = axesOf(site);
  const rank = left.length + wanted.length;
  const axes = wanted.map((axis) => axisOf(site, axis, rank));
  return reshaped(
    site,
    Array.from({ length: rank }, (_, k) => (axes.includes(k) ? 1 : (left.shift() ?? 1))),
  );
};

export const lowerConcat = (site: Site): Row => {
  const { builder, node } = site;
  const parts = node.input.map((_, k): Value => {
    const value = site.input(k);
    if (value === undefined || (value.kind === 'row' && value.whole))
      return site.refuse(`its input ${k} is not float`);
    return value;
  });
  const first = parts[0]?.dims ?? [];
  const axis = axisOf(site, site.attributes.int('axis', 1), first.length);
  innerOf(site, first, axis);
  const widths = parts.map(({ dims }) => dims[axis] ?? 0);
  for (const { dims } of parts) {
    if (dims.length !== first.length || dims.some((d, k) => k !== axis && d !== first[k])) {
      site.refuse(`the shapes [${first}] and [${dims}] do not fit`);
    }
  }
  const dims = first.map((d, k) => (k === axis ? widths.reduce((sum, w) => sum + w, 0) : d));
  return newRow(site, dims, (out) => {
    let at = 0;
    for (const part of parts) {
      const n = countOf(part.dims);
      const a = part.kind === 'row' ? part.ref : builder.floats(part.data);
      if (n > 0) builder.op('copy', { out: shift(out, at), a, n, k: 1 });
      at += n;
    }
  });
};

/** One axis, forwards. */
export const lowerSlice = (site: Site): Row => {
  const x = site.row(0);
  const { attributes: attribute, opset } = site;
  const list = (k: number, name: string): readonly number[] | undefined => {
    if (opset < 10) return attribute.has(name) ? attribute.ints(name) : undefined;
    return site.input(k) === undefined ? undefined : site.constant(k).data;
  };
  const starts = list(1, 'starts') ?? [];
  const ends = list(2, 'ends') ?? [];
  const axes = list(3, 'axes') ?? starts.map((_, k) => k);
  const [step = 1] = list(4, 'steps') ?? [];
  if (starts.length !== 1 || axes.length !== 1)
    site.refuse(`it slices ${starts.length} axes, allowed is one`);
  const axis = axisOf(site, axes[0] as number, x.dims.length);
  const inner = innerOf(site, x.dims, axis);
  const size = x.dims[axis] as number;
  const place = (at: number): number => Math.min(Math.max(at < 0 ? at + size : at, 0), size);
  const from = place(starts[0] as number);
  const count = Math.ceil((place(ends[0] as number) - from) / step);
  if (step < 1 || count < 1)
    site.refuse(`it takes ${starts[0]} to ${ends[0]} by ${step} of ${size}: nothing, or backwards`);
  if (inner > 1 && step > 1) site.refuse(`it steps by ${step} over lists of ${inner}`);
  const dims = x.dims.map((d, k) => (k === axis ? count : d));
  const a = shift(x.ref, from * inner);
  const made = newRow(site, dims, (out, n) =>
    site.builder.op('copy', { out, a, n, k: inner > 1 ? 1 : step }),
  );
  return { ...made, origin: inner * step === 1 || count === 1 ? originOf(x, from * inner) : undefined };
};

/** Where an element of the model's own input stands, so that an index taken from it can be checked before the call. */
const originOf = (x: Row, at: number): Ref | undefined =>
  x.origin === undefined ? undefined : shift(x.origin, at);

/** A table's row by a computed index (an embedding), or columns of a row by constant indices. */
export const lowerGather = (site: Site): Row => {
  const table = site.input(0);
  const index = site.input(1);
  const axis = site.attributes.int('axis', 0);
  if (table?.kind === 'constant' && index?.kind === 'row') return embed(site, table, index, axis);
  if (table?.kind === 'row' && index?.kind === 'constant') return pick(site, site.row(0), index, axis);
  return site.refuse(
    'allowed are a constant table with a computed index, or a computed row with constant indices',
  );
};

const embed = (site: Site, table: Constant, index: Row, axis: number): Row => {
  const { builder } = site;
  if (axisOf(site, axis, table.dims.length) !== 0)
    site.refuse(`its axis is ${axis}, allowed is 0 for a table`);
  if (countOf(index.dims) !== 1) site.refuse(`it takes ${countOf(index.dims)} indices a row, allowed is one`);
  // ONNX counts a negative index from the end, and has no answer outside: an index of the input's own can be checked before the call.
  const { origin } = index;
  if (origin === undefined) return site.refuse('its index is computed, allowed is a number of the input');
  const [rows = 0, ...inner] = table.dims;
  return newRow(site, [...index.dims, ...inner], (out, n) =>
    builder.op('gather', { out, a: origin, n, k: rows, w: builder.floats(table.data) }),
  );
};

const pick = (site: Site, x: Row, index: Constant, axis: number): Row => {
  const k = axisOf(site, axis, x.dims.length);
  const inner = innerOf(site, x.dims, k);
  const size = x.dims[k] as number;
  const dims = [...x.dims.slice(0, k), ...index.dims, ...x.dims.slice(k + 1)];
  const made = newRow(site, dims, (out) =>
    index.data.forEach((raw, at) => {
      const i = raw < 0 ? raw + size : raw;
      if (!(i >= 0 && i < size)) site.refuse(`its index ${raw} is outside 0 to ${size - 1}`);
      site.builder.op('copy', { out: shift(out, at * inner), a: shift(x.ref, i * inner), n: inner, k: 1 });
    }),
  );
  const [first = 0] = index.data;
  const one = index.data.length === 1 ? originOf(x, (first < 0 ? first + size : first) * inner) : undefined;
  return { ...made, origin: one };
};
