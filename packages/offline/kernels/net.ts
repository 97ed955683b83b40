/*
 * The inner loops of the dense nets, in AssemblyScript: built by build.mjs, called through src/kernel/net-kernel.ts.
 * Matrices are f32, row-major, each row padded with zeros to a multiple of 4 (`ld`, the padded width, in numbers); nothing
 * here ever writes a number other than zero into the padding. Every pointer is a byte offset that the caller chose.
 */
import { exp } from './exp.ts';

/** C (m x ldn) = A (m x k) B (k x ldn). A's element (i, p) is at a + i rs + p cs (bytes), so A may be a transpose. */
export function gemm(a: usize, rs: usize, cs: usize, b: usize, c: usize, m: i32, ldn: i32, k: i32): void {
  const row = (<usize>ldn) << 2;
  let i = 0;
  for (; i + 4 <= m; i += 4) {
    const a0 = a + <usize>i * rs;
    const c0 = c + <usize>i * row;
    let j: usize = 0;
    for (; j + 32 <= row; j += 32) block48(a0, rs, cs, b + j, row, c0 + j, k);
    if (j < row) block44(a0, rs, cs, b + j, row, c0 + j, k);
  }
  for (; i < m; i++) {
    for (let j: usize = 0; j < row; j += 16)
      block14(a + <usize>i * rs, cs, b + j, row, c + <usize>i * row + j, k);
  }
}

function block48(a: usize, rs: usize, cs: usize, b: usize, row: usize, c: usize, k: i32): void {
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  const a1 = rs;
  const a2 = rs + rs;
  const a3 = a2 + rs;
  for (let p = 0; p < k; p++) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let s = v128.load32_splat(a);
    c00 = f32x4.add(c00, f32x4.mul(s, b0));
    c01 = f32x4.add(c01, f32x4.mul(s, b1));
    s = v128.load32_splat(a + a1);
    c10 = f32x4.add(c10, f32x4.mul(s, b0));
    c11 = f32x4.add(c11, f32x4.mul(s, b1));
    s = v128.load32_splat(a + a2);
    c20 = f32x4.add(c20, f32x4.mul(s, b0));
    c21 = f32x4.add(c21, f32x4.mul(s, b1));
    s = v128.load32_splat(a + a3);
    c30 = f32x4.add(c30, f32x4.mul(s, b0));
    c31 = f32x4.add(c31, f32x4.mul(s, b1));
    a += cs;
    b += row;
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  v128.store(c + row, c10);
  v128.store(c + row, c11, 16);
  v128.store(c + 2 * row, c20);
  v128.store(c + 2 * row, c21, 16);
  v128.store(c + 3 * row, c30);
  v128.store(c + 3 * row, c31, 16);
}

function block44(a: usize, rs: usize, cs: usize, b: usize, row: usize, c: usize, k: i32): void {
  let c0 = f32x4.splat(0);
  let c1 = c0;
  let c2 = c0;
  let c3 = c0;
  const a2 = rs + rs;
  const a3 = a2 + rs;
  for (let p = 0; p < k; p++) {
    const b0 = v128.load(b);
    c0 = f32x4.add(c0, f32x4.mul(v128.load32_splat(a), b0));
    c1 = f32x4.add(c1, f32x4.mul(v128.load32_splat(a + rs), b0));
    c2 = f32x4.add(c2, f32x4.mul(v128.load32_splat(a + a2), b0));
    c3 = f32x4.add(c3, f32x4.mul(v128.load32_splat(a + a3), b0));
    a += cs;
    b += row;
  }
  v128.store(c, c0);
  v128.store(c + row, c1);
  v128.store(c + 2 * row, c2);
  v128.store(c + 3 * row, c3);
}

function block14(a: usize, cs: usize, b: usize, row: usize, c: usize, k: i32): void {
  let c0 = f32x4.splat(0);
  for (let p = 0; p < k; p++) {
    c0 = f32x4.add(c0, f32x4.mul(v128.load32_splat(a), v128.load(b)));
    a += cs;
    b += row;
  }
  v128.store(c, c0);
}

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

