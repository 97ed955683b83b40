import { gzipSync } from 'node:zlib';
import { BoostedTrees } from '../boost/index.ts';
import { lowerOnnx, treesOnnx } from '../onnx/index.ts';

export type Distilled = {
  /** The kernel's blob, and the same model as .onnx. */
  readonly blob: Uint8Array<ArrayBuffer>;
  readonly onnx: Uint8Array;
  readonly fidelity: {
    /** Spearman's correlation with the effects it was made from, on rows held out from the trees. */
    readonly rankCorrelation: number;
    /** Mean effect lost by treating where the small model says so instead of the large one, by the large one's effects, as a share. */
    readonly policyLoss: number;
    readonly gzipBytes: number;
  };
};

const ranks = (v: ArrayLike<number>): Float64Array => {
  const n = v.length;
  const order = Int32Array.from({ length: n }, (_, i) => i).sort(
    (a, b) => (v[a] as number) - (v[b] as number),
  );
  const out = new Float64Array(n);
  for (let k = 0; k < n; ) {
    let end = k + 1;
    while (end < n && v[order[end] as number] === v[order[k] as number]) end++;
    for (let j = k; j < end; j++) out[order[j] as number] = (k + end - 1) / 2;
    k = end;
  }
  return out;
};

/** Spearman's rank correlation, ties at their mean rank; 1 for two constants. */
export const rankCorrelation = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  const [x, y] = [ranks(a), ranks(b)];
  const middle = (a.length - 1) / 2;
  let [xy, xx, yy] = [0, 0, 0];
  x.forEach((v, i) => {
    const [p, q] = [v - middle, (y[i] as number) - middle];
    xy += p * q;
    xx += p * p;
    yy += q * q;
  });
  return xx === 0 || yy === 0 ? (xx === yy ? 1 : 0) : xy / Math.sqrt(xx * yy);
};

/** Boosted trees that follow given effects of n rows (n x d), as the kernel's blob and .onnx. Every fourth row judges, none of them is trained on. */
export const distilEffect = (input: {
  readonly x: Float64Array;
  readonly n: number;
  readonly d: number;
  readonly effect: Float64Array;
  readonly names?: readonly string[];
  /** 50. */
  readonly trees?: number;
  readonly seed: number;
}): Distilled => {
  const { x, n, d, effect, seed } = input;
  const part = (keep: (i: number) => boolean) => {
    const rows = Array.from({ length: n }, (_, i) => i).filter(keep);
    const own = new Float64Array(rows.length * d);
    rows.forEach((i, k) => own.set(x.subarray(i * d, (i + 1) * d), k * d));
    return { x: own, n: rows.length, y: Float64Array.from(rows, (i) => effect[i] as number) };
  };
  const [seen, held] = [part((i) => i % 4 !== 0), part((i) => i % 4 === 0)];
  const trees = new BoostedTrees({
    loss: 'squared',
    trees: input.trees ?? 50,
    learningRate: 0.15,
    maxLeaves: 24,
    minHessian: Math.max(2, Math.min(20, n / 100)),
  }).fit({ ...seen, d, seed });
  const onnx = treesOnnx(trees.toEnsemble(), input.names === undefined ? {} : { names: input.names });
  const blob = lowerOnnx(onnx);
  const small = trees.predict(held.x, held.n);
  let [best, got] = [0, 0];
  held.y.forEach((v, i) => {
    best += Math.max(0, v);
    got += (small[i] as number) > 0 ? v : 0;
  });
  return {
    blob,
    onnx,
    fidelity: {
      rankCorrelation: rankCorrelation(small, held.y),
      policyLoss: best > 0 ? (best - got) / best : 0,
      gzipBytes: gzipSync(blob).length,
    },
  };
};
