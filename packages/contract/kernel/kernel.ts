// AssemblyScript, not TypeScript: compiled by build-kernel.ts to kernel.wasm.
// A forward-only interpreter over the op list of a model blob (format: src/kernel/blob-layout.ts). The blob lies at BASE,
// its working floats right behind it; every address in it counts 4-byte words from there, and before it lie a forest's keys.
// No imports, no allocation, no static data. src/kernel/twin.ts does the same in the same order: a change here is a change there.
const BASE: usize = 65536;

/** e^x for x <= 0: x = k ln2 + r, |r| <= ln2/2, Taylor to degree 7; every step rounded to f32. Below -87 as at -87. */
function expf(x: f32): f32 {
  x = max<f32>(x, -87);
  const k = floor<f32>(x * 1.44269502 + 0.5);
  const r = x - k * 0.693359375 - k * -0.000212194442;
  let p: f32 = 0.000198412701;
  p = p * r + 0.00138888892;
  p = p * r + 0.00833333377;
  p = p * r + 0.0416666679;
  p = p * r + 0.166666672;
  p = p * r + 0.5;
  p = p * r + 1;
  p = p * r + 1;
  return p * reinterpret<f32>((i32(k) + 127) << 23);
}

/** σ on the side that does not overflow. */
function sigmoidf(x: f32): f32 {
  const e = expf(-abs<f32>(x));
  return (x >= 0 ? 1 : e) / (1 + e);
}

/** tanh: an odd polynomial near 0, where 2σ(2x) - 1 would cancel. */
function tanhf(x: f32): f32 {
  if (abs<f32>(x) < 0.625) {
    const z = x * x;
    let p: f32 = -0.00570498873;
    p = p * z + 0.020639088;
    p = p * z - 0.0537397154;
    p = p * z + 0.133314416;
    p = p * z - 0.333332807;
    return p * z * x + x;
  }
  return 2 * sigmoidf(2 * x) - 1;
}