/** Σ w (ln(1 + e^z) - y z), and dz = w (σ(z) - y) times `unit`. z, dz: first column of rows of width ld; y, w: f32 x m. */
export function logisticLoss(z: usize, m: i32, ld: i32, y: usize, w: usize, unit: f64, dz: usize): f64 {
  let loss: f64 = 0;
  for (let i = 0; i < m; i++) {
    const at = <usize>i * ((<usize>ld) << 2);
    const v = <f64>load<f32>(z + at);
    const t = <f64>load<f32>(y + ((<usize>i) << 2));
    const weight = <f64>load<f32>(w + ((<usize>i) << 2));
    const e = exp(-abs(v));
    loss += weight * (max(0.0, v) - t * v + log1p(e));
    const p = v >= 0 ? 1 / (1 + e) : e / (1 + e);
    store<f32>(dz + at, <f32>(unit * weight * (p - t)));
  }
  return loss;
}

/** Σ w (z - y)²/2, and dz = w (z - y) times `unit`. */
export function squaredLoss(z: usize, m: i32, ld: i32, y: usize, w: usize, unit: f64, dz: usize): f64 {
  let loss: f64 = 0;
  for (let i = 0; i < m; i++) {
    const at = <usize>i * ((<usize>ld) << 2);
    const gap = <f64>load<f32>(z + at) - <f64>load<f32>(y + ((<usize>i) << 2));
    const weight = <f64>load<f32>(w + ((<usize>i) << 2));
    loss += (weight * gap * gap) / 2;
    store<f32>(dz + at, <f32>(unit * weight * gap));
  }
  return loss;
}

/** -Σ w ln softmax(z)_y over n classes (y a class number), and dz = w (softmax(z) - 1_y) times `unit`. */
export function softmaxLoss(
  z: usize,
  m: i32,
  n: i32,
  ld: i32,
  y: usize,
  w: usize,
  unit: f64,
  dz: usize,
): f64 {
  let loss: f64 = 0;
  for (let i = 0; i < m; i++) {
    const at = <usize>i * ((<usize>ld) << 2);
    const own = <i32>load<f32>(y + ((<usize>i) << 2));
    const weight = <f64>load<f32>(w + ((<usize>i) << 2));
    let top: f64 = -Infinity;
    for (let j = 0; j < n; j++) top = max(top, <f64>load<f32>(z + at + ((<usize>j) << 2)));
    let sum: f64 = 0;
    for (let j = 0; j < n; j++) sum += exp(<f64>load<f32>(z + at + ((<usize>j) << 2)) - top);
    loss += weight * (log1p(sum - 1) + top - <f64>load<f32>(z + at + ((<usize>own) << 2)));
    for (let j = 0; j < n; j++) {
      const p = exp(<f64>load<f32>(z + at + ((<usize>j) << 2)) - top) / sum;
      store<f32>(dz + at + ((<usize>j) << 2), <f32>(unit * weight * (p - (j === own ? 1.0 : 0.0))));
    }
  }
  return loss;
}

/** ln(1 + x), x >= 0: 1 + x = m 2^e with m in [sqrt(1/2), sqrt(2)), then 2 artanh((m - 1)/(m + 1)) by its series. */
function log1p(x: f64): f64 {
  const u = 1 + x;
  const bits = reinterpret<i64>(u);
  let e = <f64>((bits >> 52) - 1023);
  let m = reinterpret<f64>((bits & 0xfffffffffffff) | 0x3ff0000000000000);
  if (m > 1.4142135623730951) {
    m *= 0.5;
    e += 1;
  }
  const s = (m - 1) / (m + 1);
  const q = s * s;
  let sum: f64 = 1.0 / 23;
  sum = sum * q + 1.0 / 21;
  sum = sum * q + 1.0 / 19;
  sum = sum * q + 1.0 / 17;
  sum = sum * q + 1.0 / 15;
  sum = sum * q + 1.0 / 13;
  sum = sum * q + 1.0 / 11;
  sum = sum * q + 1.0 / 9;
  sum = sum * q + 1.0 / 7;
  sum = sum * q + 1.0 / 5;
  sum = sum * q + 1.0 / 3;
  sum = sum * q + 1.0;
  // What 1 + x lost of a small x comes back by the derivative of ln.
  return e * 0.6931471805599453 + 2 * s * sum + (x - (u - 1)) / u;
}
