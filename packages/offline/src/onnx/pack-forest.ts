import { forestKey, MOST_FOREST_LEAVES } from '@causeway/contract';

/** A tree as `flattenTree` gives it: nodes in preorder, [feature | missing left | distance], and thresholds or leaf values. */
export type FlatTree = { readonly words: readonly number[]; readonly values: readonly number[] };

/** The words of a `forest` op: groups of four trees of n leaves, nodes then leaves from `leavesAt` on, and the leaves' unit. */
export type PackedForest = {
  readonly words: Uint32Array;
  readonly leavesAt: number;
  readonly n: number;
  readonly unit: number;
};

const MISSING_LEFT = 4096;
/** A forest may be so many times larger than its trees' own leaves: beyond, the trees as they are take fewer bytes. */
const MOST_PADDING = 4;

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);
const bitsOf = (x: number): number => {
  float[0] = x;
  return bits[0] as number;
};

/** The greatest number of branches on a way down; Infinity beyond the forest's limit. */
const depthOf = ({ words }: FlatTree, at = 0, above = 0): number => {
  const distance = (words[at] as number) >>> 13;
  if (distance === 0) return above;
  if (2 ** (above + 1) > MOST_FOREST_LEAVES) return Infinity;
  return Math.max(
    depthOf({ words, values: [] }, at + 1, above + 1),
    depthOf({ words, values: [] }, at + distance, above + 1),
  );
};

/** The power of two of which every leaf is a whole multiple of at most 127; null when there is none. */
export const leafUnit = (leaves: readonly number[]): number | null => {
  const most = leaves.reduce((top, x) => Math.max(top, Math.abs(x)), 0);
  if (most === 0) return 1;
  let unit = 1;
  while (127 * unit < most) unit *= 2;
  while (127 * (unit / 2) >= most) unit /= 2;
  return leaves.every((x) => Number.isInteger(x / unit)) ? unit : null;
};

/**
 * Trees as one forest of perfect trees, walked without branches and in a third of the bytes; null when they do not fit exactly: a tree deeper
 * than eight levels, a branch that sends what is missing to the right, a threshold that needs more than a float's upper half, leaves that
 * are no small multiples of one power of two (`compactEnsemble` makes such trees), or too much padding.
 */
export const packForest = (trees: readonly FlatTree[]): PackedForest | null => {
  const depth = Math.max(1, ...trees.map((tree) => depthOf(tree)));
  const n = 2 ** depth;
  const leaves = trees.flatMap(({ words, values }) =>
    values.filter((_, i) => (words[i] as number) >>> 13 === 0),
  );
  if (!Number.isFinite(depth) || n * trees.length > MOST_PADDING * leaves.length) return null;
  const unit = leafUnit(leaves);
  const fits = trees.every(({ words, values }) =>
    words.every(
      (s, i) =>
        (s >>> 13 === 0 && (s & 4095) === 0) ||
        (s >>> 13 !== 0 && (s & MISSING_LEFT) !== 0 && (bitsOf(values[i] as number) & 0xffff) === 0),
    ),
  );
  if (unit === null || !fits) return null;
  const fours = Math.ceil(trees.length / 4);
  const leavesAt = 4 * fours * (n - 1);
  const words = new Uint32Array(leavesAt + fours * n);
  const bytes = new Int8Array(words.buffer, 4 * leavesAt);
  trees.forEach((tree, t) => {
    const four = t >> 2;
    const put = (at: number, place: number): void => {
      const s = tree.words[at] as number;
      const value = tree.values[at] as number;
      if (place >= n - 1) bytes[4 * (four * n + place - (n - 1)) + (t & 3)] = value / unit;
      else if (s >>> 13 === 0) {
        put(at, 2 * place + 1);
        put(at, 2 * place + 2);
      } else {
        words[4 * (four * (n - 1) + place) + (t & 3)] =
          (forestKey(bitsOf(value) | 0) & 0xffff0000) | (4 * (s & 4095));
        put(at + 1, 2 * place + 1);
        put(at + (s >>> 13), 2 * place + 2);
      }
    };
    put(0, 0);
  });
  return { words, leavesAt, n, unit };
};
