/*
 * The inner loops of the dense nets, in AssemblyScript: built by build.mjs, called through src/kernel/net-kernel.ts.
 * Matrices are f32, row-major, each row padded with zeros to a multiple of 4 (`ld`, the padded width, in numbers); nothing
 * here ever writes a number other than zero into the padding. Every pointer is a byte offset that the caller chose.
 */
export * from './gemm';
export * from './net-losses';

import { exp } from './exp';

/** out (n x m) = Wᵀ, W (m x n); ldw, ldo their padded widths. */
export function transpose(w: usize, m: i32, n: i32, ldw: i32, out: usize, ldo: i32): void {
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      store<f32>(out + ((<usize>j * ldo + i) << 2), load<f32>(w + ((<usize>i * ldw + j) << 2)));
    }
  }
}

/** out row i = x row rows[i]; rows: u32 x n. */
export function gather(x: usize, ld: i32, rows: usize, n: i32, out: usize): void {
  const bytes = (<usize>ld) << 2;
  for (let i = 0; i < n; i++) {
    memory.copy(out + <usize>i * bytes, x + <usize>load<u32>(rows + ((<usize>i) << 2)) * bytes, bytes);
  }
}

/** y[i][j] += bias[j]. */
export function addBias(y: usize, m: i32, ld: i32, bias: usize): void {
  const bytes = (<usize>ld) << 2;
  for (let i = 0; i < m; i++) {
    for (let j: usize = 0; j < bytes; j += 16) {
      v128.store(y + j, f32x4.add(v128.load(y + j), v128.load(bias + j)));
    }
    y += bytes;
  }
}

/** out[j] = Σ_i y[i][j]: the bias's gradient. */
export function columnSums(y: usize, m: i32, ld: i32, out: usize): void {
  const bytes = (<usize>ld) << 2;
  memory.fill(out, 0, bytes);
  for (let i = 0; i < m; i++) {
    for (let j: usize = 0; j < bytes; j += 16) {
      v128.store(out + j, f32x4.add(v128.load(out + j), v128.load(y + j)));
    }
    y += bytes;
  }
}

/** y = max(0, y), over `count` numbers (a multiple of 4). */
export function relu(y: usize, count: i32): void {
  const end = y + ((<usize>count) << 2);
  for (; y < end; y += 16) v128.store(y, f32x4.max(v128.load(y), f32x4.splat(0)));
}

/** dy = dy where y > 0, else 0. */
export function reluBack(dy: usize, y: usize, count: i32): void {
  const end = y + ((<usize>count) << 2);
  for (; y < end; y += 16) {
    v128.store(dy, v128.and(v128.load(dy), f32x4.gt(v128.load(y), f32x4.splat(0))));
    dy += 16;
  }
}

export function tanh(y: usize, count: i32): void {
  const end = y + ((<usize>count) << 2);
  for (; y < end; y += 4) {
    const v = <f64>load<f32>(y);
    // Near 0 the difference cancels; v - v³/3 is exact there to f32.
    store<f32>(y, <f32>(abs(v) < 1e-4 ? v - (v * v * v) / 3 : 1 - 2 / (exp(2 * v) + 1)));
  }
}

/** dy *= 1 - y². */
export function tanhBack(dy: usize, y: usize, count: i32): void {
  const end = y + ((<usize>count) << 2);
  const one = f32x4.splat(1);
  for (; y < end; y += 16) {
    const v = v128.load(y);
    v128.store(dy, f32x4.mul(v128.load(dy), f32x4.sub(one, f32x4.mul(v, v))));
    dy += 16;
  }
}

