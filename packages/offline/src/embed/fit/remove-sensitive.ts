import { EigenvalueDecomposition, Matrix, SingularValueDecomposition } from 'ml-matrix';
import type { EncoderLayers } from '../network/encoder-layers.ts';
import { changeZ, momentsOf } from './change-z.ts';

/**
 * Takes out of z what a linear probe can tell of s: z' = z - W⁺ P W (z - mean), W = Σ_zz^(-1/2), P the projection onto the columns of
 * W Σ_zs: the least change of z after which no linear probe, of any loss, does better than a constant on these rows (Belrose et
 * al. 2023). z: n x size; s: n x heads, rows with NaN left out.
 */
export const removeSensitive = (
  layers: EncoderLayers,
  z: Float64Array,
  s: ArrayLike<number>,
  heads: number,
): EncoderLayers => {
  const { size } = layers;
  const all = z.length / size;
  const known = Array.from({ length: all }, (_, i) => i).filter((i) => {
    for (let h = 0; h < heads; h++) if (Number.isNaN(s[i * heads + h] as number)) return false;
    return true;
  });
  const own = new Float64Array(known.length * size);
  known.forEach((i, k) => own.set(z.subarray(i * size, (i + 1) * size), k * size));
  const { mean, covariance } = momentsOf(own, known.length, size);
  const cross = Matrix.zeros(size, heads);
  for (let h = 0; h < heads; h++) {
    const share = known.reduce((sum, i) => sum + (s[i * heads + h] as number), 0) / known.length;
    known.forEach((i, k) => {
      const gap = ((s[i * heads + h] as number) - share) / known.length;
      for (let j = 0; j < size; j++)
        cross.set(j, h, cross.get(j, h) + gap * ((own[k * size + j] as number) - (mean[j] as number)));
    });
  }
  const square = new Matrix(
    Array.from({ length: size }, (_, i) => Array.from(covariance.subarray(i * size, (i + 1) * size))),
  );
  const eigen = new EigenvalueDecomposition(square, { assumeSymmetric: true });
  const vectors = eigen.eigenvectorMatrix;
  const root = (power: number): Matrix =>
    vectors
      .mmul(Matrix.diag(eigen.realEigenvalues.map((v) => (v > 1e-9 ? v ** power : 0))))
      .mmul(vectors.transpose());
  const whitened = root(-0.5).mmul(cross);
  const svd = new SingularValueDecomposition(whitened, { autoTranspose: true });
  const top = svd.diagonal[0] ?? 0;
  const columns = svd.diagonal.map((v, k) => (v > 1e-6 * top ? k : -1)).filter((k) => k >= 0);
  if (columns.length === 0) return layers;
  const basis = svd.leftSingularVectors.subMatrixColumn(columns);
  const removed = root(0.5).mmul(basis).mmul(basis.transpose()).mmul(root(-0.5));
  const r = Matrix.eye(size).sub(removed);
  const offset = removed.mmul(Matrix.columnVector(Array.from(mean)));
  return changeZ(layers, r.to1DArray(), offset.to1DArray());
};
