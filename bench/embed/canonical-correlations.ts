import { EigenvalueDecomposition, Matrix, SingularValueDecomposition } from 'ml-matrix';

const centred = (x: ArrayLike<number>, n: number, d: number): Matrix => {
  const m = new Matrix(n, d);
  for (let i = 0; i < n; i++) for (let k = 0; k < d; k++) m.set(i, k, x[i * d + k] as number);
  return m.center('column');
};

const inverseRoot = (covariance: Matrix): Matrix => {
  const eigen = new EigenvalueDecomposition(covariance, { assumeSymmetric: true });
  const v = eigen.eigenvectorMatrix;
  return v
    .mmul(Matrix.diag(eigen.realEigenvalues.map((x) => (x > 1e-9 ? 1 / Math.sqrt(x) : 0))))
    .mmul(v.transpose());
};

/** Canonical correlations of two sets of columns (n x p, n x q), largest first: what linear maps can tell of one from the other. */
export const canonicalCorrelations = (
  x: ArrayLike<number>,
  p: number,
  y: ArrayLike<number>,
  q: number,
  n: number,
): number[] => {
  const [a, b] = [centred(x, n, p), centred(y, n, q)];
  const cross = inverseRoot(a.transpose().mmul(a))
    .mmul(a.transpose().mmul(b))
    .mmul(inverseRoot(b.transpose().mmul(b)));
  return new SingularValueDecomposition(cross, { autoTranspose: true }).diagonal
    .slice(0, Math.min(p, q))
    .map((s) => Math.min(1, s));
};
