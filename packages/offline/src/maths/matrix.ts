/** Row-major matrices as flat Float64Arrays: `m` is n x p, row i begins at i p. */

/** m_iᵀ w for row i. */
export const rowDot = (m: Float64Array, i: number, p: number, w: ArrayLike<number>): number => {
  let sum = 0;
  const start = i * p;
  for (let k = 0; k < p; k++) sum += (m[start + k] as number) * (w[k] as number);
  return sum;
};

/** M w (n). */
export const times = (m: Float64Array, n: number, p: number, w: ArrayLike<number>): Float64Array =>
  Float64Array.from({ length: n }, (_, i) => rowDot(m, i, p, w));

/** The chosen rows of m, in the order given. */
export const takeRows = (m: Float64Array, p: number, rows: ArrayLike<number>): Float64Array => {
  const out = new Float64Array(rows.length * p);
  for (let k = 0; k < rows.length; k++) {
    const start = (rows[k] as number) * p;
    out.set(m.subarray(start, start + p), k * p);
  }
  return out;
};

/** The chosen entries of v. */
export const take = (v: ArrayLike<number>, rows: ArrayLike<number>): Float64Array =>
  Float64Array.from({ length: rows.length }, (_, k) => v[rows[k] as number] as number);

/** Adds w x xᵀ to the lower half of g (p x p), x being p numbers of m from `start`. */
export const addOuter = (g: Float64Array, p: number, m: Float64Array, start: number, w: number): void => {
  for (let i = 0; i < p; i++) {
    const wx = w * (m[start + i] as number);
    if (wx === 0) continue;
    const row = i * p;
    for (let j = 0; j <= i; j++) g[row + j] = (g[row + j] as number) + wx * (m[start + j] as number);
  }
};

/** Copies the lower half of g onto its upper half. */
export const mirror = (g: Float64Array, p: number): Float64Array => {
  for (let i = 0; i < p; i++) for (let j = 0; j < i; j++) g[j * p + i] = g[i * p + j] as number;
  return g;
};

/** XᵀWX (p x p, both halves); weights of one when none are given. */
export const gram = (x: Float64Array, n: number, p: number, w?: ArrayLike<number>): Float64Array => {
  const g = new Float64Array(p * p);
  for (let i = 0; i < n; i++) addOuter(g, p, x, i * p, w === undefined ? 1 : (w[i] as number));
  return mirror(g, p);
};
