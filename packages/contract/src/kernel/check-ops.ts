import {
  HEADER_WORDS,
  MOST_BLOB_BYTES,
  MOST_FOREST_LEAVES,
  MOST_TREE_FEATURES,
  OP_WORDS,
  OPS_AT,
  padded,
} from './blob-layout.ts';
import type { Op } from './op.ts';
import { OPS } from './op.ts';
import { refuseBlob } from './refuse-blob.ts';

/** The words a blob and its arena occupy: [blob | arena], the inputs first in the arena. */
export type Extent = { readonly blob: number; readonly total: number; readonly inputs: number };

export const readOp = (u: Uint32Array, k: number): Op => {
  const word = (j: number): number => u[HEADER_WORDS + k * OP_WORDS + j] as number;
  return {
    code: word(0),
    out: word(1),
    a: word(2),
    b: word(3),
    n: word(4),
    k: word(5),
    w: word(6),
    v: word(7),
  };
};

const nameOf = (code: number): string | undefined =>
  Object.entries(OPS).find(([, known]) => known === code)?.[0];

const checkTrees = (u: Uint32Array, op: Op, extent: Extent, at: string): void => {
  const nodes = op.w - op.b;
  for (let t = 0; t < op.k; t++) {
    if ((u[op.w + t] as number) >= nodes) refuseBlob(at, `tree ${t} begins outside its ${nodes} nodes`);
  }
  for (let i = 0; i < nodes; i++) {
    const s = u[op.b + i] as number;
    const low = s & (MOST_TREE_FEATURES - 1);
    if (s >>> 13 === 0) {
      if (low >= op.n) refuseBlob(at, `leaf ${i} votes for ${low} of ${op.n}`);
    } else if (i + (s >>> 13) >= nodes) refuseBlob(at, `node ${i} has a child outside its ${nodes} nodes`);
    else if (op.a + low >= extent.total)
      refuseBlob(at, `node ${i} looks at word ${op.a + low}, behind the model`);
  }
};

/** The upper half of the largest finite float: no threshold's key lies beyond. */
const MOST_KEY = 0x7f7f;

/** A forest of whole groups of four perfect trees, whose nodes look at features that it has, and whose thresholds are finite. */
const checkForest = (u: Uint32Array, { b, n, k, w }: Op, extent: Extent, at: string): void => {
  if (n > MOST_FOREST_LEAVES || (n & (n - 1)) !== 0 || n < 2 || k < 1 || k > MOST_TREE_FEATURES)
    refuseBlob(
      at,
      `got trees of ${n} leaves over ${k} features, allowed are 2, 4, .. ${MOST_FOREST_LEAVES} over 1 to ${MOST_TREE_FEATURES}`,
    );
  const fours = (w - b) / (4 * (n - 1));
  if (b < HEADER_WORDS || !(fours >= 1) || fours % 1 !== 0 || w + fours * n > extent.blob)
    refuseBlob(at, 'its leaves do not lie behind its nodes, four trees at a time, inside the model');
  for (let i = b; i < w; i++) {
    const s = u[i] as number;
    if ((s & 3) !== 0 || (s & 0xffff) >> 2 >= k)
      refuseBlob(at, `node ${i - b} looks at no feature of its ${k}`);
    if (Math.abs(s >> 16) > MOST_KEY) refuseBlob(at, `node ${i - b} has no finite threshold`);
  }
};

/** An op that reads a word after it wrote there would give what the order of its own steps makes of it. */
const apart = (at: string, name: string, out: number, n: number, from: number, words: number): void => {
  if (out < from + words && from < out + n)
    refuseBlob(at, `${name} writes words ${out} to ${out + n}, over what it reads`);
};

/**
 * Every word an op reads or writes lies where it may: it writes to the arena behind the inputs, and reads the blob or the
 * arena. Throws `bad-model` for an unknown op or an address outside.
 */
export const checkOps = (u: Uint32Array, extent: Extent): void => {
  for (let index = 0; index < (u[OPS_AT] as number); index++) {
    const op = readOp(u, index);
    const { code, out, a, b, n, k, w, v } = op;
    const name = nameOf(code);
    const at = `op ${index}`;
    if (name === undefined) return refuseBlob(at, `got the op ${code}, which this kernel does not know`);
    if (k > MOST_BLOB_BYTES) refuseBlob(at, `${name} has the size or step ${k}, over ${MOST_BLOB_BYTES}`);
    const reads = (from: number, words: number): void => {
      if (from < HEADER_WORDS || from + words > extent.total) {
        refuseBlob(
          at,
          `${name} reads words ${from} to ${from + words}, outside ${HEADER_WORDS} to ${extent.total}`,
        );
      }
    };
    // The kernel looks at word b of these too, and drops what it finds.
    const alone = (second: number): void => {
      if (second !== 0) refuseBlob(at, `${name} takes no second input, got word ${second}`);
    };
    const free = extent.blob + padded(extent.inputs);
    const written = code === OPS.forest ? 1 : n;
    if (n < 1 || out < free || out + written > extent.total) {
      refuseBlob(at, `${name} writes words ${out} to ${out + written}, outside ${free} to ${extent.total}`);
    }
    if (code === OPS.gemv) {
      reads(a, padded(k));
      reads(w, n * padded(k));
      reads(v, n);
      // One row writes after it has read all; its weights for the padding are zeros, and blobs are about that let it write there.
      apart(at, name, out, n, a, n === 1 ? k : padded(k));
      apart(at, name, out, n, w, n * padded(k));
      apart(at, name, out, n, v, n);
    } else if (code === OPS.trees) {
      reads(a, 1);
      reads(b, Math.max(w - b, 1));
      reads(w, k);
      reads(v, w - b);
      if (w < b || w + k > extent.blob) refuseBlob(at, 'the roots do not lie behind the nodes');
      checkTrees(u, op, extent, at);
    } else if (code === OPS.forest) {
      checkForest(u, op, extent, at);
      reads(a, padded(k));
      reads(v, 1);
    } else if (code === OPS.softmax) {
      reads(a, n);
    } else if (code === OPS.normalise) {
      reads(a, n);
      reads(b, 1);
      reads(w, n);
      reads(v, n);
    } else if (code === OPS.gather) {
      reads(a, 1);
      reads(w, n * k);
      alone(b);
      if (k < 1) refuseBlob(at, 'gather has a table of no rows');
    } else {
      reads(a, (n - 1) * k + 1);
      // Four at a time: what it writes must not be what it reads next.
      if (code === OPS.relu && k === 1 && out > a) apart(at, name, out, n, a, n);
      if (code === OPS.clip) reads(b, 2);
      if (code >= OPS.add && code <= OPS.divide) reads(b, (n - 1) * w + 1);
      else if (w !== 0) refuseBlob(at, `${name} takes no second step, got ${w}`);
      else if (code !== OPS.clip) alone(b);
    }
  }
};
