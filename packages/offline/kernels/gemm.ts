/* The product of two matrices in blocks of 4 x 8 that stay in registers. Layouts as in net.ts. */

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
