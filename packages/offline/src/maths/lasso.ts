/** Sweeps over all columns; a fit that has not settled by then is as good as its tolerance is fine. */
const MOST_SWEEPS = 2000;

/**
 * The b that minimises ½ bᵀGb - rᵀb + Σ_k λ_k |b_k|, by coordinate descent: with G = XᵀX/n and r = Xᵀy/n the lasso. G is p x p,
 * symmetric, row-major; a λ_k of 0 leaves b_k free, one of Infinity holds it at 0. Stops when no step moves the fit by more than
 * `fineness` of the largest |r_k|.
 */
export const lasso = (
  g: Float64Array,
  r: ArrayLike<number>,
  p: number,
  penalty: ArrayLike<number>,
  { start, fineness = 1e-9 }: { readonly start?: ArrayLike<number>; readonly fineness?: number } = {},
): Float64Array => {
  const b = start === undefined ? new Float64Array(p) : Float64Array.from(start);
  /** r - G b */
  const q = Float64Array.from({ length: p }, (_, i) => {
    let sum = r[i] as number;
    for (let k = 0; k < p; k++) sum -= (g[i * p + k] as number) * (b[k] as number);
    return sum;
  });
  let scale = 0;
  for (let k = 0; k < p; k++) scale = Math.max(scale, Math.abs(r[k] as number));
  const tolerance = fineness * scale;
  const step = (k: number): number => {
    const own = g[k * p + k] as number;
    const before = b[k] as number;
    const z = (q[k] as number) + own * before;
    const size = Math.max(0, Math.abs(z) - (penalty[k] as number));
    const after = own > 0 ? (Math.sign(z) * size) / own : 0;
    const move = after - before;
    if (move === 0) return 0;
    b[k] = after;
    for (let i = 0; i < p; i++) q[i] = (q[i] as number) - move * (g[k * p + i] as number);
    return Math.abs(move) * own;
  };
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    let moved = 0;
    for (let k = 0; k < p; k++) moved = Math.max(moved, step(k));
    if (!(moved > tolerance)) break;
    // Most columns stay at 0: those that do not are settled first.
    for (let inner = 0; inner < MOST_SWEEPS && moved > tolerance; inner++) {
      moved = 0;
      for (let k = 0; k < p; k++) if (b[k] !== 0) moved = Math.max(moved, step(k));
    }
  }
  return b;
};

/** bᵀGb - 2 rᵀb + s: the mean squared error of b on rows with these moments, s the mean of y². */
export const squaredError = (
  g: Float64Array,
  r: ArrayLike<number>,
  s: number,
  p: number,
  b: ArrayLike<number>,
): number => {
  let sum = s;
  for (let i = 0; i < p; i++) {
    let row = -2 * (r[i] as number);
    for (let k = 0; k < p; k++) row += (g[i * p + k] as number) * (b[k] as number);
    sum += row * (b[i] as number);
  }
  return sum;
};
