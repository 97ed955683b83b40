/* Losses of a batch and their gradients. Layouts as in net.ts. */
import { exp } from './exp';

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
