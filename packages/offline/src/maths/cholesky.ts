import { Fault } from '@causeway/contract';

/**
 * The lower factor L of A = L Lᵀ, for a symmetric positive definite A (p x p, row-major; only its lower half is read).
 * Throws `bad-input` when a pivot is not positive: the columns are dependent and no penalty holds them apart.
 */
export const cholesky = (a: Float64Array, p: number): Float64Array => {
  const l = new Float64Array(p * p);
  for (let j = 0; j < p; j++) {
    const rowJ = j * p;
    let diagonal = a[rowJ + j] as number;
    for (let k = 0; k < j; k++) diagonal -= (l[rowJ + k] as number) ** 2;
    if (!(diagonal > 1e-12 * Math.max(1e-300, a[rowJ + j] as number))) {
      throw new Fault(
        'bad-input',
        `column ${j}`,
        `pivot ${diagonal}: the column depends on the ones before it`,
      );
    }
    const root = Math.sqrt(diagonal);
    l[rowJ + j] = root;
    for (let i = j + 1; i < p; i++) {
      const rowI = i * p;
      let sum = a[rowI + j] as number;
      for (let k = 0; k < j; k++) sum -= (l[rowI + k] as number) * (l[rowJ + k] as number);
      l[rowI + j] = sum / root;
    }
  }
  return l;
};

/** x with A x = b, from A's factor. */
export const choleskySolve = (l: Float64Array, p: number, b: ArrayLike<number>): Float64Array => {
  const x = Float64Array.from(b);
  for (let i = 0; i < p; i++) {
    let sum = x[i] as number;
    for (let k = 0; k < i; k++) sum -= (l[i * p + k] as number) * (x[k] as number);
    x[i] = sum / (l[i * p + i] as number);
  }
  for (let i = p - 1; i >= 0; i--) {
    let sum = x[i] as number;
    for (let k = i + 1; k < p; k++) sum -= (l[k * p + i] as number) * (x[k] as number);
    x[i] = sum / (l[i * p + i] as number);
  }
  return x;
};

/** A⁻¹ (p x p), from A's factor. */
export const choleskyInverse = (l: Float64Array, p: number): Float64Array => {
  const inverse = new Float64Array(p * p);
  const unit = new Float64Array(p);
  for (let j = 0; j < p; j++) {
    unit.fill(0);
    unit[j] = 1;
    const column = choleskySolve(l, p, unit);
    for (let i = 0; i < p; i++) inverse[i * p + j] = column[i] as number;
  }
  return inverse;
};
