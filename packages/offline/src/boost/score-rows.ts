import { checkShape } from '../maths/index.ts';
import type { Ensemble, Tree } from './ensemble.ts';

/** score[i] += the value of the leaf that row i of x (n x d) reaches. Values of x are rounded to f32 before they are compared. */
export const addTree = (tree: Tree, x: Float32Array | Float64Array, d: number, score: Float64Array): void => {
  const { feature, threshold, left, right, missingLeft, value } = tree;
  for (let i = 0; i < score.length; i++) {
    const row = i * d;
    let node = 0;
    let f = feature[0] as number;
    while (f >= 0) {
      const v = Math.fround(x[row + f] as number);
      const goesLeft = v !== v ? missingLeft[node] === 1 : v < (threshold[node] as number);
      node = (goesLeft ? left[node] : right[node]) as number;
      f = feature[node] as number;
    }
    score[i] = (score[i] as number) + (value[node] as number);
  }
};

/** F (n): the score before the link, of the rows of x (n x d). */
export const scoreEnsemble = (
  { trees, base, features }: Ensemble,
  x: Float32Array | Float64Array,
  n: number,
): Float64Array => {
  checkShape('boosted trees, rows to score', x, n, features);
  const score = new Float64Array(n).fill(base);
  for (const tree of trees) addTree(tree, x, features, score);
  return score;
};
