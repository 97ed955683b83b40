/*
 * The inner loops of the boosted trees, in AssemblyScript: built by build.mjs, called through src/kernel/boost-kernel.ts.
 * Memory is the caller's: every pointer is a byte offset that it chose. Layouts:
 *   bins   u8, n x d row-major; code 0 is a missing value, codes 1..k are the value bins of the feature
 *   columns  the same codes by feature, d x n: a split reads one byte a row, and those lie together here
 *   rows   u32, the rows of one node, ascending
 *   pairs  f32 x 2 by row: gradient, hessian; on a grid (snap) on which all sums below are exact
 *   hist   f64 x 2 (sum of gradients, sum of hessians) by feature and code, STRIDE bytes a feature
 * A feature's 256 cells are 4096 bytes; one more line of 64 keeps equal codes of different features from falling into
 * one set of the first-level cache.
 */
export * from './bins';
export * from './boost-pairs';

const STRIDE: usize = 4160;
/** Features swept at once: their histograms (266 kB) stay in the second-level cache. */
const SWEEP: i32 = 64;
/** Rows touched ahead of use, all at once, so that their cache misses overlap (wasm has no prefetch). */
const AHEAD: i32 = 16;

/** hist[f][bins[r][f]] += pairs[r] for the n rows r and all d features f. */
export function histogram(bins: usize, d: i32, rows: usize, n: i32, pairs: usize, hist: usize): void {
  let seen: u32 = 0;
  for (let from = 0; from < d; from += SWEEP) {
    const width = min(SWEEP, d - from);
    const sweep = bins + <usize>from;
    const cells = hist + <usize>from * STRIDE;
    for (let at = 0; at < n; at += AHEAD) {
      const end = min(at + AHEAD, n);
      const far = min(end + AHEAD, n);
      for (let i = end; i < far; i++) {
        const b = sweep + <usize>load<u32>(rows + ((<usize>i) << 2)) * <usize>d;
        seen += <u32>load<u8>(b) + <u32>load<u8>(b + <usize>(width - 1));
      }
      for (let i = at; i < end; i++) {
        const r = <usize>load<u32>(rows + ((<usize>i) << 2));
        addRow(sweep + r * <usize>d, width, v128.load64_zero(pairs + (r << 3)), cells);
      }
    }
  }
  // The touches must have a use, or the optimiser removes them.
  store<u32>(0, seen);
}

function addRow(bins: usize, width: i32, pair: v128, hist: usize): void {
  const v = f64x2.promote_low_f32x4(pair);
  let b = bins;
  let h = hist;
  let left = width;
  for (; left >= 8; left -= 8) {
    let p = h + ((<usize>load<u8>(b)) << 4);
    v128.store(p, f64x2.add(v128.load(p), v));
    p = h + ((<usize>load<u8>(b, 1)) << 4);
    v128.store(p, f64x2.add(v128.load(p, 4160), v), 4160);
    p = h + ((<usize>load<u8>(b, 2)) << 4);
    v128.store(p, f64x2.add(v128.load(p, 8320), v), 8320);
    p = h + ((<usize>load<u8>(b, 3)) << 4);
    v128.store(p, f64x2.add(v128.load(p, 12480), v), 12480);
    p = h + ((<usize>load<u8>(b, 4)) << 4);
    v128.store(p, f64x2.add(v128.load(p, 16640), v), 16640);
    p = h + ((<usize>load<u8>(b, 5)) << 4);
    v128.store(p, f64x2.add(v128.load(p, 20800), v), 20800);
    p = h + ((<usize>load<u8>(b, 6)) << 4);
    v128.store(p, f64x2.add(v128.load(p, 24960), v), 24960);
    p = h + ((<usize>load<u8>(b, 7)) << 4);
    v128.store(p, f64x2.add(v128.load(p, 29120), v), 29120);
    h += 33280;
    b += 8;
  }
  for (; left > 0; left--) {
    const p = h + ((<usize>load<u8>(b)) << 4);
    v128.store(p, f64x2.add(v128.load(p), v));
    h += STRIDE;
    b += 1;
  }
}

/** parent -= child, over d features: the sibling's histogram. */
export function subtract(parent: usize, child: usize, d: i32): void {
  const bytes = <usize>d * STRIDE;
  for (let at: usize = 0; at < bytes; at += 16) {
    v128.store(parent + at, f64x2.sub(v128.load(parent + at), v128.load(child + at)));
  }
}

export function clear(at: usize, bytes: usize): void {
  memory.fill(at, 0, bytes);
}

/**
 * The best split of a node with sums g, h. counts: u32 k by feature. A split sends codes 1..bin (and 0 when missing goes
 * left) to the left; its score is GL²/(HL + l2) + GR²/(HR + l2); both sides need a hessian of minHessian. The first
 * split in the order feature, missing right before left, bin wins among equals. Writes f64 x 7 to out: score (or
 * `floor` when none is above it), feature, bin, missing left, GL, HL, whether the node has missing values of the feature.
 */
