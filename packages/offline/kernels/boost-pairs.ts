/* Gradients and hessians of the losses, as pairs of f32 by row; score and y are f64, weight f32, all n long. */
import { exp } from './exp';

function put(pairs: usize, i: i32, weight: usize, g: f64, h: f64): void {
  const w = <f64>load<f32>(weight + ((<usize>i) << 2));
  store<f32>(pairs + ((<usize>i) << 3), <f32>(w * g));
  store<f32>(pairs + ((<usize>i) << 3), <f32>(w * h), 4);
}

/** p = σ(F): g = p - y, h = p (1 - p). score, y: f64; weight: f32. */
export function logisticPairs(score: usize, y: usize, weight: usize, n: i32, pairs: usize): void {
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 3;
    const p = 1 / (1 + exp(-load<f64>(score + at)));
    put(pairs, i, weight, p - load<f64>(y + at), max(1e-16, p * (1 - p)));
  }
}

/** m = e^F: g = m - y, h = m. */
export function poissonPairs(score: usize, y: usize, weight: usize, n: i32, pairs: usize): void {
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 3;
    const m = exp(load<f64>(score + at));
    put(pairs, i, weight, m - load<f64>(y + at), m);
  }
}

/** g = F - y, h = 1. */
export function squaredPairs(score: usize, y: usize, weight: usize, n: i32, pairs: usize): void {
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 3;
    put(pairs, i, weight, load<f64>(score + at) - load<f64>(y + at), 1);
  }
}

/** g = 1 - q where F is at or above y, else -q; h = 1. */
export function quantilePairs(score: usize, y: usize, weight: usize, n: i32, pairs: usize, q: f64): void {
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 3;
    put(pairs, i, weight, load<f64>(score + at) >= load<f64>(y + at) ? 1 - q : -q, 1);
  }
}

/** 1.5 times the power of two above n m: adding and taking it away rounds to a multiple of 2^-52 of that power. */
function rounder(m: f64, n: i32): f64 {
  const bound = max(1e-290, m * <f64>max(2, n));
  const exponent = ((reinterpret<i64>(bound) >> 52) & 2047) + 1;
  return 1.5 * reinterpret<f64>(exponent << 52);
}

/**
 * Rounds gradients and hessians to a grid 2^-52 of their greatest possible sum, so that every sum of them is exact in f64
 * in any order, and a parent's histogram less a child's is its sibling's to the bit. Gives 0; 1 when a value is not finite;
 * 2 when a hessian is negative.
 */
export function snap(pairs: usize, n: i32): i32 {
  let g: f64 = 0;
  let h: f64 = 0;
  let least: f64 = 0;
  for (let i = 0; i < n; i++) {
    const at = pairs + ((<usize>i) << 3);
    g = max(g, abs(<f64>load<f32>(at)));
    h = max(h, <f64>load<f32>(at, 4));
    least = min(least, <f64>load<f32>(at, 4));
  }
  if (!(g < Infinity && h < Infinity)) return 1;
  if (least < 0) return 2;
  const cg = rounder(g, n);
  const ch = rounder(h, n);
  for (let i = 0; i < n; i++) {
    const at = pairs + ((<usize>i) << 3);
    store<f32>(at, <f32>(<f64>load<f32>(at) + cg - cg));
    store<f32>(at, <f32>(<f64>load<f32>(at, 4) + ch - ch), 4);
  }
  return 0;
}