/** hat = (y - mean)/sqrt(variance + 1e-5) by row over its n columns; y = gain hat + shift; keeps 1/sqrt(..) in scale (f32 x m). */
export function layerNorm(
  y: usize,
  m: i32,
  n: i32,
  ld: i32,
  gain: usize,
  shift: usize,
  hat: usize,
  scale: usize,
): void {
  for (let i = 0; i < m; i++) {
    let sum: f64 = 0;
    let squares: f64 = 0;
    for (let j: usize = 0; j < <usize>n; j++) sum += <f64>load<f32>(y + (j << 2));
    const mean = sum / <f64>n;
    for (let j: usize = 0; j < <usize>n; j++) {
      const v = <f64>load<f32>(y + (j << 2)) - mean;
      squares += v * v;
    }
    const inverse = 1 / sqrt(squares / <f64>n + 1e-5);
    store<f32>(scale + ((<usize>i) << 2), <f32>inverse);
    for (let j: usize = 0; j < <usize>n; j++) {
      const v = <f32>((<f64>load<f32>(y + (j << 2)) - mean) * inverse);
      store<f32>(hat + (j << 2), v);
      store<f32>(y + (j << 2), load<f32>(gain + (j << 2)) * v + load<f32>(shift + (j << 2)));
    }
    y += (<usize>ld) << 2;
    hat += (<usize>ld) << 2;
  }
}

/** dgain_j = Σ dy hat, dshift_j = Σ dy; dy becomes the gradient of the norm's input. */
export function layerNormBack(
  dy: usize,
  m: i32,
  n: i32,
  ld: i32,
  gain: usize,
  hat: usize,
  scale: usize,
  dgain: usize,
  dshift: usize,
): void {
  memory.fill(dgain, 0, (<usize>ld) << 2);
  columnSums(dy, m, ld, dshift);
  for (let i = 0; i < m; i++) {
    let mean: f64 = 0;
    let slope: f64 = 0;
    for (let at: usize = 0; at < (<usize>n) << 2; at += 4) {
      const d = load<f32>(dy + at);
      const v = load<f32>(hat + at);
      store<f32>(dgain + at, load<f32>(dgain + at) + d * v);
      mean += <f64>(d * load<f32>(gain + at));
      slope += <f64>(d * load<f32>(gain + at) * v);
    }
    mean /= <f64>n;
    slope /= <f64>n;
    const inverse = <f64>load<f32>(scale + ((<usize>i) << 2));
    for (let at: usize = 0; at < (<usize>n) << 2; at += 4) {
      const d = <f64>(load<f32>(dy + at) * load<f32>(gain + at));
      store<f32>(dy + at, <f32>(inverse * (d - mean - <f64>load<f32>(hat + at) * slope)));
    }
    dy += (<usize>ld) << 2;
    hat += (<usize>ld) << 2;
  }
}

/** One step of Adam with decoupled decay; `rate` and `root` hold the bias corrections: w -= rate m/(sqrt(v) root + eps) + fade w. */
export function adam(
  w: usize,
  g: usize,
  m: usize,
  v: usize,
  count: i32,
  rate: f32,
  b1: f32,
  b2: f32,
  root: f32,
  eps: f32,
  fade: f32,
): void {
  const bytes = (<usize>count) << 2;
  for (let at: usize = 0; at < bytes; at += 16) {
    const d = v128.load(g + at);
    const m1 = f32x4.add(f32x4.mul(f32x4.splat(b1), v128.load(m + at)), f32x4.mul(f32x4.splat(1 - b1), d));
    const v1 = f32x4.add(
      f32x4.mul(f32x4.splat(b2), v128.load(v + at)),
      f32x4.mul(f32x4.splat(1 - b2), f32x4.mul(d, d)),
    );
    v128.store(m + at, m1);
    v128.store(v + at, v1);
    const low = f32x4.add(f32x4.mul(f32x4.sqrt(v1), f32x4.splat(root)), f32x4.splat(eps));
    const own = v128.load(w + at);
    const step = f32x4.add(
      f32x4.div(f32x4.mul(f32x4.splat(rate), m1), low),
      f32x4.mul(f32x4.splat(fade), own),
    );
    v128.store(w + at, f32x4.sub(own, step));
  }
}