export function run(): void {
  let op = BASE + 80;
  const end = op + ((load<u32>(BASE, 20) as usize) << 5);
  for (; op < end; op += 32) {
    const code = load<u32>(op);
    let out: usize = BASE + (load<u32>(op, 4) << 2);
    let a: usize = BASE + (load<u32>(op, 8) << 2);
    let b: usize = BASE + (load<u32>(op, 12) << 2);
    const n = load<u32>(op, 16);
    const k = load<u32>(op, 20);
    let w: usize = BASE + (load<u32>(op, 24) << 2);
    let v: usize = BASE + (load<u32>(op, 28) << 2);
    const stop = out + (n << 2);

    if (code === 1) {
      // Four rows at once share their loads of a, each in four lanes; behind the last row the others read what is there, and are dropped.
      const bytes: usize = ((k + 3) & ~3) << 2;
      while (out < stop) {
        let s = f32x4.splat(0);
        let t = s;
        let p = s;
        let q = s;
        for (let j: usize = 0; j < bytes; j += 16) {
          const x = v128.load(a + j);
          s = f32x4.add(s, f32x4.mul(x, v128.load(w)));
          t = f32x4.add(t, f32x4.mul(x, v128.load(w + bytes)));
          p = f32x4.add(p, f32x4.mul(x, v128.load(w + (bytes << 1))));
          q = f32x4.add(q, f32x4.mul(x, v128.load(w + bytes * 3)));
          w += 16;
        }
        w += bytes * 3;
        // The lanes' sums by way of the kernel's own page.
        v128.store(0, s);
        v128.store(0, t, 16);
        v128.store(0, p, 32);
        v128.store(0, q, 48);
        for (let row: usize = 0; row < 64 && out < stop; row += 16) {
          store<f32>(
            out,
            load<f32>(row) + load<f32>(row, 4) + (load<f32>(row, 8) + load<f32>(row, 12)) + load<f32>(v),
          );
          out += 4;
          v += 4;
        }
      }
    } else if (code === 2) {
      for (const last = w + (k << 2); w < last; w += 4) {
        let node = b + (load<u32>(w) << 2);
        let s = load<u32>(node);
        while (s >>> 13) {
          const x = load<f32>(a + ((s & 4095) << 2));
          const left = u32(x < load<f32>(v + (node - b))) | (u32(x !== x) & (s >>> 12));
          node += (left & 1 ? 1 : s >>> 13) << 2;
          s = load<u32>(node);
        }
        const sum = out + (s << 2);
        store<f32>(sum, load<f32>(sum) + load<f32>(v + (node - b)));
      }
    } else if (code === 16) {
      // Keys in the order of the floats, NaN below all: the upper half of a float as a signed number, then 16 ones.
      for (let j: usize = 0; j < k << 2; j += 16) {
        const x = v128.load(a + j);
        const y = v128.or(x, f32x4.ne(x, x));
        const sign = i32x4.shr_s(y, 31);
        const key = i32x4.sub(v128.xor(y, i32x4.shr_u(sign, 1)), sign);
        v128.store(j, v128.or(key, i32x4.shr_u(i32x4.eq(x, x), 16)));
      }
      // Four trees lie side by side and walk at once, level by level, without a branch. Places count bytes.
      const size: usize = (n - 1) << 4;
      let sum = 0;
      for (const last = w; b < last; b += size) {
        let i: usize = 0;
        let j: usize = 0;
        let l: usize = 0;
        let m: usize = 0;
        for (let level = n, s: u32 = 0; level > 1; level >>= 1) {
          // A node: a threshold's key, and four times the feature; its children lie at twice its place, one and two nodes on.
          s = load<u32>(b + i);
          i += i;
          i = select<usize>(i + 32, i + 16, load<i32>(s & 0xffff) >= i32(s));
          s = load<u32>(b + j, 4);
          j += j;
          j = select<usize>(j + 32, j + 16, load<i32>(s & 0xffff) >= i32(s));
          s = load<u32>(b + l, 8);
          l += l;
          l = select<usize>(l + 32, l + 16, load<i32>(s & 0xffff) >= i32(s));
          s = load<u32>(b + m, 12);
          m += m;
          m = select<usize>(m + 32, m + 16, load<i32>(s & 0xffff) >= i32(s));
        }
        // A walk ends at size and beyond; a leaf is a byte.
        const leaf = w - (size >> 2);
        sum +=
          load<i8>(leaf + (i >> 2)) +
          load<i8>(leaf + (j >> 2), 1) +
          load<i8>(leaf + (l >> 2), 2) +
          load<i8>(leaf + (m >> 2), 3);
        w += n << 2;
      }
      store<f32>(out, load<f32>(out) + f32(sum) * load<f32>(v));
    } else if (code === 3) {
      let top = load<f32>(a);
      for (let j: usize = 0; j < n << 2; j += 4) top = max<f32>(top, load<f32>(a + j));
      let sum: f32 = 0;
      for (let j: usize = 0; j < n << 2; j += 4) {
        const e = expf(load<f32>(a + j) - top);
        store<f32>(out + j, e);
        sum += e;
      }
      for (; out < stop; out += 4) store<f32>(out, load<f32>(out) / sum);
    } else if (code === 4) {
      let mean: f32 = 0;
      let variance: f32 = 0;
      const count = f32(n);
      for (let j: usize = 0; j < n << 2; j += 4) mean += load<f32>(a + j);
      mean /= count;
      for (let j: usize = 0; j < n << 2; j += 4) {
        const d = load<f32>(a + j) - mean;
        variance += d * d;
      }
      const scale = sqrt<f32>(variance / count + load<f32>(b));
      for (; out < stop; out += 4) {
        store<f32>(out, ((load<f32>(a) - mean) / scale) * load<f32>(w) + load<f32>(v));
        a += 4;
        w += 4;
        v += 4;
      }
    } else {
      let step = k << 2;
      if (code === 5) {
        a = w + min<u32>(u32(load<f32>(a)), k - 1) * (n << 2);
        step = 4;
        w = BASE;
      }
      if (code === 11)
        for (; step === 4 && out + 16 <= stop; out += 16) {
          v128.store(out, f32x4.pmax(f32x4.splat(0), v128.load(a)));
          a += 16;
        }
      for (; out < stop; out += 4) {
        const x = load<f32>(a);
        const y = load<f32>(b);
        let r = x;
        if (code === 11) r = x > 0 ? x : 0;
        else if (code === 7) r = x + y;
        else if (code === 8) r = x - y;
        else if (code === 9) r = x * y;
        else if (code === 10) r = x / y;
        else if (code === 12) r = tanhf(x);
        else if (code === 13) r = sigmoidf(x);
        else if (code === 14) r = min<f32>(max<f32>(x, y), load<f32>(b, 4));
        store<f32>(out, r);
        a += step;
        b += w - BASE;
      }
    }
  }
}
