/* From values to codes. Layouts as in boost.ts. */

/**
 * Codes of n rows of values (f32, row-major), by row to bins and by column to columns (whose columns are `height` bytes).
 * cuts: 256 f32 a feature, ascending, NaN after the last. Gives -1, or where in x an infinity is.
 */
export function digitise(
  x: usize,
  n: i32,
  d: i32,
  cuts: usize,
  counts: usize,
  bins: usize,
  columns: usize,
  height: i32,
): i32 {
  let at: usize = 0;
  for (let i = 0; i < n; i++) {
    for (let f = 0; f < d; f++) {
      const v = load<f32>(x + (at << 2));
      if (abs(v) === f32.POSITIVE_INFINITY) return <i32>at;
      const own = cuts + ((<usize>f) << 10);
      const k = load<i32>(counts + ((<usize>f) << 2));
      let below: usize = 0;
      for (let half: usize = k > 16 ? 128 : 8; half > 0; half >>= 1) {
        below += load<f32>(own + ((below + half - 1) << 2)) <= v ? half : 0;
      }
      const code = <u8>(v !== v ? 0 : below + 1);
      store<u8>(bins + at, code);
      store<u8>(columns + <usize>f * <usize>height + <usize>i, code);
      at++;
    }
  }
  return -1;
}

/** out (n x m) = the m columns of bins (n x d); columns: u32 x m. */
export function pick(bins: usize, n: i32, d: i32, columns: usize, m: i32, out: usize): void {
  let row = bins;
  let to = out;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      store<u8>(to, load<u8>(row + <usize>load<u32>(columns + ((<usize>j) << 2))));
      to++;
    }
    row += <usize>d;
  }
}
