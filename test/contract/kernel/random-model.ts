import {
  type BlobBuilder,
  createBlobBuilder,
  Fault,
  forestKey,
  padded,
  type Ref,
  shift,
} from '@causeway/contract';

/** A seeded uniform in [0, 1) (mulberry32): the models here are the same in every run and runtime. */
export const seeded = (seed: number): (() => number) => {
  let s = seed >>> 0;
  return () => {
    s = (s + 0x6d2b79f5) >>> 0;
    let t = Math.imul(s ^ (s >>> 15), s | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
};

type Vector = { readonly ref: Ref; readonly n: number };
type Draw = () => number;

const between = (u: Draw, low: number, high: number): number => low + (high - low) * u();
const whole = (u: Draw, low: number, high: number): number => low + Math.floor(u() * (high - low + 1));
const reals = (u: Draw, n: number, size: number): number[] =>
  Array.from({ length: n }, () => between(u, -size, size));

/** Nodes of one random tree in preorder: [feature | missing | distance] and threshold or leaf value. */
const tree = (u: Draw, features: number, targets: number, depth: number): { s: number[]; v: number[] } => {
  if (depth === 0 || u() < 0.1) return { s: [whole(u, 0, targets - 1)], v: [between(u, -1, 1)] };
  const left = tree(u, features, targets, depth - 1);
  const right = tree(u, features, targets, depth - 1);
  const head = (whole(u, 0, features - 1) | (u() < 0.5 ? 4096 : 0) | ((left.s.length + 1) << 13)) >>> 0;
  return { s: [head, ...left.s, ...right.s], v: [between(u, -2, 2), ...left.v, ...right.v] };
};

const trees = (b: BlobBuilder, u: Draw, from: Vector): Vector => {
  const n = whole(u, 1, 3);
  const k = whole(u, 1, 6);
  const s: number[] = [];
  const v: number[] = [];
  const roots: number[] = [];
  for (let t = 0; t < k; t++) {
    const one = tree(u, from.n, n, whole(u, 0, 5));
    roots.push(s.length);
    s.push(...one.s);
    v.push(...one.v);
  }
  const nodes = b.wholes([...s, ...roots]);
  const out = b.vector(n);
  b.op('copy', { out, a: b.floats(reals(u, n, 1)), n, k: 1 });
  b.op('trees', { out, a: from.ref, b: nodes, n, k, w: shift(nodes, s.length), v: b.floats(v) });
  return { ref: out, n };
};

/** Perfect trees in groups of four: every node and leaf drawn; now and then a threshold of 0. */
const forest = (b: BlobBuilder, u: Draw, from: Vector): Vector => {
  const n = 2 ** whole(u, 1, 5);
  const trees = 4 * whole(u, 1, 3);
  const bits = new Int32Array(1);
  const nodes = Array.from({ length: trees * (n - 1) }, () => {
    new Float32Array(bits.buffer)[0] = u() < 0.05 ? 0 : between(u, -2, 2);
    return ((forestKey(bits[0] as number) & 0xffff0000) | (4 * whole(u, 0, from.n - 1))) >>> 0;
  });
  const leaves = new Uint32Array(Uint8Array.from({ length: trees * n }, () => whole(u, 0, 255)).buffer);
  const at = b.wholes([...nodes, ...leaves]);
  const out = b.vector(1);
  b.op('copy', { out, a: b.floats([between(u, -1, 1)]), n: 1, k: 1 });
  const [w, v] = [shift(at, nodes.length), b.floats([between(u, 0, 0.01)])];
  b.op('forest', { out, a: from.ref, b: at, n, k: from.n, w, v });
  return { ref: out, n: 1 };
};

const LAYERS: readonly ((b: BlobBuilder, u: Draw, from: Vector) => Vector)[] = [
  (b, u, { ref, n: k }) => {
    const n = whole(u, 1, 19);
    const out = b.vector(n);
    b.op('gemv', { out, a: ref, n, k, w: b.matrix(reals(u, n * k, 1), n, k), v: b.floats(reals(u, n, 1)) });
    return { ref: out, n };
  },
  trees,
  forest,
  ...(['softmax', 'relu', 'tanh', 'sigmoid'] as const).map(
    (name) =>
      (b: BlobBuilder, _: Draw, { ref, n }: Vector) => {
        const out = b.vector(n);
        b.op(name, { out, a: ref, n, k: 1 });
        return { ref: out, n };
      },
  ),
  (b, u, { ref, n }) => {
    const out = b.vector(n);
    const [w, v] = [b.floats(reals(u, n, 2)), b.floats(reals(u, n, 1))];
    b.op('normalise', { out, a: ref, b: b.floats([1e-5]), n, w, v });
    return { ref: out, n };
  },
  ...(['add', 'subtract', 'multiply', 'divide'] as const).flatMap((name) =>
    [0, 1].map((step) => (b: BlobBuilder, u: Draw, { ref, n }: Vector) => {
      const out = b.vector(n);
      const other = b.floats(reals(u, step === 1 ? n : 1, 3));
      if (u() < 0.5) b.op(name, { out, a: ref, b: other, n, k: 1, w: step });
      else b.op(name, { out, a: other, b: ref, n, k: step, w: 1 });
      return { ref: out, n };
    }),
  ),
  (b, u, { ref, n }) => {
    const out = b.vector(n);
    const low = between(u, -1, 0.5);
    b.op('clip', { out, a: ref, b: b.floats([low, low + u()]), n, k: 1 });
    return { ref: out, n };
  },
  (b, u, { ref, n }) => {
    // A slice by steps, and a concatenation of it with the whole.
    const step = whole(u, 1, 3);
    const m = Math.ceil(n / step);
    const out = b.vector(n + m);
    b.op('copy', { out, a: ref, n, k: 1 });
    b.op('copy', { out: shift(out, n), a: ref, n: m, k: step });
    return { ref: out, n: n + m };
  },
];
const LINKS = ['sigmoid', 'tanh', 'softmax', 'copy'] as const;

export type RandomModel = {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly inputs: number;
  readonly missing: boolean;
};

const buildModel = (u: Draw): RandomModel => {
  const inputs = whole(u, 1, 24);
  const missing = u() < 0.25;
  const b = createBlobBuilder({ inputs, missing });
  let at: Vector = { ref: b.input, n: inputs };
  if (missing) at = trees(b, u, at);
  else if (u() < 0.3) {
    const n = whole(u, 1, 9);
    const out = b.vector(n + inputs);
    b.op('gather', { out, a: b.input, n, k: 8, w: b.floats(reals(u, n * 8, 2)) });
    b.op('copy', { out: shift(out, n), a: b.input, n: inputs, k: 1 });
    at = { ref: out, n: n + inputs };
  }
  for (let layers = whole(u, 0, 5); layers > 0 && at.n < 60; layers--) {
    at = (LAYERS[whole(u, 0, LAYERS.length - 1)] as (typeof LAYERS)[number])(b, u, at);
  }
  const link = LINKS[whole(u, 0, LINKS.length - 1)] as (typeof LINKS)[number];
  const out = b.vector(padded(at.n));
  b.op(link, { out, a: at.ref, n: at.n, k: 1 });
  return { bytes: b.seal(out, at.n, reals(u, inputs, 1).fill(1, 0, 1)), inputs, missing };
};

/**
 * A random, valid model of up to six layers of any op; some begin with a table chosen by input 0, some with trees. One that
 * gives no finite number on its golden row (0 / 0) is drawn again.
 */
export const randomModel = (seed: number): RandomModel => {
  const u = seeded(seed);
  for (;;) {
    try {
      return buildModel(u);
    } catch (error) {
      if (!(error instanceof Fault && /not a finite number/.test(error.message))) throw error;
    }
  }
};

/** A row that the model takes; about one number in five is missing where that is allowed. */
export const randomRow = ({ inputs, missing }: RandomModel, seed: number): number[] => {
  const u = seeded(seed);
  const row = reals(u, inputs, u() < 0.1 ? 200 : 3);
  if (missing) return row.map((x) => (u() < 0.2 ? NaN : x));
  row[0] = whole(u, 0, 7);
  return row;
};
