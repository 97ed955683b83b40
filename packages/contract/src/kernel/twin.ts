import { expf, sigmoidf, tanhf } from './activation.ts';
import { HEADER_WORDS, MOST_TREE_FEATURES, OP_WORDS, OPS_AT, padded } from './blob-layout.ts';
import { forestKey } from './forest-key.ts';
import type { Op } from './op.ts';

const f = Math.fround;

/** Σ a[j] w[j] in four lanes, then (l0 + l1) + (l2 + l3): the kernel's order. `k` is a multiple of 4. */
const dot = (m: Float32Array, a: number, w: number, k: number): number => {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  for (let j = 0; j < k; j += 4) {
    s0 = f(s0 + f((m[a + j] as number) * (m[w + j] as number)));
    s1 = f(s1 + f((m[a + j + 1] as number) * (m[w + j + 1] as number)));
    s2 = f(s2 + f((m[a + j + 2] as number) * (m[w + j + 2] as number)));
    s3 = f(s3 + f((m[a + j + 3] as number) * (m[w + j + 3] as number)));
  }
  return f(f(s0 + s1) + f(s2 + s3));
};

/** The elementwise ops' f(x, y), by code; `high` is clip's upper bound. */
const element = (code: number, x: number, y: number, high: number): number => {
  if (code === 7) return x + y;
  if (code === 8) return x - y;
  if (code === 9) return x * y;
  if (code === 10) return x / y;
  if (code === 11) return x > 0 ? x : 0;
  if (code === 12) return tanhf(x);
  if (code === 13) return sigmoidf(x);
  if (code === 14) return Math.min(Math.max(x, y), high);
  return x;
};

const keys = new Int32Array(MOST_TREE_FEATURES);
const NAN_KEY = forestKey(-1);

/** Σ of the leaves that a forest's trees end at, as whole numbers: exact, hence in any order. */
const forestSum = (u: Uint32Array, { a, b, n, k, w }: Pick<Op, 'a' | 'b' | 'n' | 'k' | 'w'>): number => {
  for (let j = 0; j < k; j++) {
    const x = (u[a + j] as number) | 0;
    keys[j] = (x & 0x7fffffff) > 0x7f800000 ? NAN_KEY : forestKey(x);
  }
  let sum = 0;
  for (let four = b, leaves = w; four < w; four += 4 * (n - 1), leaves += n) {
    for (let t = 0; t < 4; t++) {
      let i = 0;
      while (i < n - 1) {
        const s = (u[four + 4 * i + t] as number) | 0;
        i += i + 1 + ((keys[(s & 0xffff) >> 2] as number) >= s ? 1 : 0);
      }
      sum += ((u[leaves + i - (n - 1)] as number) << (24 - 8 * t)) >> 24;
    }
  }
  return sum;
};

/**
 * The kernel in plain JavaScript, for pages that forbid WebAssembly: the same memory, ops and order, each step rounded to
 * f32, hence the same bits (a product, sum or quotient of two floats rounds once through a double). `m` and `u` are two
 * views of one memory: the blob and its arena.
 */
export const runTwin = (m: Float32Array, u: Uint32Array): void => {
  const end = HEADER_WORDS + (u[OPS_AT] as number) * OP_WORDS;
  for (let op = HEADER_WORDS; op < end; op += OP_WORDS) {
    const code = u[op] as number;
    const out = u[op + 1] as number;
    let a = u[op + 2] as number;
    const b = u[op + 3] as number;
    const n = u[op + 4] as number;
    const k = u[op + 5] as number;
    let w = u[op + 6] as number;
    const v = u[op + 7] as number;
    if (code === 1) {
      const row = padded(k);
      for (let i = 0; i < n; i++) m[out + i] = dot(m, a, w + i * row, row) + (m[v + i] as number);
    } else if (code === 2) {
      for (let t = 0; t < k; t++) {
        let i = u[w + t] as number;
        let s = u[b + i] as number;
        while (s >>> 13) {
          const x = m[a + (s & 4095)] as number;
          i += x < (m[v + i] as number) || (x !== x && s & 4096) ? 1 : s >>> 13;
          s = u[b + i] as number;
        }
        m[out + s] = (m[out + s] as number) + (m[v + i] as number);
      }
    } else if (code === 16) {
      m[out] = (m[out] as number) + f(forestSum(u, { a, b, n, k, w }) * (m[v] as number));
    } else if (code === 3) {
      let top = m[a] as number;
      for (let j = 1; j < n; j++) top = Math.max(top, m[a + j] as number);
      let sum = 0;
      for (let j = 0; j < n; j++) {
        const e = expf(f((m[a + j] as number) - top));
        m[out + j] = e;
        sum = f(sum + e);
      }
      for (let j = 0; j < n; j++) m[out + j] = (m[out + j] as number) / sum;
    } else if (code === 4) {
      let mean = 0;
      let variance = 0;
      for (let j = 0; j < n; j++) mean = f(mean + (m[a + j] as number));
      mean = f(mean / n);
      for (let j = 0; j < n; j++) {
        const d = f((m[a + j] as number) - mean);
        variance = f(variance + f(d * d));
      }
      const scale = f(Math.sqrt(f(f(variance / n) + (m[b] as number))));
      for (let j = 0; j < n; j++) {
        const x = f(f((m[a + j] as number) - mean) / scale);
        m[out + j] = f(x * (m[w + j] as number)) + (m[v + j] as number);
      }
    } else {
      let step = k;
      if (code === 5) {
        const x = m[a] as number;
        a = w + (x > 0 ? Math.min(Math.trunc(x), k - 1) : 0) * n;
        step = 1;
        w = 0;
      }
      for (let i = 0, at = a, bt = b; i < n; i++, at += step, bt += w) {
        m[out + i] = element(code, m[at] as number, m[bt] as number, m[b + 1] as number);
      }
    }
  }
};
