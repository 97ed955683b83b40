export const GATHER = 5;

/**
 * The kernel's ops and their codes. An op's words: code, out, a, b, n, k, w, v (addresses but for n and k).
 *
 *   gemv       out[i] = Σ_j w[i, j] a[j] + v[i], i < n, j < k; rows of w padded with zeros to 4; summed in 4 lanes
 *   trees      out[target] += each tree's leaf value; b: n nodes' words, v: their thresholds or leaf values, w: k roots.
 *              w lies right behind b. A node: a[feature] < threshold, or NaN and its bit is set: the next node; else right.
 *   softmax    out = e^(a - max a) / Σ, over n
 *   normalise  out = (a - mean) / sqrt(variance + b[0]) * w + v, over n (LayerNormalization)
 *   gather     out = row a[0] of the k x n table w
 *   copy       out[i] = a[i k]
 *   add subtract multiply divide   out[i] = a[i k] ? b[i w]: steps k and w of 0 repeat a single number (here w is no address)
 *   relu tanh sigmoid              out[i] = f(a[i k])
 *   clip       out[i] = min(max(a[i k], b[0]), b[1])
 *   forest     out[0] += v[0] Σ leaves of perfect trees of n leaves, n a power of two, over k features of a. From b to w lie the nodes, from w on
 *              the leaves, both level by level and four trees side by side: node i of tree t at b + 4 (floor(t / 4) (n - 1) + i) + t % 4, a leaf, a
 *              signed byte, at the byte of w that counts alike. A node: a threshold's key (forest-key.ts) in the upper 16 bits, 4 feature in the
 *              lower. The feature's key >= the node's: right; else, and for NaN, left.
 */
export const OPS = {
  gemv: 1,
  trees: 2,
  softmax: 3,
  normalise: 4,
  gather: GATHER,
  copy: 6,
  add: 7,
  subtract: 8,
  multiply: 9,
  divide: 10,
  relu: 11,
  tanh: 12,
  sigmoid: 13,
  clip: 14,
  forest: 16,
} as const;
export type OpName = keyof typeof OPS;

/** One op, its addresses resolved. */
export type Op = {
  readonly code: number;
  readonly out: number;
  readonly a: number;
  readonly b: number;
  readonly n: number;
  readonly k: number;
  readonly w: number;
  readonly v: number;
};