export function scan(
  hist: usize,
  d: i32,
  counts: usize,
  g: f64,
  h: f64,
  l2: f64,
  minHessian: f64,
  floor: f64,
  out: usize,
): void {
  const total = f64x2.replace_lane(f64x2.splat(g), 1, h);
  const ridge = f64x2.splat(l2);
  const most = h - minHessian;
  let best = floor;
  store<f64>(out, floor);
  for (let f = 0; f < d; f++) {
    const k = load<i32>(counts + ((<usize>f) << 2));
    const cells = hist + <usize>f * STRIDE;
    const missing = v128.load(cells);
    const some = v128.any_true(missing);
    const sides = some ? 2 : 1;
    for (let side = 0; side < sides; side++) {
      // Missing left with all values left is the whole node; missing right with all values left is a split of its own.
      const last = some && side === 0 ? k : k - 1;
      let sum = side === 0 ? f64x2.splat(0) : missing;
      for (let b = 1; b <= last; b++) {
        sum = f64x2.add(sum, v128.load(cells + ((<usize>b) << 4)));
        const left = f64x2.extract_lane(sum, 1);
        if (left < minHessian) continue;
        if (left > most) break;
        const rest = f64x2.sub(total, sum);
        const top = v128.shuffle<f64>(sum, rest, 0, 2);
        const low = f64x2.add(v128.shuffle<f64>(sum, rest, 1, 3), ridge);
        const parts = f64x2.div(f64x2.mul(top, top), low);
        const score = f64x2.extract_lane(parts, 0) + f64x2.extract_lane(parts, 1);
        if (score > best) {
          best = score;
          store<f64>(out, score);
          store<f64>(out, <f64>f, 8);
          store<f64>(out, <f64>b, 16);
          store<f64>(out, <f64>side, 24);
          store<f64>(out, f64x2.extract_lane(sum, 0), 32);
          store<f64>(out, left, 40);
          store<f64>(out, some ? 1 : 0, 48);
        }
      }
    }
  }
}

/** Stable: the rows that go left come first; gives their number. column: the codes of one feature; spare: n u32. */
export function partition(column: usize, bin: i32, missingLeft: i32, rows: usize, n: i32, spare: usize): i32 {
  // With missing right, code 0 wraps to 255, which is above every bin.
  const shift: u32 = missingLeft !== 0 ? 0 : 1;
  const limit = <u32>bin - shift;
  let left: usize = rows;
  let right: usize = spare;
  for (let i = 0; i < n; i++) {
    const r = load<u32>(rows + ((<usize>i) << 2));
    const goes = ((<u32>load<u8>(column + <usize>r) - shift) & 255) <= limit;
    store<u32>(left, r);
    store<u32>(right, r);
    left += (<usize>goes) << 2;
    right += (<usize>!goes) << 2;
  }
  memory.copy(left, spare, right - spare);
  return <i32>((left - rows) >> 2);
}

/** score[r] += value for the n rows (score f64). */
export function addLeaf(rows: usize, n: i32, score: usize, value: f64): void {
  for (let i = 0; i < n; i++) {
    const p = score + ((<usize>load<u32>(rows + ((<usize>i) << 2))) << 3);
    store<f64>(p, load<f64>(p) + value);
  }
}

/**
 * score[r] += the leaf that row r reaches. nodes: i32 x 4 by node (feature or -1, bin, missing left, left child; the right
 * child follows the left), values: f32 by node.
 */
export function descend(
  bins: usize,
  d: i32,
  rows: usize,
  n: i32,
  nodes: usize,
  values: usize,
  score: usize,
): void {
  for (let i = 0; i < n; i++) {
    const r = <usize>load<u32>(rows + ((<usize>i) << 2));
    const row = bins + r * <usize>d;
    let node: usize = 0;
    for (;;) {
      const at = nodes + (node << 4);
      const feature = load<i32>(at);
      if (feature < 0) break;
      const code = <i32>load<u8>(row + <usize>feature);
      const goes = code === 0 ? load<i32>(at, 8) !== 0 : code <= load<i32>(at, 4);
      node = <usize>load<i32>(at, 12) + <usize>!goes;
    }
    const p = score + (r << 3);
    store<f64>(p, load<f64>(p) + <f64>load<f32>(values + (node << 2)));
  }
}

/** Writes Σ g, Σ h over the n rows to out (f64 x 2). */
export function sums(rows: usize, n: i32, pairs: usize, out: usize): void {
  let total = f64x2.splat(0);
  for (let i = 0; i < n; i++) {
    const r = <usize>load<u32>(rows + ((<usize>i) << 2));
    total = f64x2.add(total, f64x2.promote_low_f32x4(v128.load64_zero(pairs + (r << 3))));
  }
  v128.store(out, total);
}
